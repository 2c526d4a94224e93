// Records that stand in columns as long as nobody needs them as rows.
#pragma once

#include "base/arena.hpp"
#include "formula/expression.hpp"
#include "schema/layout.hpp"
#include "types/value.hpp"

#include <cstdint>
#include <span>

namespace weir {

/// Where the records stand, which their owner keeps: a chunk of a save, messages, the result of a
/// query. Nothing is copied.
struct RecordSource {
    const Layout* layout = nullptr;
    std::span<const Value* const>
        cells;               // by cell; null: the field has no value. Cell 0 is in `ids`
    std::span<const Id> ids; // empty: the records have none yet

    [[nodiscard]] Value id(uint32_t record) const {
        return ids.empty() || ids[record] == Id{} ? Value::null() : Value::id(ids[record]);
    }
};

/// The records of a column's rows. A cell becomes a column when it is asked for the first time:
/// most flows read two or three of a record's twenty fields. In the arena; its source stays
/// meanwhile.
class RecordColumns {
public:
    /// Row r has record places[r] of the source; places rise.
    RecordColumns(const RecordSource& source, Rows places, Arena& arena)
        : source_(source),
          places_(places),
          arena_(&arena),
          cells_(arena.make_array<const Value*>(source.layout->size())),
          written_(arena.make_array<Value*>(source.layout->size())) {}

    [[nodiscard]] const Layout& layout() const { return *source_.layout; }
    /// By row, never unset.
    [[nodiscard]] const Value* cell(uint32_t cell) {
        if (cells_[cell] == nullptr)
            cells_[cell] = make_column(cell);
        return cells_[cell];
    }
    /// The same, to write into: of the records of these rows alone.
    [[nodiscard]] Value* cell_to_write(uint32_t cell);
    /// Null where nobody has asked to write the cell.
    [[nodiscard]] const Value* written(uint32_t cell) const { return written_[cell]; }
    /// A Row for each row, which nobody else sees.
    void make_rows(Value* out) const;

private:
    [[nodiscard]] const Value* make_column(uint32_t cell) const;

    RecordSource source_;
    Rows places_;
    Arena* arena_;
    std::span<const Value*>
        cells_;                 // by cell; of the source where it has them as they are asked for
    std::span<Value*> written_; // by cell
};

} // namespace weir
