// Values to text and text to values.

#include "formula/functions/parts.hpp"
#include "formula/numbers.hpp"
#include "types/convert.hpp"
#include "types/decimal.hpp"
#include "types/id.hpp"

#include <algorithm>
#include <array>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter one_value[] = {{"value", any}};
constexpr Parameter one_text[] = {{"text", text}};
constexpr Parameter id_parameters[] = {{"id", text}};

constexpr Example text_examples[] = {
    {"TEXT(2.50)", "2.5"}, {"TEXT(DATE(2026, 3, 1))", "2026-03-01"}, {"TEXT(NULL)", "null"}};
constexpr Example value_examples[] = {
    {"VALUE('2.50')", "2.5"},
    {"VALUE('+1e3')", "1000"},
    {"VALUE(' 1')", "fault"},
    {"VALUE('two')", "fault"},
    {"VALUE('')", "null"}};
constexpr Example is_number_examples[] = {
    {"ISNUMBER('-1.5e3')", "true"}, {"ISNUMBER('1-2')", "false"}, {"ISNUMBER(NULL)", "false"}};
constexpr Example id_examples[] = {{"CASESAFEID('001D000000IqhSL')", "001D000000IqhSLIAZ"}};

Value call_text(const CallArguments& call) {
    if (call[0].is_null())
        return Value::null();
    return text_or_null(to_formula_text(call[0], *call.arena));
}

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

// Java's decimals: sign, digits with a point anywhere, exponent. Types' parser wants digits on both
// sides of the point, so the spelling is completed.
std::optional<Decimal> parse_java_decimal(std::string_view text) {
    std::string spelling;
    size_t at = 0;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
        if (text[at] == '-')
            spelling += '-';
        ++at;
    }
    const auto take_digits = [&](std::string& into) {
        const size_t begin = at;
        while (at < text.size() && is_digit(text[at]))
            into += text[at++];
        return at - begin;
    };
    std::string whole;
    std::string fraction;
    size_t digits = take_digits(whole);
    if (at < text.size() && text[at] == '.') {
        ++at;
        digits += take_digits(fraction);
    }
    if (digits == 0)
        return std::nullopt;
    spelling += whole.empty() ? "0" : whole;
    if (!fraction.empty())
        spelling += "." + fraction;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        spelling += 'e';
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
            if (text[at] == '-')
                spelling += '-';
            ++at;
        }
        if (take_digits(spelling) == 0)
            return std::nullopt;
    }
    if (at != text.size())
        return std::nullopt;
    return parse_decimal(spelling);
}

Value call_value(const CallArguments& call) {
    const std::string_view text = text_or_empty(call[0]);
    if (text.empty())
        return Value::null();
    const auto decimal = parse_java_decimal(text);
    if (!decimal)
        return make_fault("a text that VALUE is given is no number", *call.arena);
    return number_value(*decimal, *call.arena);
}

Value call_is_number(const CallArguments& call) {
    return Value::boolean(!call[0].is_null() && parse_java_decimal(call[0].as_text()).has_value());
}

// What is no id stays as it is.
Value call_case_safe_id(const CallArguments& call) {
    const std::string_view text = call[0].as_text();
    const auto id = parse_id(text);
    if (!id)
        return text_or_null(text);
    const std::array<char, 18> long_form = to_text(*id);
    return text_copy({long_form.data(), long_form.size()}, call);
}

Value call_session(const CallArguments& call) {
    if (call.surroundings == nullptr)
        return Value::null();
    return text_or_null(call.surroundings->session_id);
}

constexpr Function list[] = {
    {.name = "TEXT",
     .parameters = one_value,
     .doc = "The value as a text: numbers plain, dates yyyy-MM-dd, date-times yyyy-MM-dd "
            "HH:mm:ssZ, picklists their API value.",
     .examples = text_examples,
     .call = call_text},
    {.name = "VALUE",
     .parameters = one_text,
     .result = ResultRule::number,
     .doc = "The number that a text spells; fails for anything else, null for a blank text.",
     .examples = value_examples,
     .call = call_value},
    {.name = "ISNUMBER",
     .parameters = one_text,
     .result = ResultRule::boolean,
     .doc = "Whether a text spells a number.",
     .examples = is_number_examples,
     .call = call_is_number},
    {.name = "CASESAFEID",
     .parameters = id_parameters,
     .null_in_null_out = true,
     .doc = "The 18 characters of an id of 15.",
     .examples = id_examples,
     .call = call_case_safe_id},
    {.name = "GETSESSIONID",
     .parameters = {},
     .pure = false,
     .doc = "The id of the user's session.",
     .call = call_session},
};

} // namespace

std::span<const Function> conversions() {
    return list;
}

} // namespace weir::functions
