// Records by the column: what goes into and comes out of a store, and what a save works on.
#pragma once

#include "base/arena.hpp"
#include "types/type.hpp"
#include "types/value.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace weir {

/// Rows of one object; all have the same columns. A cell that is unset was not given. Values point
/// into the arena of whoever filled the batch, or into a store.
class RecordBatch {
public:
    RecordBatch() = default;
    RecordBatch(ObjectId object, uint32_t size) : object_(object), size_(size), ids_(size) {}

    [[nodiscard]] ObjectId object() const { return object_; }
    [[nodiscard]] uint32_t size() const { return size_; }

    /// Ids of the rows; zero where a row has none yet.
    [[nodiscard]] std::span<Id> ids() { return ids_; }
    [[nodiscard]] std::span<const Id> ids() const { return ids_; }

    /// Fields that have a column, in the order they were added.
    [[nodiscard]] std::span<const FieldId> fields() const { return fields_; }
    /// The column of a field, added with unset cells if there is none. Adding moves other columns.
    std::span<Value> column(FieldId field);
    /// Adds columns of fields that have none: the `rows` of each.
    void
    add(std::span<const FieldId> fields,
        std::span<const Value* const> columns,
        std::span<const uint32_t> rows);
    /// The column of a field, or empty.
    [[nodiscard]] std::span<const Value> find(FieldId field) const;
    [[nodiscard]] std::span<Value> find(FieldId field);
    [[nodiscard]] bool has(FieldId field) const {
        return !find(field).empty() || (size_ == 0 && index_of(field) >= 0);
    }

    /// Adds rows with unset cells; returns the first.
    uint32_t append(uint32_t count);
    /// The rows named, in that order.
    [[nodiscard]] RecordBatch select(std::span<const uint32_t> rows) const;

private:
    [[nodiscard]] int index_of(FieldId field) const;

    ObjectId object_ = ObjectId::none;
    uint32_t size_ = 0;
    std::vector<Id> ids_;
    std::vector<FieldId> fields_;
    std::vector<std::vector<Value>> columns_;
};

} // namespace weir
