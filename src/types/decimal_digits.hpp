// Digits of a Decimal: what its arithmetic and its text forms share. Included by decimal*.cpp
// alone.
#pragma once

#include "types/decimal.hpp"

#include <array>

namespace weir::digits {

__extension__ using UInt128 = unsigned __int128;

constexpr int max_digits = 34;
constexpr int max_exponent = 400; // digits before the point, and behind it
constexpr int int128_digits = 38; // every number of so many digits fits

inline constexpr std::array<UInt128, int128_digits + 1> powers = [] {
    std::array<UInt128, int128_digits + 1> table{};
    UInt128 power = 1;
    for (UInt128& entry : table) {
        entry = power;
        power *= 10; // the last product wraps and is not used
    }
    return table;
}();

constexpr UInt128 power_of_ten(int exponent) {
    return powers[static_cast<size_t>(exponent)];
}

inline constexpr Decimal invalid{0, 0, false};

inline UInt128 magnitude(Int128 value) {
    return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

inline bool is_small(Int128 value) {
    return value == static_cast<int64_t>(value);
}

/// A result of any scale, brought to 34 digits and the scale that Decimal promises.
[[nodiscard]] Decimal finish(bool is_negative, UInt128 value, int scale);
/// Decimal digits; none for zero.
[[nodiscard]] int digit_count(UInt128 value);
/// Takes the zeros behind the point away: 2.500 becomes 2.5.
void strip_zeros(UInt128& value, int& scale);

} // namespace weir::digits
