#include "store/record_batch.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

namespace weir {

static_assert(std::is_trivially_copyable_v<Value> && std::is_trivially_destructible_v<Value>);
static_assert(alignof(Value) <= alignof(std::max_align_t));

namespace {

/// Columns of a batch that grows column by column.
constexpr size_t first_columns = 8;

} // namespace

RecordBatch::RecordBatch(const RecordBatch& other)
    : object_(other.object_),
      size_(other.size_),
      row_room_(other.size_),
      ids_(other.ids_),
      fields_(other.fields_) {
    grow(fields_.size(), size_);
    columns_.reserve(fields_.size());
    for (const Value* const column : other.columns_) {
        Value* const copy = own(own_columns_++);
        std::uninitialized_copy_n(column, size_, copy);
        columns_.push_back(copy);
    }
}

RecordBatch::RecordBatch(RecordBatch&& other) noexcept {
    *this = std::move(other);
}

RecordBatch& RecordBatch::operator=(const RecordBatch& other) {
    return *this = RecordBatch(other);
}

RecordBatch& RecordBatch::operator=(RecordBatch&& other) noexcept {
    object_ = other.object_;
    std::swap(size_, other.size_);
    std::swap(row_room_, other.row_room_);
    std::swap(column_room_, other.column_room_);
    std::swap(own_columns_, other.own_columns_);
    std::swap(memory_, other.memory_);
    std::swap(ids_, other.ids_);
    std::swap(fields_, other.fields_);
    std::swap(columns_, other.columns_);
    return *this;
}

void RecordBatch::grow(size_t columns, size_t rows) {
    const bool is_longer = rows != row_room_;
    const size_t needed = is_longer ? std::max(columns, columns_.size()) : columns;
    auto memory = std::make_unique_for_overwrite<std::byte[]>(needed * rows * sizeof(Value));
    Value* const first = reinterpret_cast<Value*>(memory.get());
    size_t owned = 0;
    for (Value*& column : columns_) {
        const bool is_own = column >= own(0) && column < own(own_columns_);
        if (!is_own && !is_longer)
            continue;
        Value* const moved = first + owned++ * rows;
        std::uninitialized_copy_n(column, size_, moved);
        column = moved;
    }
    memory_ = std::move(memory);
    fields_.reserve(needed);
    columns_.reserve(needed);
    own_columns_ = owned;
    column_room_ = needed;
    row_room_ = rows;
}

int RecordBatch::index_of(FieldId field) const {
    // A batch has a dozen or two columns: looking through them beats any map.
    for (size_t index = 0; index < fields_.size(); ++index)
        if (fields_[index] == field)
            return static_cast<int>(index);
    return -1;
}

std::span<Value> RecordBatch::column(FieldId field) {
    if (const int index = index_of(field); index >= 0)
        return {columns_[static_cast<size_t>(index)], size_};
    const std::span<Value> added = add(field);
    std::uninitialized_fill_n(added.data(), size_, Value());
    return added;
}

std::span<Value> RecordBatch::add(FieldId field) {
    if (own_columns_ == column_room_)
        grow(std::max(first_columns, 2 * column_room_), row_room_);
    Value* const added = own(own_columns_++);
    fields_.push_back(field);
    columns_.push_back(added);
    return {added, size_};
}

void RecordBatch::lend(FieldId field, Value* column) {
    fields_.push_back(field);
    columns_.push_back(column);
}

std::span<const Value> RecordBatch::find(FieldId field) const {
    const int index = index_of(field);
    return index < 0 ? std::span<const Value>{} : column_at(static_cast<size_t>(index));
}

std::span<Value> RecordBatch::find(FieldId field) {
    const int index = index_of(field);
    return index < 0 ? std::span<Value>{} : std::span{columns_[static_cast<size_t>(index)], size_};
}

uint32_t RecordBatch::append(uint32_t count) {
    WEIR_CHECK(
        count <= std::numeric_limits<uint32_t>::max() - size_, "a batch counts its rows in 32 bits"
    );
    const uint32_t first = size_;
    const size_t rows = size_t{size_} + count;
    if (rows > row_room_)
        grow(column_room_, size_ == 0 ? rows : std::max(rows, 2 * row_room_));
    for (Value* const column : columns_)
        std::uninitialized_fill_n(column + first, count, Value());
    size_ = static_cast<uint32_t>(rows);
    ids_.resize(rows);
    return first;
}

void RecordBatch::add(FieldId field, const Value* cells, std::span<const uint32_t> rows) {
    WEIR_CHECK(rows.size() == size_, "a column has a cell for each row");
    const std::span<Value> added = add(field);
    for (size_t row = 0; row < rows.size(); ++row)
        added[row] = cells[rows[row]];
}

RecordBatch RecordBatch::select(std::span<const uint32_t> rows) const {
    RecordBatch result(object_, static_cast<uint32_t>(rows.size()));
    for (size_t index = 0; index < rows.size(); ++index)
        result.ids_[index] = ids_[rows[index]];
    result.reserve(fields_.size());
    for (size_t column = 0; column < fields_.size(); ++column)
        result.add(fields_[column], columns_[column], rows);
    return result;
}

RecordBatch RecordBatch::slice(uint32_t begin, uint32_t count) {
    RecordBatch result(object_, count);
    std::copy_n(ids_.begin() + begin, count, result.ids_.begin());
    result.reserve_lent(fields_.size());
    for (size_t column = 0; column < fields_.size(); ++column)
        result.lend(fields_[column], columns_[column] + begin);
    return result;
}

} // namespace weir
