// Values as people read them.

#include "formula/functions/parts.hpp"
#include "formula/numbers.hpp"
#include "types/decimal.hpp"

#include <fmt/format.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <cstdlib>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter currency_parameters[] = {{"iso_code", text}, {"amount", number}};
constexpr Parameter duration_parameters[] = {
    {"seconds_or_start", any}, {.name = "include_days_or_end", .kind = any, .optional = true}};
constexpr Parameter one_code[] = {{"iso_code", text}};

constexpr Example currency_examples[] = {{"FORMATCURRENCY('USD', 1000.495)", "USD 1\\,000.50"}};
constexpr Example duration_examples[] = {
    {"FORMATDURATION(3661)", "01:01:01"}, {"FORMATDURATION(90061, TRUE)", "1:01:01:01"}};
constexpr Example rate_examples[] = {{"CURRENCYRATE('USD')", "1"}};

int currency_digits(std::string_view code) {
    constexpr int usual = 2;
    if (code.size() != 3)
        return usual;
    const icu::UnicodeString name =
        icu::UnicodeString::fromUTF8({code.data(), static_cast<int32_t>(code.size())});
    UErrorCode status = U_ZERO_ERROR;
    const int digits =
        ucurr_getDefaultFractionDigits(icu::UnicodeString(name).getTerminatedBuffer(), &status);
    return U_FAILURE(status) ? usual : digits;
}

// Groups of three behind a comma that a message format leaves alone.
Value call_format_currency(const CallArguments& call) {
    if (call[1].is_null())
        return Value::null();
    const std::string_view code = text_or_empty(call[0]);
    const int digits = currency_digits(code);
    const Decimal rounded = round(call[1].decimal(), digits);
    if (!to_integer(rounded))
        return make_fault("an amount is too large to be printed", *call.arena);
    std::string spelling = to_text(rounded);
    const bool is_negative = spelling.starts_with('-');
    if (is_negative)
        spelling.erase(0, 1);
    const size_t point = std::min(spelling.find('.'), spelling.size());
    std::string fraction = point < spelling.size() ? spelling.substr(point + 1) : std::string();
    fraction.resize(static_cast<size_t>(digits), '0');
    std::string whole;
    for (size_t index = 0; index < point; ++index) {
        if (index > 0 && (point - index) % 3 == 0)
            whole += "\\,";
        whole += spelling[index];
    }
    std::string result = std::string(code) + " ";
    result += is_negative ? "-" : "";
    result += whole;
    if (!fraction.empty())
        result += "." + fraction;
    return text_copy(result, call);
}

Value duration(int64_t seconds, bool with_days, const CallArguments& call) {
    // The smallest number has no opposite; nobody measures so long a time.
    const uint64_t length =
        seconds < 0 ? uint64_t{0} - static_cast<uint64_t>(seconds) : static_cast<uint64_t>(seconds);
    const uint64_t minutes = length / 60;
    if (!with_days)
        return text_copy(
            fmt::format("{:02}:{:02}:{:02}", minutes / 60, minutes % 60, length % 60), call
        );
    return text_copy(
        fmt::format(
            "{}:{:02}:{:02}:{:02}", minutes / 1440, minutes / 60 % 24, minutes % 60, length % 60
        ),
        call
    );
}

Value call_format_duration(const CallArguments& call) {
    const Value& first = call[0];
    if (first.is_null())
        return Value::null();
    if (first.is_number())
        return duration(whole_part(first), call.size() > 1 && call[1].is_true(), call);
    const bool is_span =
        (first.tag() == Tag::date_time || first.tag() == Tag::time) && call.size() > 1;
    if (is_span && call[1].is_null())
        return Value::null();
    if (!is_span || call[1].tag() != first.tag())
        return make_fault("FORMATDURATION takes seconds, or two date-times or times", *call.arena);
    return duration(
        (call[1].integer() - first.integer()) / 1000, first.tag() == Tag::date_time, call
    );
}

constexpr Function list[] = {
    {.name = "FORMATCURRENCY",
     .parameters = currency_parameters,
     .doc = "An amount with its currency's code and as many digits as the currency has.",
     .examples = currency_examples,
     .call = call_format_currency},
    {.name = "FORMATDURATION",
     .parameters = duration_parameters,
     .doc = "A length of time as hours, minutes and seconds; with days before them if asked, and "
            "between two date-times.",
     .examples = duration_examples,
     .call = call_format_duration},
    {.name = "CURRENCYRATE",
     .parameters = one_code,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The rate of a currency to the organisation's own. There is one currency here, so it "
            "is 1.",
     .examples = rate_examples,
     .call = [](const CallArguments&) { return Value::number(1); }},
};

} // namespace

std::span<const Function> formats() {
    return list;
}

} // namespace weir::functions
