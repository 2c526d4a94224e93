#include "org/columns.hpp"

#include <algorithm>

namespace weir {

Columns Columns::of(const RecordBatch& batch, size_t field_count, Arena& arena) {
    Columns result(arena, field_count, batch.size());
    for (const FieldId field : batch.fields())
        if (static_cast<size_t>(field) < field_count)
            std::ranges::copy(batch.find(field), result.add(field));
    return result;
}

RecordBatch
Columns::to_batch(ObjectId object, std::span<const Id> ids, std::span<const uint32_t> rows) const {
    RecordBatch batch(object, static_cast<uint32_t>(rows.size()));
    const std::span<Id> batch_ids = batch.ids();
    for (size_t index = 0; index < rows.size(); ++index)
        batch_ids[index] = ids[rows[index]];
    std::vector<FieldId> fields;
    std::vector<const Value*> columns;
    fields.reserve(fields_.size());
    columns.reserve(fields_.size());
    for (const FieldId field : fields_) {
        if (field == FieldId{0})
            continue; // the Id: the batch has it
        fields.push_back(field);
        columns.push_back(find(field));
    }
    batch.add(fields, columns, rows);
    return batch;
}

} // namespace weir
