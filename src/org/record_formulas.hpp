// Formula fields, defaults and rules over columns of records: evaluated for all rows of a chunk at
// once.
#pragma once

#include "formula/expression.hpp"
#include "org/columns.hpp"
#include "program/program.hpp"

#include <optional>
#include <span>
#include <vector>

namespace weir {

class Transaction;

/// Formula fields to compute, each behind those it needs, and the stored fields that they and the
/// caller read.
struct FormulaPlan {
    std::vector<const FieldFormulaProgram*> formulas;
    std::vector<FieldId> stored;
};

/// What must be fetched and computed so that `fields` can be read.
[[nodiscard]] FormulaPlan
plan_formulas(const Object& object, const ObjectProgram& program, std::span<const FieldId> fields);

/// Evaluates for `rows` and writes `out[row]`. A prior field reads `prior`, or `now` where there is
/// no prior. Answers the uncatchable fault that a row met, else null; an ordinary fault stands in
/// `out`.
const Fault* evaluate_record_formula(
    const RecordFormula& formula,
    const Columns& now,
    const Columns* prior,
    bool is_new,
    Rows rows,
    Transaction& transaction,
    Value* out
);

/// Adds the plan's formula fields to `columns`. What cannot be evaluated is null, as in a report.
/// Null, or an uncatchable fault.
const Fault*
compute_formulas(const FormulaPlan& plan, Columns& columns, Rows rows, Transaction& transaction);

/// 0 to count - 1.
[[nodiscard]] std::vector<uint32_t> all_rows(uint32_t count);

} // namespace weir
