// The log of a transaction: what undoes each of its steps.
#pragma once

#include "types/type.hpp"
#include "types/value.hpp"

#include <cstdint>

namespace weir::store {

/// What undoes one step. Undone from the last to the first.
struct Undo {
    enum class Kind : uint8_t {
        cells,     // put `value` back into the field of `count` rows from `row` on
        insertion, // cut the table to `row` rows
        erasure,   // bring the row back under the id in `value`
    };
    Value value;
    ObjectId object = ObjectId::none;
    uint32_t row = 0;
    uint32_t count = 1;
    FieldId field = FieldId::none;
    Kind kind = Kind::cells;
};

} // namespace weir::store
