#include "store/record_batch.hpp"

#include "base/check.hpp"

#include <limits>

namespace weir {

int RecordBatch::index_of(FieldId field) const {
    // A batch has a dozen or two columns: looking through them beats any map.
    for (size_t index = 0; index < fields_.size(); ++index)
        if (fields_[index] == field)
            return static_cast<int>(index);
    return -1;
}

std::span<Value> RecordBatch::column(FieldId field) {
    if (const int index = index_of(field); index >= 0)
        return columns_[static_cast<size_t>(index)];
    fields_.push_back(field);
    return columns_.emplace_back(size_);
}

std::span<const Value> RecordBatch::find(FieldId field) const {
    const int index = index_of(field);
    return index < 0 ? std::span<const Value>{}
                     : std::span<const Value>{columns_[static_cast<size_t>(index)]};
}

std::span<Value> RecordBatch::find(FieldId field) {
    const int index = index_of(field);
    return index < 0 ? std::span<Value>{} : std::span<Value>{columns_[static_cast<size_t>(index)]};
}

uint32_t RecordBatch::append(uint32_t count) {
    WEIR_CHECK(
        count <= std::numeric_limits<uint32_t>::max() - size_, "a batch counts its rows in 32 bits"
    );
    const uint32_t first = size_;
    size_ += count;
    ids_.resize(size_);
    for (std::vector<Value>& column : columns_)
        column.resize(size_);
    return first;
}

namespace {

/// Whether the rows are all from the first on: then columns are copied in one piece.
bool is_run(std::span<const uint32_t> rows) {
    for (size_t index = 0; index < rows.size(); ++index)
        if (rows[index] != rows.front() + index)
            return false;
    return !rows.empty();
}

std::vector<Value> pick(const Value* values, std::span<const uint32_t> rows, bool is_one_run) {
    if (is_one_run)
        return {values + rows.front(), values + rows.front() + rows.size()};
    std::vector<Value> picked(rows.size());
    for (size_t index = 0; index < rows.size(); ++index)
        picked[index] = values[rows[index]];
    return picked;
}

} // namespace

void RecordBatch::add(
    std::span<const FieldId> fields,
    std::span<const Value* const> columns,
    std::span<const uint32_t> rows
) {
    WEIR_CHECK(rows.size() == size_, "a column has a cell for each row");
    const bool is_one_run = is_run(rows);
    fields_.insert(fields_.end(), fields.begin(), fields.end());
    columns_.reserve(columns_.size() + columns.size());
    for (const Value* const column : columns)
        columns_.push_back(pick(column, rows, is_one_run));
}

RecordBatch RecordBatch::select(std::span<const uint32_t> rows) const {
    RecordBatch result(object_, static_cast<uint32_t>(rows.size()));
    for (size_t index = 0; index < rows.size(); ++index)
        result.ids_[index] = ids_[rows[index]];
    std::vector<const Value*> columns;
    columns.reserve(columns_.size());
    for (const std::vector<Value>& column : columns_)
        columns.push_back(column.data());
    result.add(fields_, columns, rows);
    return result;
}

} // namespace weir
