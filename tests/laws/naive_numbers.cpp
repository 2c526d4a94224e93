#include "laws/naive_numbers.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

namespace weir::laws {

using Kind = Plain::Kind;

// Far below weir's 34 digits, so that nothing is rounded where both have an opinion.
constexpr Wide largest = Wide{1'000'000'000'000'000} * 1'000'000'000'000; // 27 digits

Wide magnitude(Wide value) {
    return value < 0 ? -value : value;
}

static std::optional<Wide> power_of_ten(int exponent) {
    Wide result = 1;
    for (; exponent > 0; --exponent) {
        result *= 10;
        if (result > largest)
            return std::nullopt;
    }
    return result;
}

Plain checked(Wide digits, int scale) {
    while (scale > 0 && digits % 10 == 0) {
        digits /= 10;
        --scale;
    }
    return magnitude(digits) > largest ? unknown : Plain::of_number(digits, scale);
}

static std::optional<Wide> times(Wide left, Wide right) {
    Wide result = 0;
    if (__builtin_mul_overflow(left, right, &result) || magnitude(result) > largest * 1'000'000)
        return std::nullopt;
    return result;
}

bool align(Plain& left, Plain& right) {
    Plain& shorter = left.scale < right.scale ? left : right;
    const int scale = std::max(left.scale, right.scale);
    const auto factor = power_of_ten(scale - shorter.scale);
    const auto digits = factor ? times(shorter.digits, *factor) : std::nullopt;
    if (!digits)
        return false;
    shorter.digits = *digits;
    shorter.scale = scale;
    return true;
}

Plain sum(Plain left, Plain right, int sign) {
    return align(left, right) ? checked(left.digits + sign * right.digits, left.scale) : unknown;
}

Plain product(const Plain& left, const Plain& right) {
    const auto digits = times(left.digits, right.digits);
    return digits ? checked(*digits, left.scale + right.scale) : unknown;
}

Plain quotient(Plain left, Plain right) {
    if (right.digits == 0)
        return fault;
    if (!align(left, right))
        return unknown;
    Wide dividend = left.digits;
    for (int scale = 0; scale <= 20; ++scale) {
        if (dividend % right.digits == 0)
            return checked(dividend / right.digits, scale);
        const auto next = times(dividend, 10);
        if (!next)
            break;
        dividend = *next;
    }
    return unknown;
}

Plain rounded(const Plain& value, int decimals, Toward direction) {
    if (value.scale <= decimals)
        return value;
    const auto unit = power_of_ten(value.scale - decimals);
    if (!unit)
        return unknown;
    Wide whole = value.digits / *unit;
    const Wide rest = value.digits % *unit; // has the sign of the value
    const int sign = value.digits < 0 ? -1 : 1;
    const bool moves = (direction == Toward::away && rest != 0) ||
                       (direction == Toward::down && rest < 0) ||
                       (direction == Toward::up && rest > 0) ||
                       (direction == Toward::half_away && 2 * magnitude(rest) >= *unit);
    if (moves)
        whole += sign;
    return checked(whole, decimals);
}

int64_t whole(const Plain& value) {
    const Plain cut = rounded(value, 0, Toward::zero);
    constexpr Wide most = std::numeric_limits<int64_t>::max() / 4;
    return static_cast<int64_t>(std::clamp(cut.digits, -most, most));
}

int compare(Plain left, Plain right, bool& is_known) {
    if (left.kind == Kind::text)
        return left.text.compare(right.text);
    if (left.kind == Kind::date)
        return left.days < right.days ? -1 : left.days > right.days ? 1 : 0;
    is_known = align(left, right);
    return left.digits < right.digits ? -1 : left.digits > right.digits ? 1 : 0;
}

constexpr std::chrono::sys_days first_day{std::chrono::year{1} / 1 / 1};
constexpr std::chrono::sys_days last_day{std::chrono::year{9999} / 12 / 31};

Plain checked_day(int64_t days) {
    const bool is_day =
        days >= first_day.time_since_epoch().count() && days <= last_day.time_since_epoch().count();
    return is_day ? Plain::of_date(days) : fault;
}

static std::chrono::year_month_day calendar(int64_t days) {
    return std::chrono::sys_days{std::chrono::days{days}};
}

Plain later_by_months(int64_t days, int64_t months) {
    if (months < -200'000 || months > 200'000)
        return fault;
    const std::chrono::year_month_day from = calendar(days);
    const auto last_of = [](std::chrono::year_month month) {
        return (month / std::chrono::last).day();
    };
    const std::chrono::year_month start = from.year() / from.month();
    // C++'s years end at 32767, so the months are counted by hand.
    const int64_t count = int64_t{static_cast<int>(from.year())} * 12 +
                          static_cast<unsigned>(from.month()) - 1 + months;
    const int64_t year = count >= 0 ? count / 12 : -1;
    if (year < 1 || year > 9999)
        return fault;
    const std::chrono::year_month to = std::chrono::year{static_cast<int>(year)} /
                                       std::chrono::month{static_cast<unsigned>(count % 12 + 1)};
    const std::chrono::day day =
        from.day() == last_of(start) ? last_of(to) : std::min(from.day(), last_of(to));
    return checked_day(std::chrono::sys_days{to / day}.time_since_epoch().count());
}

Plain date_of(int64_t year, int64_t month, int64_t day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return fault;
    const std::chrono::year_month_day date{
        std::chrono::year{static_cast<int>(year)},
        std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return fault;
    return Plain::of_date(std::chrono::sys_days{date}.time_since_epoch().count());
}

Day calendar_day(int64_t days) {
    const std::chrono::year_month_day day = calendar(days);
    return {
        static_cast<int>(day.year()),
        static_cast<int>(static_cast<unsigned>(day.month())),
        static_cast<int>(static_cast<unsigned>(day.day()))};
}

std::string decimal_text(Wide digits, int scale) {
    const bool is_negative = digits < 0;
    digits = magnitude(digits);
    while (scale > 0 && digits % 10 == 0) {
        digits /= 10;
        --scale;
    }
    std::string text;
    for (; digits > 0; digits /= 10)
        text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(digits % 10)));
    while (text.size() <= static_cast<size_t>(scale))
        text.insert(text.begin(), '0');
    if (scale > 0)
        text.insert(text.size() - static_cast<size_t>(scale), ".");
    return is_negative ? "-" + text : text;
}

std::string day_text(int64_t days) {
    const Day day = calendar_day(days);
    const auto padded = [](int number, size_t width) {
        std::string text = std::to_string(number);
        return std::string(width - std::min(width, text.size()), '0') + text;
    };
    return padded(day.year, 4) + "-" + padded(day.month, 2) + "-" + padded(day.day, 2);
}

} // namespace weir::laws
