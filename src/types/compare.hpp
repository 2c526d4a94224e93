// Equality, order and hashing of values, exactly and as SOQL and flow conditions see them.
#pragma once

#include "types/identical.hpp"
#include "types/value.hpp"

#include <cstdint>

namespace weir {

/// The two functions below for values that are not the same bits.
[[nodiscard]] bool differ_only_in_form(Value left, Value right, bool ignoring_case);

/// Null equals null and the empty text equals nothing but itself; numbers by value (2.50 = 2.5),
/// texts byte for byte, ids by their 15 characters (a text that is an id equals that id). Values of
/// different kinds are unequal.
[[nodiscard]] inline bool equal_exactly(Value left, Value right) {
    return is_identical(left, right) || differ_only_in_form(left, right, false);
}
/// The same, but texts without case.
[[nodiscard]] inline bool equal_ignoring_case(Value left, Value right) {
    return is_identical(left, right) || differ_only_in_form(left, right, true);
}
/// Order of two values of one kind: -1, 0, 1; nulls first; texts without case, then exactly. Values
/// of different kinds are ordered by their tags (a text and an id too: anything else would be no
/// order). Records and collections are compared cell by cell and item by item.
[[nodiscard]] int order(Value left, Value right);
/// Consistent with equal_ignoring_case.
[[nodiscard]] uint64_t hash_ignoring_case(Value value);

} // namespace weir
