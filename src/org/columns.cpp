#include "org/columns.hpp"

#include <algorithm>
#include <utility>

namespace weir {

Columns Columns::of(const RecordBatch& batch, size_t field_count, Arena& arena) {
    Columns result(arena, field_count, batch.size());
    for (size_t column = 0; column < batch.fields().size(); ++column)
        if (const FieldId field = batch.fields()[column]; static_cast<size_t>(field) < field_count)
            std::ranges::copy(batch.column_at(column), result.replace(field));
    return result;
}

Columns Columns::of(RecordBatch&& batch, size_t field_count, Arena& arena) {
    Columns result(arena, field_count, batch.size());
    result.adopted_ = std::move(batch);
    result.fields_.reserve(result.adopted_.fields().size());
    for (const FieldId field : result.adopted_.fields()) {
        if (static_cast<size_t>(field) >= field_count)
            continue;
        result.table_[static_cast<size_t>(field)] = result.adopted_.find(field).data();
        result.fields_.push_back(field);
    }
    return result;
}

RecordBatch
Columns::to_batch(ObjectId object, std::span<const Id> ids, std::span<const uint32_t> rows) const {
    RecordBatch batch(object, static_cast<uint32_t>(rows.size()));
    const std::span<Id> batch_ids = batch.ids();
    const bool is_one_run = is_run(rows);
    const std::vector<RowRun> runs = is_one_run ? std::vector<RowRun>() : runs_of(rows);
    if (is_one_run)
        std::ranges::copy(ids.subspan(rows.front(), rows.size()), batch_ids.begin());
    else
        for (size_t index = 0; index < rows.size(); ++index)
            batch_ids[index] = ids[rows[index]];
    if (is_one_run)
        batch.reserve_lent(fields_.size());
    else
        batch.reserve(fields_.size());
    for (const FieldId field : fields_) {
        if (field == FieldId{0})
            continue; // the Id: the batch has it
        Value* const cells = find(field);
        if (is_one_run)
            batch.lend(field, cells + rows.front());
        else
            batch.add(field, cells, runs);
    }
    return batch;
}

} // namespace weir
