#include "formula/moments.hpp"

#include "formula/function.hpp"
#include "formula/numbers.hpp"

namespace weir {

namespace {

constexpr int64_t first_day = -719'162; // 0001-01-01
constexpr int64_t last_day = 2'932'896; // 9999-12-31

// Days as milliseconds, or nothing if no calendar reaches so far.
std::optional<int64_t> milliseconds_of_days(const Value& days) {
    const Decimal product = round(multiply(days.decimal(), Decimal::of(milliseconds_of_day)), 0);
    return product.valid ? to_integer(product) : std::nullopt;
}

Value shift_time(int64_t time, int64_t distance, Arena& arena) {
    // The engine wraps past midnight and fails before it.
    int64_t moved = 0;
    if (__builtin_add_overflow(time, distance, &moved) || moved < 0)
        return make_fault("a time of day is before midnight", arena);
    return Value::time(moved % milliseconds_of_day);
}

Value out_of_calendar(Arena& arena) {
    return make_fault("a date is beyond the years 1 to 9999", arena);
}

Value shift(const Value& moment, const Value& distance, bool forward, Arena& arena) {
    const auto move = [forward](int64_t from, int64_t by) {
        int64_t to = 0;
        const bool overflow =
            forward ? __builtin_add_overflow(from, by, &to) : __builtin_sub_overflow(from, by, &to);
        return overflow ? std::optional<int64_t>{} : std::optional{to};
    };
    if (moment.tag() == Tag::date) {
        const auto days = move(moment.integer(), whole_part(distance));
        return days ? checked_date(*days, arena) : out_of_calendar(arena);
    }
    if (moment.tag() == Tag::date_time) {
        const auto milliseconds = milliseconds_of_days(distance);
        const auto moved = milliseconds ? move(moment.integer(), *milliseconds) : std::nullopt;
        return moved ? checked_date_time(*moved, arena) : out_of_calendar(arena);
    }
    const auto by = move(0, whole_part(distance));
    return by ? shift_time(moment.integer(), *by, arena) : out_of_calendar(arena);
}

bool is_moment(const Value& value) {
    return value.tag() == Tag::date || value.tag() == Tag::date_time || value.tag() == Tag::time;
}

Value wrong_operands(Arena& arena) {
    return make_fault("dates and times are added to numbers and subtracted from their like", arena);
}

} // namespace

int64_t days_of(int64_t milliseconds) {
    const int64_t days = milliseconds / milliseconds_of_day;
    return milliseconds % milliseconds_of_day < 0 ? days - 1 : days;
}

int64_t time_of_day(int64_t milliseconds) {
    return milliseconds - days_of(milliseconds) * milliseconds_of_day;
}

Value checked_date(int64_t days, Arena& arena) {
    return days < first_day || days > last_day ? out_of_calendar(arena) : Value::date(days);
}

Value checked_date_time(int64_t milliseconds, Arena& arena) {
    const int64_t days = days_of(milliseconds);
    return days < first_day || days > last_day ? out_of_calendar(arena)
                                               : Value::date_time(milliseconds);
}

Value add_to_moment(const Value& left, const Value& right, Arena& arena) {
    if (is_moment(left) && right.is_number())
        return shift(left, right, true, arena);
    if (is_moment(right) && left.is_number())
        return shift(right, left, true, arena);
    if (left.is_number() && right.is_number())
        return add_numbers(left, right, arena);
    return wrong_operands(arena);
}

Value subtract_from_moment(const Value& left, const Value& right, Arena& arena) {
    if (is_moment(left) && right.is_number())
        return shift(left, right, false, arena);
    if (left.is_number() && right.is_number())
        return subtract_numbers(left, right, arena);
    if (!is_moment(left) || left.tag() != right.tag())
        return wrong_operands(arena);
    const int64_t difference = left.integer() - right.integer();
    switch (left.tag()) {
    case Tag::date:
        return Value::number(difference);
    case Tag::date_time:
        return number_value(
            divide(Decimal::of(difference), Decimal::of(milliseconds_of_day)), arena
        );
    default: // times: within one day
        return Value::number(difference < 0 ? difference + milliseconds_of_day : difference);
    }
}

} // namespace weir
