#include "types/date_time.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr int64_t day_milliseconds = 86'400'000;
constexpr int64_t hour_milliseconds = 3'600'000;
constexpr int64_t minute_milliseconds = 60'000;

/// What `date` can hold: its years have sixteen bits. Days beyond are taken for the last that fits.
constexpr int64_t first_day = date::sys_days{date::year{-32767} / 1 / 1}.time_since_epoch().count();
constexpr int64_t last_day = date::sys_days{date::year{32767} / 12 / 31}.time_since_epoch().count();

date::year_month_day calendar(int64_t days) {
    const auto held = static_cast<int>(std::clamp(days, first_day, last_day));
    return date::year_month_day{date::sys_days{date::days{held}}};
}

int64_t day_of(date::year_month_day calendar_day) {
    return date::sys_days{calendar_day}.time_since_epoch().count();
}

/// Whole days of a count of milliseconds, and what is left of it.
int64_t floor_days(int64_t milliseconds, int64_t& rest) {
    int64_t days = milliseconds / day_milliseconds;
    rest = milliseconds % day_milliseconds;
    if (rest < 0) {
        rest += day_milliseconds;
        --days;
    }
    return days;
}

/// Reads a text from the front; every step answers whether it fitted.
struct Reader {
    std::string_view text;

    bool skip(char expected) {
        if (text.empty() || text.front() != expected)
            return false;
        text.remove_prefix(1);
        return true;
    }
    bool number(size_t digits, uint32_t& value) {
        if (text.size() < digits)
            return false;
        value = 0;
        for (const char digit : text.substr(0, digits)) {
            if (digit < '0' || digit > '9')
                return false;
            value = value * 10 + static_cast<uint32_t>(digit - '0');
        }
        text.remove_prefix(digits);
        return true;
    }
    /// One digit or more behind a point, cut off behind the milliseconds.
    bool fraction(int64_t& milliseconds) {
        int64_t unit = 100;
        bool has_digits = false;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            milliseconds += unit * (text.front() - '0');
            unit /= 10;
            has_digits = true;
            text.remove_prefix(1);
        }
        return has_digits;
    }
    bool day(int64_t& days) {
        CivilDate date;
        uint32_t year = 0;
        if (!number(4, year) || !skip('-') || !number(2, date.month) || !skip('-') ||
            !number(2, date.day))
            return false;
        date.year = static_cast<int32_t>(year);
        const auto found = days_from_civil(date);
        days = found.value_or(0);
        return found.has_value();
    }
    /// HH:mm[:ss[.fraction]]
    bool clock(int64_t& milliseconds) {
        uint32_t hour = 0;
        uint32_t minute = 0;
        uint32_t second = 0;
        if (!number(2, hour) || !skip(':') || !number(2, minute))
            return false;
        milliseconds = 0;
        if (skip(':') && (!number(2, second) || (skip('.') && !fraction(milliseconds))))
            return false;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        milliseconds +=
            hour * hour_milliseconds + minute * minute_milliseconds + int64_t{second} * 1000;
        return true;
    }
    /// Z, or +HH:mm, +HHmm or +HH with either sign; at most 18 hours, as far as any zone ever was.
    bool offset(int64_t& milliseconds) {
        milliseconds = 0;
        if (skip('Z'))
            return true;
        const bool is_west = !text.empty() && text.front() == '-';
        if (!skip('+') && !skip('-'))
            return false;
        uint32_t hour = 0;
        uint32_t minute = 0;
        if (!number(2, hour))
            return false;
        if (!text.empty()) {
            skip(':');
            if (!number(2, minute))
                return false;
        }
        milliseconds = hour * hour_milliseconds + minute * minute_milliseconds;
        if (minute > 59 || milliseconds > 18 * hour_milliseconds)
            return false;
        if (is_west)
            milliseconds = -milliseconds;
        return true;
    }
};

struct Clock {
    int64_t hour, minute, second, millisecond;
};

Clock clock_of(int64_t milliseconds) {
    return {
        milliseconds / hour_milliseconds,
        milliseconds / minute_milliseconds % 60,
        milliseconds / 1000 % 60,
        milliseconds % 1000,
    };
}

} // namespace

bool is_calendar_day(int64_t days) {
    constexpr int64_t first = date::sys_days{date::year{1} / 1 / 1}.time_since_epoch().count();
    constexpr int64_t last = date::sys_days{date::year{9999} / 12 / 31}.time_since_epoch().count();
    return days >= first && days <= last;
}

CivilDate civil(int64_t days) {
    const auto found = calendar(days);
    return {
        static_cast<int>(found.year()),
        static_cast<unsigned>(found.month()),
        static_cast<unsigned>(found.day())};
}

std::optional<int64_t> days_from_civil(CivilDate date) {
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > 31)
        return std::nullopt;
    const auto wanted = date::year{date.year} / date::month{date.month} / date::day{date.day};
    if (!wanted.ok())
        return std::nullopt;
    return day_of(wanted);
}

int weekday(int64_t days) {
    constexpr int64_t thursday = 4; // 1970-01-01, counted from Sunday
    return static_cast<int>((days % 7 + thursday + 7) % 7) + 1;
}

int64_t add_months(int64_t days, int64_t months) {
    const auto from = calendar(days);
    constexpr int64_t most = 12 * 65534; // from the first year held to the last
    const int64_t month = int64_t{static_cast<int>(from.year())} * 12 +
                          static_cast<int64_t>(static_cast<unsigned>(from.month())) - 1 +
                          std::clamp(months, -most, most);
    if (month < -32767 * 12)
        return first_day;
    if (month > 32767 * 12 + 11)
        return last_day;
    const int64_t year = month >= 0 ? month / 12 : (month - 11) / 12;
    const auto target = date::year{static_cast<int>(year)} /
                        date::month{static_cast<unsigned>(month - year * 12 + 1)};
    const auto end = date::year_month_day{target / date::last};
    const bool was_end = from == date::year_month_day{from.year() / from.month() / date::last};
    if (was_end || from.day() > end.day())
        return day_of(end);
    return day_of(target / from.day());
}

std::optional<int64_t> parse_date(std::string_view text) {
    Reader reader{text};
    int64_t days = 0;
    if (!reader.day(days) || !reader.text.empty())
        return std::nullopt;
    return days;
}

std::optional<int64_t> parse_date_time(std::string_view text) {
    Reader reader{text};
    int64_t days = 0;
    int64_t clock = 0;
    int64_t offset = 0;
    if (!reader.day(days) || !reader.skip('T') || !reader.clock(clock) || !reader.offset(offset) ||
        !reader.text.empty())
        return std::nullopt;
    const int64_t instant = days * day_milliseconds + clock - offset;
    int64_t rest = 0;
    if (!is_calendar_day(floor_days(instant, rest)))
        return std::nullopt;
    return instant;
}

std::optional<int64_t> parse_time(std::string_view text) {
    Reader reader{text};
    int64_t clock = 0;
    if (!reader.clock(clock))
        return std::nullopt;
    reader.skip('Z');
    if (!reader.text.empty())
        return std::nullopt;
    return clock;
}

std::string date_text(int64_t days) {
    const CivilDate date = civil(days);
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string date_time_text(int64_t milliseconds) {
    int64_t rest = 0;
    const int64_t days = floor_days(milliseconds, rest);
    return fmt::format("{}T{}Z", date_text(days), time_text(rest));
}

std::string formula_date_time_text(int64_t milliseconds) {
    int64_t rest = 0;
    const int64_t days = floor_days(milliseconds, rest);
    const Clock clock = clock_of(rest);
    return fmt::format(
        "{} {:02}:{:02}:{:02}Z", date_text(days), clock.hour, clock.minute, clock.second
    );
}

std::string time_text(int64_t milliseconds) {
    int64_t rest = 0;
    floor_days(milliseconds, rest);
    const Clock clock = clock_of(rest);
    return fmt::format(
        "{:02}:{:02}:{:02}.{:03}", clock.hour, clock.minute, clock.second, clock.millisecond
    );
}

} // namespace weir
