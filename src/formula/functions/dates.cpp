// Functions about days and the calendar.

#include "formula/functions/parts.hpp"
#include "formula/moments.hpp"
#include "formula/numbers.hpp"
#include "formula/spelled_moments.hpp"
#include "types/date_time.hpp"
#include "types/decimal.hpp"

#include <algorithm>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter ymd[] = {{"year", number}, {"month", number}, {"day", number}};
constexpr Parameter date_value_parameters[] = {{"expression", text_or_date_time}};
constexpr Parameter date_time_value_parameters[] = {{"expression", day}};
constexpr Parameter one_date[] = {{"date", date}};
constexpr Parameter date_or_time[] = {{"date", date_or_date_time}};
constexpr Parameter date_and_months[] = {{"date", date_or_date_time}, {"num_months", number}};
constexpr Parameter one_moment[] = {{"value", moment}};
constexpr Parameter one_number[] = {{"number", number}};

constexpr Example date_examples[] = {
    {"DATE(2024, 2, 29)", "2024-02-29"}, {"DATE(2023, 2, 29)", "fault"}};
constexpr Example date_value_examples[] = {
    {"DATEVALUE('2026-03-01')", "2026-03-01"}, {"DATEVALUE('tomorrow')", "fault"}};
constexpr Example date_time_value_examples[] = {
    {"DATETIMEVALUE('2026-03-01 09:00:00')", "2026-03-01 09:00:00Z"},
    {"DATETIMEVALUE('2026-03-01T09:00:00.000Z')", "2026-03-01 09:00:00Z"},
    {"DATETIMEVALUE('2026-03-01')", "fault"}};
constexpr Example year_examples[] = {{"YEAR(DATE(2026, 3, 1))", "2026"}};
constexpr Example month_examples[] = {{"MONTH(DATE(2026, 3, 1))", "3"}};
constexpr Example day_examples[] = {{"DAY(DATE(2026, 3, 1))", "1"}};
constexpr Example day_of_year_examples[] = {{"DAYOFYEAR(DATE(2026, 3, 1))", "60"}};
constexpr Example weekday_examples[] = {{"WEEKDAY(DATE(2026, 3, 1))", "1"}};
constexpr Example iso_week_examples[] = {{"ISOWEEK(DATE(2011, 1, 1))", "52"}};
constexpr Example iso_year_examples[] = {{"ISOYEAR(DATE(2011, 1, 1))", "2010"}};
constexpr Example add_months_examples[] = {
    {"ADDMONTHS(DATE(2024, 1, 31), 1)", "2024-02-29"},
    {"ADDMONTHS(DATE(2024, 2, 29), 1)", "2024-03-31"}};
constexpr Example unix_examples[] = {
    {"UNIXTIMESTAMP(DATE(1970, 1, 2))", "86400"},
    {"UNIXTIMESTAMP(FROMUNIXTIME(-0.5))", "0"},
    {"UNIXTIMESTAMP(TIMEVALUE('00:01:00.999'))", "60"}};
constexpr Example from_unix_examples[] = {
    {"FROMUNIXTIME(86400)", "1970-01-02 00:00:00Z"},
    {"TEXT(TIMEVALUE(FROMUNIXTIME(1.5)))", "00:00:01.500"}};

TimeZone zone_of(const CallArguments& call) {
    return call.surroundings == nullptr ? TimeZone::utc() : call.surroundings->zone;
}

Value call_date(const CallArguments& call) {
    const int64_t year = whole_part(call[0]);
    const int64_t month = whole_part(call[1]);
    const int64_t day = whole_part(call[2]);
    const bool is_near =
        year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    const auto days = is_near ? days_from_civil(
                                    {static_cast<int32_t>(year),
                                     static_cast<uint32_t>(month),
                                     static_cast<uint32_t>(day)}
                                )
                              : std::nullopt;
    return days ? Value::date(*days)
                : make_fault("Month or Day out of range in DATE() function", *call.arena);
}

Value call_date_value(const CallArguments& call) {
    const Value& value = call[0];
    if (value.tag() == Tag::date_time)
        return Value::date(zone_of(call).local_days(value.integer()));
    // An empty text is no value.
    if (value.as_text().empty())
        return Value::null();
    const auto days = spelled_date(value.as_text());
    return days ? Value::date(*days)
                : make_fault("a text that DATEVALUE is given is no date", *call.arena);
}

Value call_date_time_value(const CallArguments& call) {
    const Value& value = call[0];
    if (value.tag() == Tag::date_time)
        return value;
    if (value.tag() == Tag::date)
        return Value::date_time(value.integer() * milliseconds_of_day);
    const std::string_view text = value.as_text();
    if (text.empty())
        return Value::null();
    // A moment in the XML of a flow is written `2026-03-01T09:00:00.000Z`.
    const bool is_of_xml = text.size() > 10 && text[10] == 'T';
    const auto milliseconds = is_of_xml ? parse_date_time(text) : spelled_date_time(text);
    return milliseconds
               ? Value::date_time(*milliseconds)
               : make_fault("a text that DATETIMEVALUE is given is no date and time", *call.arena);
}

Value call_today(const CallArguments& call) {
    if (call.surroundings == nullptr)
        return Value::null();
    return Value::date(zone_of(call).local_days(call.surroundings->now));
}

Value call_now(const CallArguments& call) {
    return call.surroundings == nullptr ? Value::null() : Value::date_time(call.surroundings->now);
}

int64_t day_number(const Value& value) {
    return value.tag() == Tag::date_time ? days_of(value.integer()) : value.integer();
}

Value call_year(const CallArguments& call) {
    return Value::number(civil(call[0].integer()).year);
}
Value call_month(const CallArguments& call) {
    return Value::number(int64_t{civil(call[0].integer()).month});
}
Value call_day(const CallArguments& call) {
    return Value::number(int64_t{civil(call[0].integer()).day});
}
Value call_weekday(const CallArguments& call) {
    return Value::number(weekday(call[0].integer()));
}

int64_t first_of_year(int32_t year) {
    return days_from_civil({year, 1, 1}).value_or(0);
}

Value call_day_of_year(const CallArguments& call) {
    const int64_t days = call[0].integer();
    return Value::number(days - first_of_year(civil(days).year) + 1);
}

// The Thursday of a week says to which year the week belongs.
int64_t thursday(int64_t days) {
    const int monday_first = (weekday(days) + 5) % 7; // Monday 0 … Sunday 6
    return days - monday_first + 3;
}

Value call_iso_week(const CallArguments& call) {
    const int64_t middle = thursday(day_number(call[0]));
    return Value::number((middle - first_of_year(civil(middle).year)) / 7 + 1);
}

Value call_iso_year(const CallArguments& call) {
    return Value::number(civil(thursday(day_number(call[0]))).year);
}

Value call_add_months(const CallArguments& call) {
    constexpr int64_t beyond = 12 * 10'000;
    const int64_t months = std::clamp<int64_t>(whole_part(call[1]), -beyond, beyond);
    const Value& value = call[0];
    if (value.tag() == Tag::date)
        return checked_date(add_months(value.integer(), months), *call.arena);
    const int64_t days = add_months(days_of(value.integer()), months);
    return checked_date_time(
        days * milliseconds_of_day + time_of_day(value.integer()), *call.arena
    );
}

Value call_unix_timestamp(const CallArguments& call) {
    const Value& value = call[0];
    constexpr int64_t seconds_of_day = milliseconds_of_day / 1000;
    if (value.tag() == Tag::date)
        return Value::number(value.integer() * seconds_of_day);
    if (value.tag() == Tag::time)
        return Value::number(value.integer() / 1000);
    return Value::number(value.integer() / 1000);
}

Value call_from_unix_time(const CallArguments& call) {
    const auto milliseconds = to_integer(multiply(call[0].decimal(), Decimal::of(1000)));
    if (!milliseconds)
        return make_fault("a date is beyond the years 1 to 9999", *call.arena);
    return checked_date_time(*milliseconds, *call.arena);
}

constexpr Function list[] = {
    {.name = "DATE",
     .parameters = ymd,
     .result = ResultRule::date,
     .null_in_null_out = true,
     .doc = "The day of a year, month and day; fails if there is no such day.",
     .examples = date_examples,
     .call = call_date},
    {.name = "DATEVALUE",
     .parameters = date_value_parameters,
     .result = ResultRule::date,
     .null_in_null_out = true,
     .pure = false,
     .doc = "The day that a text (yyyy-MM-dd) spells, or that a date-time falls on for the user.",
     .examples = date_value_examples,
     .call = call_date_value},
    {.name = "DATETIMEVALUE",
     .parameters = date_time_value_parameters,
     .result = ResultRule::date_time,
     .null_in_null_out = true,
     .doc = "The instant that a text (yyyy-MM-dd HH:mm:ss, in GMT) spells, or midnight of a day.",
     .examples = date_time_value_examples,
     .call = call_date_time_value},
    {.name = "TODAY",
     .parameters = {},
     .result = ResultRule::date,
     .pure = false,
     .doc = "The day it is for the user.",
     .call = call_today},
    {.name = "NOW",
     .parameters = {},
     .result = ResultRule::date_time,
     .pure = false,
     .doc = "The instant it is.",
     .call = call_now},
    {.name = "YEAR",
     .parameters = one_date,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The year of a date.",
     .examples = year_examples,
     .call = call_year},
    {.name = "MONTH",
     .parameters = one_date,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The month of a date, 1 to 12.",
     .examples = month_examples,
     .call = call_month},
    {.name = "DAY",
     .parameters = one_date,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The day of the month.",
     .examples = day_examples,
     .call = call_day},
    {.name = "DAYOFYEAR",
     .parameters = one_date,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The day of the year, from 1.",
     .examples = day_of_year_examples,
     .call = call_day_of_year},
    {.name = "WEEKDAY",
     .parameters = one_date,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The day of the week, 1 for Sunday to 7 for Saturday.",
     .examples = weekday_examples,
     .call = call_weekday},
    {.name = "ISOWEEK",
     .parameters = date_or_time,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The number of the week by ISO 8601.",
     .examples = iso_week_examples,
     .call = call_iso_week},
    {.name = "ISOYEAR",
     .parameters = date_or_time,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The year that the week belongs to by ISO 8601.",
     .examples = iso_year_examples,
     .call = call_iso_year},
    {.name = "ADDMONTHS",
     .parameters = date_and_months,
     .result = ResultRule::first_argument,
     .null_in_null_out = true,
     .doc = "Months later; the last day of a month leads to the last day of a month.",
     .examples = add_months_examples,
     .call = call_add_months},
    {.name = "UNIXTIMESTAMP",
     .parameters = one_moment,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "Seconds since 1970, or since midnight for a time.",
     .examples = unix_examples,
     .call = call_unix_timestamp},
    {.name = "FROMUNIXTIME",
     .parameters = one_number,
     .result = ResultRule::date_time,
     .null_in_null_out = true,
     .doc = "The instant so many seconds after the beginning of 1970.",
     .examples = from_unix_examples,
     .call = call_from_unix_time},
};

} // namespace

std::span<const Function> dates() {
    return list;
}

} // namespace weir::functions
