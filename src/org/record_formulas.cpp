#include "org/record_formulas.hpp"

#include "org/transaction.hpp"

#include <algorithm>
#include <numeric>

namespace weir {

FormulaPlan
plan_formulas(const Object& object, const ObjectProgram& program, std::span<const FieldId> fields) {
    std::vector<bool> needed(object.fields.size());
    for (const FieldId field : fields)
        if (static_cast<size_t>(field) < needed.size())
            needed[static_cast<size_t>(field)] = true;
    FormulaPlan plan;
    // Formulas stand behind those they need, so one pass from the back finds all that is wanted.
    for (size_t index = program.formulas.size(); index-- > 0;) {
        const FieldFormulaProgram& formula = program.formulas[index];
        if (!needed[static_cast<size_t>(formula.field)])
            continue;
        plan.formulas.insert(plan.formulas.begin(), &formula);
        for (const SlotSource& source : formula.formula.sources)
            if (source.kind != SlotSource::Kind::is_new)
                needed[static_cast<size_t>(source.field)] = true;
    }
    for (size_t index = 1; index < needed.size(); ++index)
        if (needed[index] && !object.fields[index].has_formula)
            plan.stored.push_back(static_cast<FieldId>(index));
    return plan;
}

const Fault* evaluate_record_formula(
    const RecordFormula& formula,
    const Columns& now,
    const Columns* prior,
    bool is_new,
    Rows rows,
    Transaction& transaction,
    Value* out
) {
    if (rows.empty())
        return nullptr;
    if (!formula.expression) {
        for (const uint32_t row : rows)
            out[row] = Value::null();
        return nullptr;
    }
    Arena& arena = transaction.arena();
    std::vector<Value*> slots(formula.sources.size());
    for (size_t slot = 0; slot < slots.size(); ++slot) {
        const SlotSource& source = formula.sources[slot];
        const bool reads_prior = source.kind == SlotSource::Kind::prior_field && prior != nullptr;
        if (source.kind != SlotSource::Kind::is_new)
            slots[slot] = (reads_prior ? *prior : now).find(source.field);
        if (slots[slot] != nullptr)
            continue;
        slots[slot] = arena.make_array<Value>(now.size()).data();
        if (source.kind == SlotSource::Kind::is_new)
            std::fill_n(slots[slot], now.size(), Value::boolean(is_new));
    }
    const Frame frame{slots, now.size(), &transaction.surroundings(), &arena};
    evaluate(formula.expression, frame, rows, out);
    for (const uint32_t row : rows)
        if (out[row].is_fault() && out[row].as_fault().uncatchable)
            return &out[row].as_fault();
    return nullptr;
}

const Fault*
compute_formulas(const FormulaPlan& plan, Columns& columns, Rows rows, Transaction& transaction) {
    for (const FieldFormulaProgram* const formula : plan.formulas) {
        Value* const out = columns.add(formula->field);
        if (const Fault* const fatal = evaluate_record_formula(
                formula->formula, columns, nullptr, false, rows, transaction, out
            ))
            return fatal;
        for (const uint32_t row : rows)
            if (out[row].is_fault())
                out[row] = Value::null();
    }
    return nullptr;
}

std::vector<uint32_t> all_rows(uint32_t count) {
    std::vector<uint32_t> rows(count);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

} // namespace weir
