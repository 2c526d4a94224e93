// Whether a message or a record is what an interview waits for.
#include "org/later_work.hpp"
#include "org/memory_filter.hpp"
#include "types/compare.hpp"

#include <algorithm>

namespace weir {

Value cell_of(Value row, FieldId field) {
    if (row.tag() != Tag::record || row.row()->layout == nullptr)
        return Value::null();
    const auto cell = row.row()->layout->find(field);
    return cell && *cell < row.row()->size ? row.row()->cells()[*cell] : Value::null();
}

bool is_awaited(const WaitedEvent& event, Value row) {
    for (const auto& [field, wanted] : event.equal)
        if (!equal_ignoring_case(cell_of(row, field), wanted))
            return false;
    if (event.filter == nullptr || event.filter->filter.empty())
        return true;
    Arena arena;
    size_t fields = 0;
    for (const FilterNode& node : event.filter->filter)
        fields = std::max(fields, static_cast<size_t>(node.field) + 1);
    Columns columns(arena, fields, 1);
    for (const FilterNode& node : event.filter->filter)
        if (node.kind == FilterNode::Kind::comparison)
            columns.add(node.field)[0] = cell_of(row, node.field);
    QueryResult result;
    result.records = RecordBatch(event.filter->object, 1);
    if (const Value id = cell_of(row, FieldId{0}); id.tag() == Tag::id)
        result.records.ids()[0] = id.as_id();
    result.begin = {0, 1};
    std::vector<std::span<const Value>> parameters;
    for (const Value& parameter : event.parameters)
        parameters.emplace_back(&parameter, 1);
    filter_in_memory(*event.filter, parameters, columns, arena, result);
    return result.records.size() == 1;
}

} // namespace weir
