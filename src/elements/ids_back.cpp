// The Ids of records that a create has made, back into the variable that they came from.
#include "elements/upsert.hpp"

namespace weir::elements {

namespace {

Value with_id(Value record, Id id, Arena& arena) {
    const Row* const row = record.row();
    Row* const copied = make_row(row->layout, row->size, arena);
    for (uint32_t cell = 0; cell < row->size; ++cell)
        copied->cells()[cell] = share(row->cells()[cell]);
    if (id != Id{})
        copied->cells()[0] = Value::id(id);
    return Value::record(copied);
}

} // namespace

void write_ids_back(
    Group& group,
    std::span<const Value> values,
    bool is_collection,
    std::span<const Id> ids,
    std::span<const uint32_t> owners,
    const Destination& to
) {
    size_t record = 0;
    for (const uint32_t row : group.rows()) {
        while (record < owners.size() && owners[record] < row)
            ++record;
        if (record == owners.size())
            return;
        if (owners[record] != row)
            continue;
        if (!is_collection) {
            to.write(group, row, with_id(values[row], ids[record], group.arena()));
            continue;
        }
        const std::span<const Value> items = values[row].items();
        const std::span<Value> changed = group.arena().make_array<Value>(items.size());
        for (size_t item = 0; item < items.size(); ++item) {
            const bool is_record = items[item].tag() == Tag::record && items[item].row() != nullptr;
            changed[item] =
                is_record ? with_id(items[item], ids[record++], group.arena()) : items[item];
        }
        to.write(group, row, collection_of(changed, group.arena()));
    }
}

} // namespace weir::elements
