// Formulas on their own: one at a time (Session::evaluate), whole files of cases, and what is known
// of functions.
#pragma once

#include "weir/diagnostic.h"
#include "weir/value.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What a field without a value counts for in a formula: Salesforce asks it of every formula field.
/// It is about numbers; other fields stay blank.
enum class BlankAs { zero, blank };

struct FormulaInput {
    std::string formula;
    /// The object whose fields the formula names, alone or behind `$Record`. Empty: names and types
    /// are those of `record`.
    std::string object;
    /// A JSON object of field values, as `sf data query --json` prints records: a nested object is
    /// the parent that a relationship leads to, or a place (latitude, longitude). Empty: every
    /// field is blank.
    std::string record;
    BlankAs blank_as = BlankAs::blank;
};

struct FormulaOutcome {
    /// About the formula, under the name `formula`. With an error among them there is no value.
    std::vector<DiagnosticMessage> messages;
    std::string type; // "Number"
    HostValue value;
    std::string fault; // the formula has an error value; empty: none
    std::string error; // there is no such object, or the record cannot be read; empty: none

    [[nodiscard]] bool has_value() const {
        for (const DiagnosticMessage& message : messages)
            if (message.is_error)
                return false;
        return fault.empty() && error.empty();
    }
};

/// A row of a case file whose value is not the one it must have. Values are JSON, spelled as in the
/// file.
struct CaseDifference {
    std::string name;
    std::string formula;
    std::string column; // "blank_as_zero" or "blank_as_blank"
    std::string inputs;
    std::string expected;
    std::string found;
};

struct CasesReport {
    uint64_t equal = 0;
    uint64_t total = 0;
    std::vector<CaseDifference> differences;
    std::string error; // the file cannot be read, or a line of it: "cases.jsonl:12: …"; empty: none
};

/// Evaluates every row of a file of cases with both treatments of blanks and compares. One formula
/// a line, as JSON:
///
///     {"name": "sum", "formula": "a__c + b__c", "returns": "Number",
///      "fields": [{"name": "a__c", "type": "Number"}, {"name": "b__c", "type": "Number"}],
///      "rows": [{"in": {"a__c": "0.1", "b__c": null}, "blank_as_zero": "0.1", "blank_as_blank":
///      null}]}
///
/// A field may be a formula itself (`formula`, and `fields` that only it needs). Numbers are
/// decimal text, dates and times ISO in UTC; `{"error": "…"}` expects that the formula is refused
/// or has an error value. Numbers are equal when they differ by less than 1e-9 relative to the
/// larger.
[[nodiscard]] CasesReport evaluate_cases(const std::string& path);

/// Every function of formulas with parameters, null rule and examples: the reference page, as
/// Markdown.
[[nodiscard]] std::string function_reference();

} // namespace weir
