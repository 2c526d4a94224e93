// The records of one object: columns, the directory of their ids, the indexes and the heap their
// texts lie in.
//
// Rows are numbered in the order of insertion and keep their number until `compact`. An erased row
// has a zero id; its cells stay until it is buried, so that an erasure can be undone and values
// handed out stay valid.
#pragma once

#include "base/arena.hpp"
#include "schema/schema.hpp"
#include "store/cell.hpp"
#include "store/column.hpp"
#include "store/hash_index.hpp"
#include "store/record_batch.hpp"
#include "store/row_directory.hpp"
#include "store/undo.hpp"
#include "store/value_heap.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace weir::store {

class Table {
public:
    explicit Table(const Object& object);

    [[nodiscard]] const Object& object() const { return *object_; }
    /// Rows ever appended, erased ones too.
    [[nodiscard]] uint32_t row_count() const { return static_cast<uint32_t>(ids_.size()); }
    [[nodiscard]] uint32_t live_count() const { return live_count_; }
    [[nodiscard]] bool is_live(uint32_t row) const { return ids_[row] != Id{}; }
    [[nodiscard]] Id id(uint32_t row) const { return ids_[row]; }
    [[nodiscard]] RowDirectory& directory() { return directory_; }
    [[nodiscard]] const RowDirectory& directory() const { return directory_; }
    /// The cells of a field that is not the id.
    [[nodiscard]] const Column& column(FieldId field) const {
        return columns_[static_cast<size_t>(field)];
    }
    [[nodiscard]] CellRule rule(FieldId field) const { return rules_[static_cast<size_t>(field)]; }
    /// Null where there is no value.
    [[nodiscard]] Value cell(FieldId field, uint32_t row) const {
        return field == FieldId{0} ? Value::id(ids_[row])
                                   : columns_[static_cast<size_t>(field)].get(row);
    }
    /// The field of these rows; null where there is no value, or no such row.
    void gather(FieldId field, std::span<const RowRun> rows, std::span<Value> out) const;
    /// These rows with these fields; nulls where there is no value.
    [[nodiscard]] RecordBatch
    gather(std::span<const uint32_t> rows, std::span<const FieldId> fields);

    /// Adds these fields of the rows to a batch of as many, which has room for them; unset where a
    /// row is no_row, as some are if `any_missing`.
    void fetch(
        std::span<const uint32_t> rows,
        bool any_missing,
        std::span<const FieldId> fields,
        RecordBatch& batch
    );

    /// The index of a field, if there is one already.
    [[nodiscard]] const HashIndex* find_index(FieldId field) const {
        return indexes_[static_cast<size_t>(field)].get();
    }
    /// The index of a field, made of all rows if there is none. Not for the id, which has the
    /// directory.
    const HashIndex& index(FieldId field);
    /// Notes that `count` values of the field are looked for. An index costs about what looking
    /// through all rows does, and every write from then on: it is made for a field that is asked
    /// for twice.
    void ask(FieldId field, uint32_t count);

    /// Appends all rows of a batch of storable values. The ids must be new.
    void append(const RecordBatch& records);
    /// Takes the rows from `row_count` on away again.
    void truncate(uint32_t row_count);
    /// Writes the values that are set and differ into rows that are there; the log gets what undoes
    /// it. Indexes follow.
    void write(
        FieldId field,
        std::span<const uint32_t> rows,
        std::span<const Value> values,
        std::vector<Undo>& log
    );
    /// Undoes a write of cells.
    void put_back(const Undo& step);
    /// Writes a cell as it is held; returns what was there. Indexes follow.
    Value exchange(FieldId field, uint32_t row, Value held);
    /// The value as the field holds it and in memory of the table.
    [[nodiscard]] Value keep(FieldId field, Value value) { return heap_.keep(rule(field), value); }
    void erase(uint32_t row);
    void revive(uint32_t row, Id id);
    /// Forgets the cells of an erased row for good.
    void bury(uint32_t row);
    /// Counts the memory behind a value that so many cells have no more. Where rows share it, it
    /// counts too often, and `compact` comes early.
    void discard(Value value, uint32_t cells = 1) { heap_.discard(value, cells); }

    /// Between transactions: gives back what dead texts and rows hold, once that is most of it.
    /// Moves rows and texts.
    void compact();

    [[nodiscard]] size_t memory() const;

private:
    void append_column(FieldId field, std::span<const Value> values, uint32_t first_row);
    void index_rows(FieldId field, std::span<const Value> held, uint32_t first_row);
    void index_run(FieldId field, Value held, RowRun rows);
    void write_run(FieldId field, RowRun rows, Value value, std::vector<Undo>& log);
    void put(FieldId field, uint32_t row, Value before, Value held);
    void compact_rows();
    void compact_heap();

    const Object* object_;
    RowDirectory directory_;
    std::vector<Id> ids_;
    uint32_t live_count_ = 0;
    std::vector<CellRule> rules_;
    std::vector<Column> columns_;
    std::vector<std::unique_ptr<HashIndex>> indexes_;
    std::vector<FieldId> indexed_; // fields that have one
    std::vector<uint32_t> asked_;  // by field, as long as it has none: values looked for
    std::vector<Value> held_;      // of the column that is appended
    std::vector<RowRun> runs_;     // of the rows that are gathered
    ValueHeap heap_;
};

} // namespace weir::store
