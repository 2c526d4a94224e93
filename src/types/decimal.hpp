// Exact decimal numbers: a coefficient and a scale, at most 34 digits, rounded half up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

__extension__ using Int128 = __int128;

/// coefficient / 10^scale. Trailing zeros carry no meaning (2.50 equals 2.5). Results beyond 34
/// significant digits are rounded half up by magnitude, as Salesforce's engine rounds
/// (reference/formulas.md, section 2).
///
/// A whole number of up to 34 digits has a scale of 0 or more, a longer one a scale below. What has
/// more than 400 digits before the point is an overflow, what has nothing in its first 400 digits
/// behind it is zero. `valid` is false after an overflow or a division by zero.
struct Decimal {
    Int128 coefficient = 0;
    int16_t scale = 0;
    bool valid = true;

    [[nodiscard]] static Decimal of(int64_t whole) { return {whole, 0, true}; }
};

[[nodiscard]] Decimal add(Decimal left, Decimal right);
[[nodiscard]] Decimal subtract(Decimal left, Decimal right);
[[nodiscard]] Decimal multiply(Decimal left, Decimal right);
/// To 34 significant digits; invalid when `right` is zero.
[[nodiscard]] Decimal divide(Decimal left, Decimal right);
/// The sign of the dividend, as Java's remainder; invalid when `right` is zero.
[[nodiscard]] Decimal remainder(Decimal left, Decimal right);
[[nodiscard]] Decimal negate(Decimal value);
/// The same number without zeros at the end of its fraction (or, beyond 34 digits, at its end): one
/// form for all equal numbers.
[[nodiscard]] Decimal normalized(Decimal value);
/// Digits of the coefficient; none for zero.
[[nodiscard]] int digit_count(Decimal value);
/// -1, 0, 1.
[[nodiscard]] int compare(Decimal left, Decimal right);

enum class Rounding : uint8_t {
    half_up,
    down /* toward zero */,
    up /* away from zero */,
    floor,
    ceiling
};
/// To `digits` behind the point; negative digits round before it.
[[nodiscard]] Decimal round(Decimal value, int digits, Rounding rounding = Rounding::half_up);

/// Plain or exponent form, surrounding blanks not allowed. Nothing for anything else or beyond 400
/// digits of integer part.
[[nodiscard]] std::optional<Decimal> parse_decimal(std::string_view text);
/// Plain digits, no exponent, trailing zeros behind the point removed.
[[nodiscard]] std::string to_text(Decimal value);
/// The nearest double: infinite beyond its range, not a number for what is not valid.
[[nodiscard]] double to_double(Decimal value);
/// The shortest decimal that is the double again, as Java prints it; invalid for what is not
/// finite.
[[nodiscard]] Decimal from_double(double value);
/// The whole part, toward zero, if it fits.
[[nodiscard]] std::optional<int64_t> to_integer(Decimal value);

} // namespace weir
