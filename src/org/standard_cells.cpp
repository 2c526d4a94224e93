#include "org/standard_cells.hpp"

#include "types/text.hpp"

namespace weir::standard {

FieldId field_of(const SaveChunk& chunk, std::string_view name) {
    return field_or_none(&chunk.object(), name);
}

Value cell(SaveChunk& chunk, std::string_view name, uint32_t row) {
    const FieldId field = field_of(chunk, name);
    return field == FieldId::none ? Value::null() : chunk.now_column(field)[row];
}

bool is_text(Value value, std::string_view wanted) {
    return value.tag() == Tag::text && equal_ignoring_case(value.as_text(), wanted);
}

bool is_given(const SaveChunk& chunk, std::string_view name, uint32_t row) {
    const FieldId field = field_of(chunk, name);
    return field != FieldId::none && chunk.is_given(field, row) &&
           !chunk.given.at(field, row).is_null();
}

bool changes(const SaveChunk& chunk, std::string_view name, uint32_t row) {
    return changes(chunk, field_of(chunk, name), row);
}

void put(SaveChunk& chunk, std::string_view name, uint32_t row, Value value) {
    if (const FieldId field = field_of(chunk, name); field != FieldId::none)
        chunk.set(field, row, value);
}

std::vector<Value>
parents_values(SaveChunk& chunk, std::string_view lookup, std::string_view field_name) {
    std::vector<Value> values(chunk.size, Value::null());
    const FieldId field = field_of(chunk, lookup);
    if (field == FieldId::none || chunk.object().field(field).refers_to.empty())
        return values;
    const Object& parent =
        chunk.transaction.schema().object(chunk.object().field(field).refers_to.front());
    const FieldId wanted = field_or_none(&parent, field_name);
    if (wanted == FieldId::none)
        return values;
    const Value* const ids_now = chunk.now_column(field);
    std::vector<Id> ids(chunk.size);
    for (const uint32_t row : chunk.good)
        if (ids_now[row].tag() == Tag::id && key_prefix(ids_now[row].as_id()) == parent.prefix)
            ids[row] = ids_now[row].as_id();
    Columns columns;
    std::vector<bool> found;
    chunk.fatal = fetch_records(chunk.transaction, parent.id, ids, {&wanted, 1}, columns, found);
    if (chunk.fatal == nullptr)
        for (const uint32_t row : chunk.good)
            if (found[row] && !columns.at(wanted, row).is_unset())
                values[row] = columns.at(wanted, row);
    return values;
}

bool find_children(
    SaveChunk& chunk,
    const Object& child,
    FieldId lookup,
    const std::vector<Value>& parents,
    std::span<const FieldId> fields,
    QueryResult& result,
    Columns& columns
) {
    if (parents.empty() || chunk.fatal != nullptr)
        return false;
    const auto plan = chunk.transaction.org().state().find_by_lookup(child.id, lookup);
    if (!plan) {
        chunk.fatal = chunk.transaction.fail(plan.error());
        return false;
    }
    const std::span<const Value> column(parents);
    chunk.fatal = run_read_plan(
        **plan, chunk.transaction, {&column, 1}, static_cast<uint32_t>(parents.size()), result
    );
    std::vector<bool> found;
    if (chunk.fatal == nullptr)
        chunk.fatal = fetch_records(
            chunk.transaction, child.id, std::as_const(result.records).ids(), fields, columns, found
        );
    return chunk.fatal == nullptr;
}

} // namespace weir::standard
