// Arithmetic on number values: in 64 bits as long as it fits, exact decimals beyond.
#pragma once

#include "types/value.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace weir {

constexpr std::array<int64_t, 19> powers_of_ten = [] {
    std::array<int64_t, 19> powers{};
    int64_t power = 1;
    for (size_t index = 0; index < powers.size(); ++index) {
        powers[index] = power;
        if (index + 1 < powers.size())
            power *= 10;
    }
    return powers;
}();

/// Two small numbers at one scale.
struct AlignedNumbers {
    int64_t left = 0;
    int64_t right = 0;
    int8_t scale = 0;
};
/// False if one of them is not small, or does not fit 64 bits at the other's scale.
[[nodiscard]] inline bool align(const Value& left, const Value& right, AlignedNumbers& aligned) {
    if (left.tag() != Tag::number || right.tag() != Tag::number) [[unlikely]]
        return false;
    aligned = {left.integer(), right.integer(), left.scale()};
    const int gap = left.scale() - right.scale();
    if (gap == 0) [[likely]]
        return true;
    int64_t& coarse = gap < 0 ? aligned.left : aligned.right;
    if (gap < 0)
        aligned.scale = right.scale();
    const auto power = static_cast<size_t>(gap < 0 ? -gap : gap);
    return !__builtin_mul_overflow(coarse, powers_of_ten[power], &coarse);
}

/// The same in decimals, for what does not fit.
[[nodiscard]] Value add_decimals(const Value& left, const Value& right, Arena& arena);
[[nodiscard]] Value subtract_decimals(const Value& left, const Value& right, Arena& arena);
[[nodiscard]] Value multiply_decimals(const Value& left, const Value& right, Arena& arena);

// Both sides are numbers. The result is a number, or a fault (division by zero, too large).
[[nodiscard]] inline Value add_numbers(const Value& left, const Value& right, Arena& arena) {
    AlignedNumbers aligned;
    int64_t sum = 0;
    if (align(left, right, aligned) && !__builtin_add_overflow(aligned.left, aligned.right, &sum))
        [[likely]]
        return Value::number(sum, aligned.scale);
    return add_decimals(left, right, arena);
}
[[nodiscard]] inline Value subtract_numbers(const Value& left, const Value& right, Arena& arena) {
    AlignedNumbers aligned;
    int64_t difference = 0;
    if (align(left, right, aligned) &&
        !__builtin_sub_overflow(aligned.left, aligned.right, &difference)) [[likely]]
        return Value::number(difference, aligned.scale);
    return subtract_decimals(left, right, arena);
}
[[nodiscard]] inline Value multiply_numbers(const Value& left, const Value& right, Arena& arena) {
    constexpr int largest_small_scale = 18;
    int64_t product = 0;
    if (left.tag() == Tag::number && right.tag() == Tag::number &&
        left.scale() + right.scale() <= largest_small_scale &&
        !__builtin_mul_overflow(left.integer(), right.integer(), &product)) [[likely]]
        return Value::number(product, static_cast<int8_t>(left.scale() + right.scale()));
    return multiply_decimals(left, right, arena);
}
[[nodiscard]] Value divide_numbers(const Value& left, const Value& right, Arena& arena);
/// To eighteen digits; the exponent is a whole number and the result below 10^64, as in the engine.
[[nodiscard]] Value power_of_numbers(const Value& left, const Value& right, Arena& arena);

/// To so many significant digits, half up.
[[nodiscard]] Decimal round_to_digits(Decimal value, int digits);
/// A decimal as a value; a fault if it is none.
[[nodiscard]] Value number_value(const Decimal& decimal, Arena& arena);
/// A result of the mathematical library as a value; a fault if it is not finite.
[[nodiscard]] Value number_value(double number, Arena& arena);

/// The whole part of a number, toward zero; at the ends of the range if it is beyond 64 bits.
[[nodiscard]] int64_t whole_part(const Value& number);

} // namespace weir
