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
    for (const FieldId field : fields_) {
        if (field == FieldId{0}) continue; // the Id: the batch has it
        const Value* const from = find(field);
        const std::span<Value> to = batch.column(field);
        for (size_t index = 0; index < rows.size(); ++index)
            to[index] = from[rows[index]];
    }
    return batch;
}

} // namespace weir
