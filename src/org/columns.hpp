// Cells of a chunk of records by field, in an arena: what a save works on between the caller's
// batch and the store.
#pragma once

#include "base/arena.hpp"
#include "store/record_batch.hpp"
#include "types/type.hpp"
#include "types/value.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace weir {

/// A column is found by its field in one step; a table of pointers, one for every field of the
/// object, points at them. Columns stay where they are while the arena lives.
class Columns {
public:
    Columns() = default;
    Columns(const Columns&) = delete;
    Columns& operator=(const Columns&) = delete;
    Columns(Columns&&) = default;
    Columns& operator=(Columns&&) = default;
    ~Columns() = default;
    Columns(Arena& arena, size_t field_count, uint32_t size)
        : arena_(&arena), table_(arena.make_array<Value*>(field_count)), size_(size) {}

    [[nodiscard]] uint32_t size() const { return size_; }
    [[nodiscard]] std::span<const FieldId> fields() const { return fields_; }

    /// Null if there is no such column.
    [[nodiscard]] Value* find(FieldId field) const {
        const auto index = static_cast<size_t>(field);
        return index < table_.size() ? table_[index] : nullptr;
    }
    /// The column, added with unset cells if there is none. The field must be one of the object's.
    Value* add(FieldId field) {
        Value*& column = table_[static_cast<size_t>(field)];
        if (column == nullptr) {
            column = arena_->make_array<Value>(size_).data();
            fields_.push_back(field);
        }
        return column;
    }
    /// The column of a field, whose cells the caller writes, all of them, whether it was there or
    /// not.
    Value* replace(FieldId field) {
        Value*& column = table_[static_cast<size_t>(field)];
        if (column == nullptr) {
            column = arena_->make_room<Value>(size_).data();
            fields_.push_back(field);
        }
        return column;
    }
    /// The cell, unset where there is no column.
    [[nodiscard]] Value at(FieldId field, uint32_t row) const {
        const Value* const column = find(field);
        return column == nullptr ? Value() : column[row];
    }

    /// A copy of all columns of a batch.
    static Columns of(const RecordBatch& batch, size_t field_count, Arena& arena);
    /// All columns of a batch, which live as long as this.
    static Columns of(RecordBatch&& batch, size_t field_count, Arena& arena);
    /// The rows named as a batch of `object`, with all columns. If they follow each other, the
    /// columns are lent: these must stay meanwhile.
    [[nodiscard]] RecordBatch
    to_batch(ObjectId object, std::span<const Id> ids, std::span<const uint32_t> rows) const;

private:
    Arena* arena_ = nullptr;
    std::span<Value*> table_; // by FieldId
    uint32_t size_ = 0;
    std::vector<FieldId> fields_;
    RecordBatch adopted_; // whose columns stand in the table, besides those of the arena
};

} // namespace weir
