// Custom validation rules: a rule that is true refuses the record.
#include "org/save_chunk.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

void check_rule(SaveChunk& chunk, const ValidationRule& rule, std::span<Value> broken) {
    const Columns* const prior = chunk.creates() ? nullptr : &chunk.old;
    chunk.fatal = evaluate_record_formula(
        rule.condition,
        chunk.now,
        prior,
        chunk.creates(),
        chunk.good,
        chunk.transaction,
        broken.data()
    );
    if (chunk.fatal != nullptr)
        return;
    const std::string_view field =
        rule.field == FieldId::none ? std::string_view{} : chunk.object().field(rule.field).name;
    for (const uint32_t row : chunk.good) {
        if (broken[row].is_true())
            chunk.refuse(row, "FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.message, field);
        else if (broken[row].is_fault())
            chunk.refuse(
                row,
                "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                fmt::format(
                    "Validation Formula \"{}\" Invalid ({})",
                    rule.name,
                    broken[row].as_fault().message
                ),
                field
            );
    }
    chunk.drop_refused();
}

} // namespace

void check_rules(SaveChunk& chunk) {
    if (chunk.plan.program.rules.empty())
        return;
    for (const FieldId field : chunk.plan.rules.stored)
        chunk.now_column(field);
    chunk.fatal = compute_formulas(chunk.plan.rules, chunk.now, chunk.good, chunk.transaction);
    const std::span<Value> broken = chunk.arena().make_room<Value>(chunk.size);
    for (const ValidationRule& rule : chunk.plan.program.rules) {
        if (chunk.stops())
            return;
        check_rule(chunk, rule, broken);
    }
}

} // namespace weir
