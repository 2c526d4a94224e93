// How formulas compare two values (conditions of flows compare otherwise: condition_values.hpp).
#pragma once

#include "types/value.hpp"

namespace weir {

/// Null or the empty text.
[[nodiscard]] inline bool is_blank(const Value& value) {
    return value.is_null() || (value.tag() == Tag::text && value.size() == 0);
}

/// `=` of formulas: with `text`, or with a text on either side, null is the empty text; otherwise
/// null on either side makes null. Texts are compared byte for byte. Neither side is a fault.
[[nodiscard]] Value compare_equal(const Value& left, const Value& right, bool text);

/// -1, 0, 1 of two values that are not null; texts by their UTF-16 units.
[[nodiscard]] int compare_order(const Value& left, const Value& right);

} // namespace weir
