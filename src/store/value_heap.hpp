// What the cells of a table point at: texts and big numbers, copied into memory of the table.
#pragma once

#include "base/arena.hpp"
#include "store/cell.hpp"

#include <cstddef>
#include <span>

namespace weir::store {

/// Memory is only ever added; what no cell has any more is counted, so that the table knows when
/// copying the rest together is worth it.
class ValueHeap {
public:
    /// The value as a field of this rule holds it, in memory of the heap; null where it holds
    /// nothing.
    [[nodiscard]] Value keep(CellRule rule, Value value);
    /// The same for the values of a column.
    void keep(CellRule rule, std::span<const Value> values, std::span<Value> held);
    /// A copy of a value of another heap.
    [[nodiscard]] Value take(Value value);

    /// Counts the memory behind a value that so many cells have no more. Cells may share it: then
    /// it counts too often.
    void discard(Value value, uint32_t cells = 1) { garbage_ += bytes(value) * cells; }

    [[nodiscard]] size_t used() const { return used_; }
    [[nodiscard]] size_t garbage() const { return garbage_; }
    [[nodiscard]] size_t capacity() const { return arena_.capacity(); }

private:
    [[nodiscard]] static size_t bytes(Value value) {
        if (value.tag() == Tag::text)
            return value.size();
        return value.tag() == Tag::big_number ? sizeof(Decimal) : 0;
    }

    Arena arena_;
    size_t used_ = 0;
    size_t garbage_ = 0;
};

} // namespace weir::store
