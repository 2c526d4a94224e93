#include "store/record_batch.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

namespace weir {

static_assert(std::is_trivially_copyable_v<Value> && std::is_trivially_destructible_v<Value>);
static_assert(alignof(Value) <= alignof(std::max_align_t));

namespace {

/// Columns of a batch that grows column by column.
constexpr size_t first_columns = 8;

/// An unset value is nothing but zeros.
void fill_unset(Value* cells, size_t count) {
    static_assert(static_cast<uint8_t>(Tag::unset) == 0);
    std::memset(static_cast<void*>(cells), 0, count * sizeof(Value));
}

} // namespace

RecordBatch::RecordBatch(const RecordBatch& other)
    : object_(other.object_), size_(other.size_), row_room_(other.size_), ids_(other.ids_) {
    grow(other.column_count_, other.column_count_, size_);
    for (size_t column = 0; column < other.column_count_; ++column)
        std::uninitialized_copy_n(other.columns_[column], size_, add(other.fields_[column]).data());
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
    std::swap(slot_room_, other.slot_room_);
    std::swap(own_columns_, other.own_columns_);
    std::swap(column_count_, other.column_count_);
    std::swap(memory_, other.memory_);
    std::swap(columns_, other.columns_);
    std::swap(fields_, other.fields_);
    std::swap(ids_, other.ids_);
    return *this;
}

void RecordBatch::grow(size_t columns, size_t slots, size_t rows) {
    const bool is_longer = rows != row_room_;
    const size_t needed = is_longer ? std::max(columns, column_count_) : columns;
    const size_t lent = is_longer ? 0 : column_count_ - own_columns_;
    const size_t all = std::max(slots, needed + lent);
    const size_t cell_bytes = needed * rows * sizeof(Value);
    auto memory = std::make_unique_for_overwrite<std::byte[]>(
        cell_bytes + all * (sizeof(Value*) + sizeof(FieldId))
    );
    Value* const first = reinterpret_cast<Value*>(memory.get());
    Value** const places = reinterpret_cast<Value**>(memory.get() + cell_bytes);
    auto* const fields = reinterpret_cast<FieldId*>(places + all);
    size_t owned = 0;
    for (size_t index = 0; index < column_count_; ++index) {
        Value* const column = columns_[index];
        fields[index] = fields_[index];
        const bool is_own = column >= own(0) && column < own(own_columns_);
        if (!is_own && !is_longer) {
            places[index] = column;
            continue;
        }
        places[index] = first + owned++ * rows;
        std::uninitialized_copy_n(column, size_, places[index]);
    }
    memory_ = std::move(memory);
    columns_ = places;
    fields_ = fields;
    own_columns_ = owned;
    column_room_ = needed;
    slot_room_ = all;
    row_room_ = rows;
}

int RecordBatch::index_of(FieldId field) const {
    // A batch has a dozen or two columns: looking through them beats any map.
    for (size_t index = 0; index < column_count_; ++index)
        if (fields_[index] == field)
            return static_cast<int>(index);
    return -1;
}

std::span<Value> RecordBatch::column(FieldId field) {
    if (const int index = index_of(field); index >= 0)
        return {columns_[static_cast<size_t>(index)], size_};
    const std::span<Value> added = add(field);
    fill_unset(added.data(), size_);
    return added;
}

std::span<Value> RecordBatch::replace(FieldId field) {
    const int index = index_of(field);
    return index < 0 ? add(field) : std::span{columns_[static_cast<size_t>(index)], size_};
}

std::span<Value> RecordBatch::add(FieldId field) {
    if (own_columns_ == column_room_ || column_count_ == slot_room_) {
        const size_t columns = std::max({first_columns, column_room_, 2 * own_columns_});
        grow(columns, columns + column_count_ - own_columns_, row_room_);
    }
    Value* const added = own(own_columns_++);
    fields_[column_count_] = field;
    columns_[column_count_++] = added;
    return {added, size_};
}

void RecordBatch::lend(FieldId field, Value* column) {
    if (column_count_ == slot_room_)
        grow(column_room_, std::max(first_columns, 2 * slot_room_), row_room_);
    fields_[column_count_] = field;
    columns_[column_count_++] = column;
}

std::span<const Value> RecordBatch::find(FieldId field) const {
    const int index = index_of(field);
    return index < 0 ? std::span<const Value>{} : column_at(static_cast<size_t>(index));
}

std::span<Value> RecordBatch::find(FieldId field) {
    const int index = index_of(field);
    return index < 0 ? std::span<Value>{} : std::span{columns_[static_cast<size_t>(index)], size_};
}

uint32_t RecordBatch::extend(uint32_t count) {
    WEIR_CHECK(
        count <= std::numeric_limits<uint32_t>::max() - size_, "a batch counts its rows in 32 bits"
    );
    const uint32_t first = size_;
    const size_t rows = size_t{size_} + count;
    if (rows > row_room_)
        grow(column_room_, slot_room_, size_ == 0 ? rows : std::max(rows, 2 * row_room_));
    size_ = static_cast<uint32_t>(rows);
    ids_.resize(rows);
    return first;
}

uint32_t RecordBatch::append(uint32_t count) {
    const uint32_t first = extend(count);
    for (size_t column = 0; column < column_count_; ++column)
        fill_unset(columns_[column] + first, count);
    return first;
}

uint32_t RecordBatch::append(const RecordBatch& other, uint32_t first, uint32_t count) {
    if (memory_ == nullptr)
        row_room_ = std::max<size_t>(row_room_, count);
    reserve(other.column_count_);
    for (const FieldId field : other.fields())
        column(field);
    const uint32_t at = extend(count);
    std::copy_n(other.ids_.begin() + first, count, ids_.begin() + at);
    for (size_t index = 0; index < column_count_; ++index) {
        // Batches of one object mostly have their columns in the same order.
        const bool is_same = index < other.column_count_ && other.fields_[index] == fields_[index];
        const std::span<const Value> from =
            is_same ? other.column_at(index) : other.find(fields_[index]);
        if (from.empty())
            fill_unset(columns_[index] + at, count);
        else
            std::uninitialized_copy_n(from.data() + first, count, columns_[index] + at);
    }
    return at;
}

void RecordBatch::add(FieldId field, const Value* cells, std::span<const RowRun> rows) {
    Value* next = add(field).data();
    for (const RowRun run : rows)
        next = std::uninitialized_copy_n(cells + run.first, run.count, next);
}

RecordBatch RecordBatch::select(std::span<const uint32_t> rows) const {
    RecordBatch result(object_, static_cast<uint32_t>(rows.size()));
    for (size_t index = 0; index < rows.size(); ++index)
        result.ids_[index] = ids_[rows[index]];
    const std::vector<RowRun> runs = runs_of(rows);
    result.reserve(column_count_);
    for (size_t column = 0; column < column_count_; ++column)
        result.add(fields_[column], columns_[column], runs);
    return result;
}

RecordBatch RecordBatch::slice(uint32_t begin, uint32_t count) {
    RecordBatch result(object_, count);
    std::copy_n(ids_.begin() + begin, count, result.ids_.begin());
    result.reserve_lent(column_count_);
    for (size_t column = 0; column < column_count_; ++column)
        result.lend(fields_[column], columns_[column] + begin);
    return result;
}

} // namespace weir
