#include "org/save_chunk.hpp"

#include "org/users.hpp"

namespace weir {

SaveChunk::SaveChunk(
    Transaction& owner, const ObjectPlan& object_plan, Operation kind, uint32_t rows
)
    : transaction(owner),
      plan(object_plan),
      operation(kind),
      size(rows),
      ids(rows),
      faults(rows),
      good(all_rows(rows)),
      given(owner.arena(), object_plan.object.fields.size(), rows),
      old(owner.arena(), object_plan.object.fields.size(), rows),
      now(owner.arena(), object_plan.object.fields.size(), rows),
      checked(owner.arena().make_array<bool>(object_plan.object.fields.size())),
      resolved(owner.arena().make_array<bool>(object_plan.object.fields.size())) {}

SaveChunk::~SaveChunk() = default;

void SaveChunk::refuse(
    uint32_t row, std::string_view code, std::string_view message, std::string_view fields
) {
    if (faults[row] == nullptr)
        faults[row] = transaction.fault(code, message, fields);
}

void SaveChunk::refuse(uint32_t row, const Fault* fault) {
    if (fault->uncatchable && fatal == nullptr)
        fatal = fault;
    if (faults[row] == nullptr)
        faults[row] = fault;
}

void SaveChunk::drop_refused() {
    std::erase_if(good, [&](uint32_t row) { return faults[row] != nullptr; });
}

Value* SaveChunk::now_column(FieldId field) {
    if (Value* const column = now.find(field))
        return column;
    Value* const column = now.add(field);
    const Value* const new_cells = given.find(field);
    const Value* const old_cells = old.find(field);
    for (uint32_t row = 0; row < size; ++row) {
        if (new_cells != nullptr && !new_cells[row].is_unset())
            column[row] = new_cells[row];
        else if (old_cells != nullptr && !old_cells[row].is_unset())
            column[row] = old_cells[row];
        else
            column[row] = Value::null();
    }
    return column;
}

void SaveChunk::set(FieldId field, uint32_t row, Value value) {
    given.add(field)[row] = value;
    if (Value* const column = now.find(field))
        column[row] = value;
}

std::string join_names(const Object& object, std::span<const FieldId> fields) {
    std::string text;
    for (const FieldId field : fields) {
        if (!text.empty())
            text += ", ";
        text += object.field(field).name;
    }
    return text;
}

} // namespace weir
