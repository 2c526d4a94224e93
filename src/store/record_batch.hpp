// Records by the column: what goes into and comes out of a store, and what a save works on.
#pragma once

#include "base/arena.hpp"
#include "store/row_runs.hpp"
#include "types/type.hpp"
#include "types/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace weir {

/// Rows of one object; all have the same columns. A cell that is unset was not given. Values point
/// into the arena of whoever filled the batch, or into a store.
class RecordBatch {
public:
    RecordBatch() = default;
    RecordBatch(ObjectId object, uint32_t size)
        : object_(object), size_(size), row_room_(size), ids_(size) {}
    /// A copy has all its columns itself, also those that were lent.
    RecordBatch(const RecordBatch& other);
    RecordBatch(RecordBatch&& other) noexcept;
    RecordBatch& operator=(const RecordBatch& other);
    RecordBatch& operator=(RecordBatch&& other) noexcept;
    ~RecordBatch() = default;

    [[nodiscard]] ObjectId object() const { return object_; }
    [[nodiscard]] uint32_t size() const { return size_; }

    /// Ids of the rows; zero where a row has none yet.
    [[nodiscard]] std::span<Id> ids() { return ids_; }
    [[nodiscard]] std::span<const Id> ids() const { return ids_; }

    /// Fields that have a column, in the order they were added.
    [[nodiscard]] std::span<const FieldId> fields() const { return {fields_, column_count_}; }
    /// The column of the field of that place in `fields`.
    [[nodiscard]] std::span<const Value> column_at(size_t index) const {
        return {columns_[index], size_};
    }
    /// The column of a field, added with unset cells if there is none. Adding moves other columns.
    std::span<Value> column(FieldId field);
    /// The column of a field that has none yet; its cells hold anything until they are written.
    std::span<Value> add(FieldId field);
    /// The column of a field, whose cells the caller writes, all of them, whether it was there or
    /// not.
    std::span<Value> replace(FieldId field);
    /// Makes room for so many columns of its own.
    void reserve(size_t columns) {
        if (columns > column_room_)
            grow(columns, columns, row_room_);
    }
    /// Makes room for so many columns that will be lent.
    void reserve_lent(size_t columns) {
        if (columns > slot_room_)
            grow(column_room_, columns, row_room_);
    }
    /// Adds the column of a field that has none: a copy of the `rows` of `cells`, as many as it
    /// has.
    void add(FieldId field, const Value* cells, std::span<const RowRun> rows);
    /// Adds the column of a field that has none: `size` cells that stay where they are, and whose
    /// owner keeps them as long as this batch is there. Nothing is copied.
    void lend(FieldId field, Value* column);
    /// The column of a field, or empty.
    [[nodiscard]] std::span<const Value> find(FieldId field) const;
    [[nodiscard]] std::span<Value> find(FieldId field);
    [[nodiscard]] bool has(FieldId field) const { return index_of(field) >= 0; }

    /// Adds rows with unset cells; returns the first.
    uint32_t append(uint32_t count);
    /// Adds the rows of another batch from `first` on, and the columns they have that this has not;
    /// returns the first.
    uint32_t append(const RecordBatch& other, uint32_t first, uint32_t count);
    /// The rows named, in that order.
    [[nodiscard]] RecordBatch select(std::span<const uint32_t> rows) const;
    /// The rows from `begin` on, with their columns lent: this batch must stay as it is meanwhile.
    [[nodiscard]] RecordBatch slice(uint32_t begin, uint32_t count);

private:
    [[nodiscard]] int index_of(FieldId field) const;
    [[nodiscard]] Value* own(size_t column) const {
        return reinterpret_cast<Value*>(memory_.get()) + column * row_room_;
    }
    /// Makes room for so many own columns, columns in all, and rows; moves the cells. With more
    /// rows, columns that were lent become its own.
    void grow(size_t columns, size_t slots, size_t rows);
    /// Makes room for that many more rows, whose cells hold anything until they are written;
    /// returns the first.
    uint32_t extend(uint32_t count);

    ObjectId object_ = ObjectId::none;
    uint32_t size_ = 0;
    // Its own cells lie in one piece of memory, column by column, and behind them where each column
    // is and its field: a save of one record with fifty fields asks for memory once and not fifty
    // times.
    size_t row_room_ = 0;
    size_t column_room_ = 0; // of its own
    size_t slot_room_ = 0;   // of all
    size_t own_columns_ = 0;
    size_t column_count_ = 0;
    std::unique_ptr<std::byte[]> memory_;
    Value** columns_ = nullptr;
    FieldId* fields_ = nullptr;
    std::vector<Id> ids_;
};

} // namespace weir
