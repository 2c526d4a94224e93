// Functions about the time of day.

#include "formula/functions/parts.hpp"
#include "formula/moments.hpp"
#include "formula/spelled_moments.hpp"

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter time_value_parameters[] = {{"expression", clock}};
constexpr Parameter one_time[] = {{"time", time}};

constexpr Example time_value_examples[] = {
    {"TIMEVALUE('10:40:55.666')", "10:40:55.666"},
    {"TIMEVALUE('9:5:3.1')", "09:05:03.001"},
    {"TIMEVALUE(DATETIMEVALUE('2026-03-01 09:30:00'))", "09:30:00.000"},
    {"TIMEVALUE('noon')", "fault"}};
constexpr Example hour_examples[] = {{"HOUR(TIMEVALUE('17:30:45.125'))", "17"}};
constexpr Example minute_examples[] = {{"MINUTE(TIMEVALUE('17:30:45.125'))", "30"}};
constexpr Example second_examples[] = {{"SECOND(TIMEVALUE('17:30:45.125'))", "45"}};
constexpr Example millisecond_examples[] = {{"MILLISECOND(TIMEVALUE('17:30:45.125'))", "125"}};

Value call_time_value(const CallArguments& call) {
    const Value& value = call[0];
    if (value.tag() == Tag::time)
        return value;
    if (value.tag() == Tag::date_time)
        return Value::time(time_of_day(value.integer()));
    if (value.as_text().empty())
        return Value::null();
    const auto milliseconds = spelled_time(value.as_text());
    return milliseconds
               ? Value::time(*milliseconds)
               : make_fault("a text that TIMEVALUE is given is no time of day", *call.arena);
}

Value call_time_now(const CallArguments& call) {
    return call.surroundings == nullptr ? Value::null()
                                        : Value::time(time_of_day(call.surroundings->now));
}

template<int64_t unit, int64_t count>
Value part(const CallArguments& call) {
    return Value::number(call[0].integer() / unit % count);
}

constexpr Function list[] = {
    {.name = "TIMEVALUE",
     .parameters = time_value_parameters,
     .result = ResultRule::time,
     .null_in_null_out = true,
     .doc = "The time that a text (HH:mm:ss.SSS) spells, or the time of day of a date-time in GMT.",
     .examples = time_value_examples,
     .call = call_time_value},
    {.name = "TIMENOW",
     .parameters = {},
     .result = ResultRule::time,
     .pure = false,
     .doc = "The time it is in GMT.",
     .call = call_time_now},
    {.name = "HOUR",
     .parameters = one_time,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The hour, 0 to 23.",
     .examples = hour_examples,
     .call = part<3'600'000, 24>},
    {.name = "MINUTE",
     .parameters = one_time,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The minute, 0 to 59.",
     .examples = minute_examples,
     .call = part<60'000, 60>},
    {.name = "SECOND",
     .parameters = one_time,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The second, 0 to 59.",
     .examples = second_examples,
     .call = part<1'000, 60>},
    {.name = "MILLISECOND",
     .parameters = one_time,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The millisecond, 0 to 999.",
     .examples = millisecond_examples,
     .call = part<1, 1'000>},
};

} // namespace

std::span<const Function> times() {
    return list;
}

} // namespace weir::functions
