// Files of formulas with the values they must have: one formula a line, as JSON (weir/eval.h).
#pragma once

#include "base/result.hpp"
#include "schema/schema.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct CaseField {
    std::string name;
    FieldKind kind = FieldKind::text;
    std::string formula; // empty: an input
    std::vector<CaseField> fields;
};

struct CaseRow {
    nlohmann::json in;
    nlohmann::json expected[2]; // by BlankAs
};

struct FormulaCase {
    std::string name;
    std::string formula;
    FieldKind returns = FieldKind::text;
    std::vector<CaseField> fields;
    std::vector<CaseRow> rows;
};

/// The keys of a row's expected values, by BlankAs.
constexpr std::string_view case_columns[2] = {"blank_as_zero", "blank_as_blank"};

/// Fails on a line that is no case, and says what is wrong with it.
[[nodiscard]] Result<FormulaCase> parse_case(std::string_view line);

} // namespace weir
