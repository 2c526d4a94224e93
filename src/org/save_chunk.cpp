#include "org/save_chunk.hpp"

#include "org/users.hpp"

#include <algorithm>

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
    has_refused = true;
}

void SaveChunk::refuse(uint32_t row, const Fault* fault) {
    if (fault->uncatchable && fatal == nullptr)
        fatal = fault;
    if (faults[row] == nullptr)
        faults[row] = fault;
    has_refused = true;
}

void SaveChunk::leave_out_refused() {
    std::erase_if(good, [&](uint32_t row) { return faults[row] != nullptr; });
    has_refused = false;
}

Value* SaveChunk::now_column(FieldId field) {
    if (Value* const column = now.find(field))
        return column;
    Value* const column = now.replace(field);
    const Value* const new_cells = given.find(field);
    const Value* const old_cells = old.find(field);
    if (old_cells == nullptr)
        std::fill_n(column, size, Value::null());
    else
        std::transform(old_cells, old_cells + size, column, [](const Value& cell) {
            return cell.is_unset() ? Value::null() : cell;
        });
    if (new_cells != nullptr)
        for (uint32_t row = 0; row < size; ++row)
            if (!new_cells[row].is_unset())
                column[row] = new_cells[row];
    return column;
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
