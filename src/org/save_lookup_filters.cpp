// Lookup filters: a lookup that leads to a record which its filter does not show refuses the save
// (reference/runtime.md, section 7: FIELD_FILTER_VALIDATION_EXCEPTION). Part of the system
// validation behind the before-save flows and triggers: what those have put right is right.
#include "org/access.hpp"
#include "org/save_steps.hpp"
#include "org/standard_cells.hpp"
#include "program/lookup_filters.hpp"

#include <algorithm>

namespace weir {

namespace {

/// Rows whose lookup is new, or is compared with a field of the record that is new. What was saved
/// before stays as it is, whatever has become of the record that it names.
std::vector<uint32_t> rows_to_check(SaveChunk& chunk, const LookupFilter& filter) {
    std::vector<uint32_t> rows;
    const Value* const lookups = chunk.now_column(filter.field);
    for (const uint32_t row : chunk.good) {
        if (lookups[row].tag() != Tag::id)
            continue;
        const auto compares_new = [&](const LookupFilter::Source& source) {
            return source.of_saved && standard::changes(chunk, source.field, row);
        };
        if (chunk.creates() || standard::changes(chunk, filter.field, row) ||
            std::ranges::any_of(filter.sources, compares_new))
            rows.push_back(row);
    }
    return rows;
}

/// The condition for all rows: one fetch of the records that they name.
void check_filter(SaveChunk& chunk, const LookupFilter& filter) {
    const std::vector<uint32_t> rows = rows_to_check(chunk, filter);
    if (rows.empty())
        return;
    std::vector<Id> ids(chunk.size);
    for (const uint32_t row : rows)
        ids[row] = chunk.now_column(filter.field)[row].as_id();
    std::vector<FieldId> fields;
    for (const LookupFilter::Source& source : filter.sources)
        if (!source.of_saved)
            fields.push_back(source.field);
    // What people may not see themselves is compared all the same.
    const ContextScope system(chunk.transaction, RunContext::system_without_sharing);
    Columns targets;
    std::vector<bool> found;
    chunk.fatal = fetch_records(chunk.transaction, filter.target, ids, fields, targets, found);
    if (chunk.fatal != nullptr)
        return;
    std::vector<Value*> slots;
    for (const LookupFilter::Source& source : filter.sources) {
        Value* const column =
            source.of_saved ? chunk.now.find(source.field) : targets.find(source.field);
        slots.push_back(
            column != nullptr ? column : chunk.arena().make_array<Value>(chunk.size).data()
        );
    }
    const std::span<Value> fits = chunk.arena().make_array<Value>(chunk.size);
    const Frame frame{
        slots, chunk.size, &chunk.transaction.surroundings(), &chunk.transaction.arena()};
    evaluate(filter.condition, frame, rows, fits.data());
    for (const uint32_t row : rows) {
        if (fits[row].is_fault() && fits[row].as_fault().uncatchable) {
            chunk.fatal = &fits[row].as_fault();
            return;
        }
        if (!found[row] || !fits[row].is_true())
            chunk.refuse(
                row,
                "FIELD_FILTER_VALIDATION_EXCEPTION",
                filter.message,
                chunk.object().field(filter.field).name
            );
    }
    chunk.drop_refused();
}

} // namespace

void check_lookup_filters(SaveChunk& chunk) {
    const auto& filters = chunk.plan.program.lookup_filters;
    if (filters == nullptr)
        return;
    for (const FieldId field : chunk.plan.filters.stored)
        chunk.now_column(field);
    chunk.fatal = compute_formulas(chunk.plan.filters, chunk.now, chunk.good, chunk.transaction);
    for (const LookupFilter& filter : filters->filters) {
        if (chunk.stops())
            return;
        check_filter(chunk, filter);
    }
}

} // namespace weir
