#include "types/decimal.hpp"

#include "types/decimal_digits.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

// Magnitudes are computed in 128 bits wherever they fit (10^38 does) and in 256 bits where not: an
// aligned operand, a product and a scaled dividend have at most 70 digits. README.md has the
// figures for this choice.

namespace weir {

using namespace digits;

namespace {

using Wide = boost::multiprecision::uint256_t;

const Wide& wide_power_of_ten(int exponent) {
    static const auto table = [] {
        std::array<Wide, 77> entries;
        Wide power = 1;
        for (Wide& entry : entries) {
            entry = power;
            power *= 10;
        }
        return entries;
    }();
    return table[static_cast<size_t>(exponent)];
}

} // namespace

int digits::digit_count(UInt128 value) {
    if (value == 0)
        return 0;
    const auto high = static_cast<uint64_t>(value >> 64);
    const int bits = high != 0 ? 64 + static_cast<int>(std::bit_width(high))
                               : static_cast<int>(std::bit_width(static_cast<uint64_t>(value)));
    const int least = (bits * 1233) >> 12; // bits times log10(2): one too few, or right
    return least + (value >= power_of_ten(least) ? 1 : 0);
}

namespace {

using digits::digit_count; // beside the one for wide magnitudes

int digit_count(const Wide& value) {
    if (value == 0)
        return 0;
    int digits = static_cast<int>((boost::multiprecision::msb(value) * 1233U) >> 12U);
    while (digits < 77 && value >= wide_power_of_ten(digits))
        ++digits;
    return digits;
}

UInt128 divide_half_up(UInt128 value, int places) {
    if (places > int128_digits)
        return 0;
    const UInt128 divisor = power_of_ten(places);
    const UInt128 quotient = value / divisor;
    const UInt128 rest = value - quotient * divisor;
    return rest >= divisor - rest ? quotient + 1 : quotient;
}

Decimal signed_decimal(bool is_negative, UInt128 value, int scale) {
    const auto coefficient = static_cast<Int128>(value);
    return {is_negative ? -coefficient : coefficient, static_cast<int16_t>(scale), true};
}

} // namespace

Decimal digits::finish(bool is_negative, UInt128 value, int scale) {
    if (value < power_of_ten(max_digits) && scale >= 0 && scale <= max_exponent) [[likely]]
        return signed_decimal(is_negative, value, scale);
    const int excess = std::max(digit_count(value) - max_digits, scale - max_exponent);
    if (excess > 0) {
        value = divide_half_up(value, excess);
        scale -= excess;
        if (value == power_of_ten(max_digits)) { // 99…9.5 became 100…0
            value /= 10;
            scale -= 1;
        }
    }
    if (value == 0)
        return signed_decimal(false, 0, std::clamp(scale, 0, max_digits));
    if (scale < 0) {
        const int digits = digit_count(value) - scale;
        if (digits > max_exponent)
            return invalid;
        if (digits <= max_digits) {
            value *= power_of_ten(-scale);
            scale = 0;
        }
    }
    return signed_decimal(is_negative, value, scale);
}

void digits::strip_zeros(UInt128& value, int& scale) {
    if (value == 0) {
        scale = 0;
        return;
    }
    // Whole numbers keep their zeros, unless they have more digits than a coefficient.
    const int least = scale < 0 ? std::numeric_limits<int16_t>::min() : 0;
    for (const int step : {16, 8, 4, 2, 1})
        // What 10^n divides has n zero bits, which is seen without a division.
        while (scale - step >= least &&
               (static_cast<uint64_t>(value) & ((uint64_t{1} << step) - 1)) == 0 &&
               value % power_of_ten(step) == 0) {
            value /= power_of_ten(step);
            scale -= step;
        }
}

namespace {

using digits::finish; // beside the one for wide magnitudes

Decimal finish(bool is_negative, Wide value, int scale) {
    // Digits beyond the 38th decide nothing: half up looks only at the first digit dropped.
    const int digits = digit_count(value);
    if (digits > int128_digits) {
        value /= wide_power_of_ten(digits - int128_digits);
        scale -= digits - int128_digits;
    }
    return finish(is_negative, static_cast<UInt128>(value), scale);
}

constexpr int widest_gap = 40; // 34 digits and so many zeros fit 256 bits

/// Where the first digit stands: 1 for 1 to 9, 0 for 0.1 to 0.9.
int exponent_of(Decimal value) {
    return digit_count(magnitude(value.coefficient)) - value.scale;
}

/// Both magnitudes at the larger scale, if they fit 128 bits there.
bool align(Decimal left, Decimal right, UInt128& left_value, UInt128& right_value) {
    left_value = magnitude(left.coefficient);
    right_value = magnitude(right.coefficient);
    const int difference = left.scale - right.scale;
    if (difference == 0)
        return true;
    UInt128& lesser = difference > 0 ? right_value : left_value;
    const int shift = difference > 0 ? difference : -difference;
    if (shift > int128_digits || lesser >= power_of_ten(int128_digits - shift))
        return false;
    lesser *= power_of_ten(shift);
    return true;
}

/// The same in 256 bits, for scales that are at most `widest_gap` apart.
void align(Decimal left, Decimal right, Wide& left_value, Wide& right_value) {
    left_value = magnitude(left.coefficient);
    right_value = magnitude(right.coefficient);
    const int difference = left.scale - right.scale;
    if (difference > 0)
        right_value *= wide_power_of_ten(difference);
    if (difference < 0)
        left_value *= wide_power_of_ten(-difference);
}

/// Sum of two magnitudes with signs.
template<class Number>
Decimal
sum(const Number& left, bool left_negative, const Number& right, bool right_negative, int scale) {
    if (left_negative == right_negative)
        return finish(left_negative, Number(left + right), scale);
    if (left >= right)
        return finish(left_negative, Number(left - right), scale);
    return finish(right_negative, Number(right - left), scale);
}

/// Long division, up to eighteen digits a step: the rest is less than 2^63, so it has room for
/// them.
Decimal divide_small(bool is_negative, uint64_t dividend, uint64_t divisor, int scale) {
    constexpr int step = 18;
    UInt128 value = dividend / divisor;
    uint64_t rest = dividend % divisor;
    int digits = digit_count(value);
    while (rest != 0 && digits <= max_digits) {
        const int places = std::min(step, int128_digits - digits);
        const UInt128 scaled = rest * power_of_ten(places);
        const UInt128 next = scaled / divisor;
        rest = static_cast<uint64_t>(scaled - next * divisor);
        value = value * power_of_ten(places) + next;
        scale += places;
        digits = digit_count(value);
    }
    return normalized(finish(is_negative, value, scale));
}

/// A sum of numbers whose scales are so far apart that they fit no 256 bits at the finer one. What
/// the finer number has beyond 75 digits decides at most how the sum is rounded: it counts as one.
Decimal sum_far_apart(Decimal left, Decimal right) {
    const bool is_left_coarse = left.scale < right.scale;
    const Decimal coarse = is_left_coarse ? left : right;
    const Decimal fine = is_left_coarse ? right : left;
    if (coarse.coefficient == 0)
        return fine;
    if (fine.coefficient == 0)
        return coarse;
    const int gap = widest_gap + 1;
    const Wide shifted = Wide(magnitude(coarse.coefficient)) * wide_power_of_ten(gap);
    const int beyond = std::min(fine.scale - coarse.scale - widest_gap, int128_digits);
    const UInt128 whole = magnitude(fine.coefficient) / power_of_ten(beyond);
    const bool has_rest = magnitude(fine.coefficient) % power_of_ten(beyond) != 0;
    return sum(
        shifted,
        coarse.coefficient < 0,
        Wide(Wide(whole) * 10 + (has_rest ? 1 : 0)),
        fine.coefficient < 0,
        coarse.scale + gap
    );
}

/// The remainder of a dividend whose scale is far below the divisor's, in steps that fit 256 bits.
Decimal remainder_of_coarse(Decimal left, Decimal right) {
    const Wide divisor = magnitude(right.coefficient);
    Wide rest = Wide(magnitude(left.coefficient)) % divisor;
    for (int gap = right.scale - left.scale; gap > 0 && rest != 0; gap -= widest_gap)
        rest = Wide(rest * wide_power_of_ten(std::min(gap, widest_gap))) % divisor;
    return finish(left.coefficient < 0, rest, right.scale);
}

int sign(int value) {
    return (value > 0) - (value < 0);
}

} // namespace

Decimal add(Decimal left, Decimal right) {
    if (!left.valid || !right.valid)
        return invalid;
    if (left.scale == right.scale) [[likely]] {
        const Int128 whole = left.coefficient + right.coefficient;
        return finish(whole < 0, magnitude(whole), left.scale);
    }
    const int scale = std::max(left.scale, right.scale);
    UInt128 left_value;
    UInt128 right_value;
    if (align(left, right, left_value, right_value)) [[likely]]
        return sum(left_value, left.coefficient < 0, right_value, right.coefficient < 0, scale);
    if (scale - std::min(left.scale, right.scale) > widest_gap)
        return sum_far_apart(left, right);
    Wide left_wide;
    Wide right_wide;
    align(left, right, left_wide, right_wide);
    return sum(left_wide, left.coefficient < 0, right_wide, right.coefficient < 0, scale);
}

Decimal subtract(Decimal left, Decimal right) {
    return add(left, negate(right));
}

Decimal multiply(Decimal left, Decimal right) {
    if (!left.valid || !right.valid)
        return invalid;
    const bool is_negative = (left.coefficient < 0) != (right.coefficient < 0);
    const int scale = left.scale + right.scale;
    const UInt128 left_value = magnitude(left.coefficient);
    const UInt128 right_value = magnitude(right.coefficient);
    if (is_small(left.coefficient) && is_small(right.coefficient)) [[likely]]
        return finish(is_negative, left_value * right_value, scale);
    return finish(is_negative, Wide(Wide(left_value) * Wide(right_value)), scale);
}

Decimal divide(Decimal left, Decimal right) {
    if (!left.valid || !right.valid || right.coefficient == 0)
        return invalid;
    if (left.coefficient == 0)
        return Decimal{};
    const bool is_negative = (left.coefficient < 0) != (right.coefficient < 0);
    const UInt128 dividend = magnitude(left.coefficient);
    const UInt128 divisor = magnitude(right.coefficient);
    const int scale = left.scale - right.scale;
    if (is_small(left.coefficient) && is_small(right.coefficient)) [[likely]]
        return divide_small(
            is_negative, static_cast<uint64_t>(dividend), static_cast<uint64_t>(divisor), scale
        );
    const int shift = max_digits + 1 + digit_count(divisor) - digit_count(dividend); // 2 or more
    Wide quotient = Wide(dividend) * wide_power_of_ten(shift);
    quotient /= divisor; // 35 or 36 digits: one to round by
    return normalized(finish(is_negative, std::move(quotient), scale + shift));
}

Decimal remainder(Decimal left, Decimal right) {
    if (!left.valid || !right.valid || right.coefficient == 0)
        return invalid;
    const int scale = std::max(left.scale, right.scale);
    const bool is_negative = left.coefficient < 0;
    UInt128 left_value;
    UInt128 right_value;
    if (align(left, right, left_value, right_value)) [[likely]]
        return finish(is_negative, left_value % right_value, scale);
    if (right.scale - left.scale > widest_gap)
        return remainder_of_coarse(left, right);
    if (left.scale - right.scale > widest_gap)
        return left; // the divisor is the larger one by far
    Wide left_wide;
    Wide right_wide;
    align(left, right, left_wide, right_wide);
    return finish(is_negative, Wide(left_wide % right_wide), scale);
}

int digit_count(Decimal value) {
    return digits::digit_count(magnitude(value.coefficient));
}

Decimal negate(Decimal value) {
    return {-value.coefficient, value.scale, value.valid};
}

Decimal normalized(Decimal value) {
    if (value.scale == 0 || !value.valid)
        return value;
    UInt128 digits = magnitude(value.coefficient);
    int scale = value.scale;
    strip_zeros(digits, scale);
    return signed_decimal(value.coefficient < 0, digits, scale);
}

int compare(Decimal left, Decimal right) {
    if (left.scale == right.scale)
        return (left.coefficient > right.coefficient) - (left.coefficient < right.coefficient);
    const int left_sign = (left.coefficient > 0) - (left.coefficient < 0);
    const int right_sign = (right.coefficient > 0) - (right.coefficient < 0);
    if (left_sign != right_sign)
        return sign(left_sign - right_sign);
    UInt128 left_value;
    UInt128 right_value;
    if (align(left, right, left_value, right_value)) [[likely]]
        return left_sign * ((left_value > right_value) - (left_value < right_value));
    if (const int difference = exponent_of(left) - exponent_of(right); difference != 0)
        return left_sign * sign(difference);
    // First digits at one place, so the scales are at most 33 apart.
    Wide left_wide;
    Wide right_wide;
    align(left, right, left_wide, right_wide);
    return left_sign * sign(left_wide.compare(right_wide));
}

Decimal round(Decimal value, int digits, Rounding rounding) {
    if (!value.valid || digits >= value.scale)
        return value;
    const bool is_negative = value.coefficient < 0;
    const UInt128 whole = magnitude(value.coefficient);
    if (whole == 0)
        return Decimal{};
    // Beyond 38 places nothing is left of any coefficient, whatever the number of digits asked for.
    const int kept = std::max(digits, -max_exponent - 1);
    if (kept >= value.scale)
        return value;
    const int places = std::min(value.scale - kept, int128_digits);
    const UInt128 divisor = power_of_ten(places);
    UInt128 quotient = whole / divisor;
    const UInt128 rest = whole - quotient * divisor;
    bool is_up = false;
    switch (rounding) {
    case Rounding::half_up:
        is_up = rest >= divisor - rest;
        break;
    case Rounding::down:
        break;
    case Rounding::up:
        is_up = rest != 0;
        break;
    case Rounding::floor:
        is_up = rest != 0 && is_negative;
        break;
    case Rounding::ceiling:
        is_up = rest != 0 && !is_negative;
        break;
    }
    if (is_up)
        ++quotient;
    return finish(is_negative, quotient, kept);
}

} // namespace weir
