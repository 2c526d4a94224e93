// Decimals as text, doubles and integers.
#include "types/decimal_digits.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace weir {

using namespace digits;

std::optional<Decimal> parse_decimal(std::string_view text) {
    size_t at = 0;
    const auto is_digit = [&] { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
    const auto read_sign = [&] {
        if (at == text.size() || (text[at] != '-' && text[at] != '+'))
            return false;
        return text[at++] == '-';
    };
    const bool is_negative = read_sign();
    UInt128 value = 0;
    int64_t scale = 0;
    bool has_digits = false;
    bool is_behind_point = false;
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && !is_behind_point) {
            is_behind_point = true;
            continue;
        }
        if (!is_digit())
            break;
        has_digits = true;
        // Digits beyond the 38th decide nothing, see finish.
        if (value < power_of_ten(int128_digits - 1)) {
            value = value * 10 + static_cast<UInt128>(text[at] - '0');
            scale += is_behind_point ? 1 : 0;
        } else {
            scale -= is_behind_point ? 0 : 1;
        }
    }
    if (!has_digits)
        return std::nullopt;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        const bool is_exponent_negative = read_sign();
        if (!is_digit())
            return std::nullopt;
        int64_t exponent = 0;
        constexpr int64_t exponent_end = int64_t{1} << 40; // longer than any text
        for (; is_digit(); ++at)
            exponent = std::min(exponent * 10 + (text[at] - '0'), exponent_end);
        scale += is_exponent_negative ? exponent : -exponent;
    }
    if (at != text.size())
        return std::nullopt;
    const Decimal result =
        finish(is_negative, value, static_cast<int>(std::clamp<int64_t>(scale, -1000, 1000)));
    if (!result.valid)
        return std::nullopt;
    return result;
}

std::string to_text(Decimal value) {
    if (!value.valid)
        return {};
    UInt128 rest = magnitude(value.coefficient);
    int scale = value.scale;
    strip_zeros(rest, scale);
    if (scale < 0)
        return to_text(
                   {value.coefficient < 0 ? -static_cast<Int128>(rest) : static_cast<Int128>(rest),
                    0,
                    true}
               ) +
               std::string(static_cast<size_t>(-scale), '0');
    std::array<char, max_digits + max_exponent + 2> buffer; // with sign and point
    size_t at = buffer.size();
    for (int place = 0; rest != 0 || place <= scale; ++place) {
        if (place == scale && scale > 0)
            buffer[--at] = '.';
        if (rest > std::numeric_limits<uint64_t>::max()) {
            buffer[--at] = static_cast<char>('0' + static_cast<int>(rest % 10));
            rest /= 10;
        } else {
            auto low = static_cast<uint64_t>(rest); // the compiler divides 64 bits by multiplying
            buffer[--at] = static_cast<char>('0' + static_cast<int>(low % 10));
            rest = low / 10;
        }
    }
    if (value.coefficient < 0)
        buffer[--at] = '-';
    return {buffer.data() + at, buffer.size() - at};
}

double to_double(Decimal value) {
    static constexpr std::array<double, 23> exact_powers = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (!value.valid)
        return std::numeric_limits<double>::quiet_NaN();
    constexpr Int128 exact_end = Int128{1} << 53;
    const auto scale = static_cast<size_t>(value.scale); // below zero: far too large
    // Both exact, so the division rounds once.
    if (value.coefficient > -exact_end && value.coefficient < exact_end &&
        scale < exact_powers.size())
        return static_cast<double>(value.coefficient) / exact_powers[scale];
    std::string text = to_text(Decimal{value.coefficient, 0, true});
    text += 'e';
    text += std::to_string(-value.scale);
    double result = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), result);
    if (read.ec != std::errc::result_out_of_range)
        return result;
    const double size = value.scale < 0 ? std::numeric_limits<double>::infinity() : 0.0;
    return value.coefficient < 0 ? -size : size;
}

Decimal from_double(double value) {
    if (!std::isfinite(value))
        return invalid;
    std::array<char, 32> buffer;
    const auto written = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific
    );
    return parse_decimal({buffer.data(), written.ptr}).value_or(invalid);
}

std::optional<int64_t> to_integer(Decimal value) {
    if (!value.valid)
        return std::nullopt;
    if (value.scale < 0) // more digits than 64 bits hold
        return std::nullopt;
    if (value.scale > int128_digits)
        return 0;
    const Int128 whole = value.coefficient / static_cast<Int128>(power_of_ten(value.scale));
    if (!is_small(whole))
        return std::nullopt;
    return static_cast<int64_t>(whole);
}

} // namespace weir
