// Values that are the same bits: what a column of a save mostly holds.
#pragma once

#include "types/value.hpp"

#include <cstring>
#include <span>

namespace weir {

/// Whether two values are the same bits: equal, and of the same memory.
[[nodiscard]] inline bool is_identical(const Value& left, const Value& right) {
    return std::memcmp(&left, &right, sizeof(Value)) == 0;
}

/// Whether all values are the same bits. One comparison of them with themselves, moved by one,
/// which ends at the first difference.
[[nodiscard]] inline bool is_uniform(std::span<const Value> values) {
    return values.size() < 2 ||
           std::memcmp(values.data(), values.data() + 1, (values.size() - 1) * sizeof(Value)) == 0;
}

} // namespace weir
