// Functions that cut, fill and change texts. Lengths and positions count UTF-16 units, as Java
// does.

#include "formula/functions/parts.hpp"
#include "formula/numbers.hpp"
#include "types/decimal.hpp"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter one_text[] = {{"text", text}};
constexpr Parameter text_and_count[] = {{"text", text}, {"num_chars", number}};
constexpr Parameter mid_parameters[] = {
    {"text", text}, {"start_num", number}, {"num_chars", number}};
constexpr Parameter substr_parameters[] = {
    {"text", text}, {"start_num", number}, {.name = "num_chars", .kind = number, .optional = true}};
constexpr Parameter pad_parameters[] = {
    {"text", text},
    {"padded_length", number},
    {.name = "pad_string", .kind = text, .optional = true}};
constexpr Parameter case_parameters[] = {
    {"text", text}, {.name = "locale", .kind = text, .optional = true}};
constexpr Parameter one_number[] = {{"number", number}};
constexpr Parameter replace_parameters[] = {{"text", text}, {"old_text", text}, {"new_text", text}};

constexpr Example len_examples[] = {{"LEN('flow')", "4"}, {"LEN(NULL)", "0"}};
constexpr Example left_examples[] = {
    {"LEFT('flow', 2)", "fl"}, {"LEFT('flow', 0)", "null"}, {"LEFT('flow', 9)", "flow"}};
constexpr Example right_examples[] = {{"RIGHT('flow', 2)", "ow"}};
constexpr Example mid_examples[] = {
    {"MID('flow', 2, 2)", "lo"},
    {"MID('flow', 0, 2)", "fl"},
    {"MID('flow', 9, 2)", "null"},
    {"MID('flow', 4.5, 2)", "null"}};
constexpr Example substr_examples[] = {{"SUBSTR('flow', 3)", "ow"}, {"SUBSTR('flow', -1)", "w"}};
constexpr Example lpad_examples[] = {{"LPAD('7', 3, '0')", "007"}, {"LPAD('flow', 2)", "fl"}};
constexpr Example rpad_examples[] = {{"RPAD('7', 3, 'ab')", "7ab"}};
constexpr Example trim_examples[] = {{"TRIM('  a b ')", "a b"}, {"TRIM('   ')", "null"}};
constexpr Example upper_examples[] = {{"UPPER('Straße')", "STRASSE"}, {"UPPER('i', 'tr')", "İ"}};
constexpr Example lower_examples[] = {{"LOWER('Flow')", "flow"}};
constexpr Example initcap_examples[] = {{"INITCAP('mr. SMITH')", "Mr. Smith"}};
constexpr Example reverse_examples[] = {{"REVERSE('flow')", "wolf"}};
constexpr Example ascii_examples[] = {{"ASCII('A')", "65"}};
constexpr Example chr_examples[] = {{"CHR(8364)", "€"}, {"CHR(0)", "null"}};
constexpr Example substitute_examples[] = {{"SUBSTITUTE('a-b-c', '-', '+')", "a+b+c"}};

constexpr size_t most_units = size_t{1} << 30;

// A count of characters: nothing below zero, and never more than any text has.
size_t count_of(const Value& number) {
    return static_cast<size_t>(std::clamp<int64_t>(whole_part(number), 0, most_units));
}

Value call_len(const CallArguments& call) {
    return Value::number(static_cast<int64_t>(utf16_length(text_or_empty(call[0]))));
}

Value call_left(const CallArguments& call) {
    return text_or_null(units(call[0].as_text(), 0, count_of(call[1])));
}

Value call_right(const CallArguments& call) {
    const std::string_view text = call[0].as_text();
    const size_t length = utf16_length(text);
    const size_t count = std::min(count_of(call[1]), length);
    return text_or_null(text.substr(byte_offset(text, length - count)));
}

// A start behind the last character, also by a fraction.
bool is_beyond(const Value& start, std::string_view text) {
    return compare(start.decimal(), Decimal::of(static_cast<int64_t>(utf16_length(text)))) > 0;
}

Value call_mid(const CallArguments& call) {
    const std::string_view text = call[0].as_text();
    if (is_beyond(call[1], text))
        return Value::null();
    const int64_t start = std::clamp<int64_t>(whole_part(call[1]), 1, most_units);
    return text_or_null(units(text, static_cast<size_t>(start - 1), count_of(call[2])));
}

// Unlike MID, a start below zero counts from the end.
Value call_substr(const CallArguments& call) {
    const std::string_view text = call[0].as_text();
    const auto length = static_cast<int64_t>(utf16_length(text));
    int64_t start = std::clamp<int64_t>(whole_part(call[1]), -int64_t{most_units}, most_units);
    if (start < 0)
        start += length;
    else
        start = std::max<int64_t>(start - 1, 0);
    if (start < 0 || start >= length || is_beyond(call[1], text))
        return Value::null();
    const size_t count = call.size() > 2 ? count_of(call[2]) : most_units;
    return text_or_null(units(text, static_cast<size_t>(start), count));
}

Value pad(const CallArguments& call, bool left) {
    const Value& count_value = call[1];
    if (call[0].is_null() || count_value.is_null())
        return Value::null();
    const std::string_view text = call[0].as_text();
    const size_t count = count_of(count_value);
    const size_t length = utf16_length(text);
    if (text.empty() || count == 0)
        return Value::null();
    if (count <= length)
        return text_or_null(units(text, 0, count));
    if (count > longest_text)
        return too_long(call);
    std::string_view filler = call.size() > 2 ? text_or_empty(call[2]) : std::string_view{};
    if (filler.empty())
        filler = " ";
    const size_t missing = count - length;
    std::string padding;
    for (size_t made = 0; made < missing; made += utf16_length(filler))
        padding += filler;
    padding.resize(byte_offset(padding, missing));
    return text_copy(left ? padding + std::string(text) : std::string(text) + padding, call);
}

Value call_trim(const CallArguments& call) {
    std::string_view text = call[0].as_text();
    const size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return Value::null();
    text = text.substr(first, text.find_last_not_of(' ') + 1 - first);
    return text_or_null(text);
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string result;
    text.toUTF8String(result);
    return result;
}

icu::UnicodeString to_utf16(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

template<bool is_upper>
Value change_case(const CallArguments& call) {
    if (call[0].is_null())
        return Value::null();
    const std::string_view text = call[0].as_text();
    if (call.size() < 2 || call[1].is_null())
        return text_or_null(is_upper ? to_upper(text, *call.arena) : to_lower(text, *call.arena));
    const icu::Locale locale(std::string(call[1].as_text()).c_str());
    icu::UnicodeString changed = to_utf16(text);
    if (is_upper)
        changed.toUpper(locale);
    else
        changed.toLower(locale);
    return text_copy(to_utf8(changed), call);
}

// A word begins behind everything that is no letter and no digit, so `_` too.
Value call_initcap(const CallArguments& call) {
    icu::UnicodeString result;
    bool in_word = false;
    const icu::UnicodeString source = to_utf16(call[0].as_text());
    for (int32_t at = 0; at < source.length(); at = source.moveIndex32(at, 1)) {
        const UChar32 character = source.char32At(at);
        const bool is_part = u_isalnum(character) != 0;
        const UChar32 changed =
            !is_part ? character : (in_word ? u_tolower(character) : u_totitle(character));
        result.append(changed);
        in_word = is_part;
    }
    return text_copy(to_utf8(result), call);
}

Value call_reverse(const CallArguments& call) {
    icu::UnicodeString text = to_utf16(call[0].as_text());
    text.reverse();
    return text_copy(to_utf8(text), call);
}

Value call_ascii(const CallArguments& call) {
    const icu::UnicodeString text = to_utf16(call[0].as_text());
    return text.isEmpty() ? Value::null() : Value::number(text.char32At(0));
}

Value call_chr(const CallArguments& call) {
    const int64_t code = whole_part(call[0]);
    constexpr int64_t last = 0x10FFFF;
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code <= 0 || code > last || is_surrogate)
        return Value::null();
    return text_copy(to_utf8(icu::UnicodeString(static_cast<UChar32>(code))), call);
}

Value call_substitute(const CallArguments& call) {
    if (call[0].is_null() || call[1].is_null())
        return Value::null();
    const std::string_view text = call[0].as_text();
    const std::string_view old = call[1].as_text();
    const std::string_view replacement = text_or_empty(call[2]);
    if (old.empty())
        return text_or_null(text);
    std::string result;
    size_t done = 0;
    for (size_t at = text.find(old); at != std::string_view::npos; at = text.find(old, done)) {
        result += text.substr(done, at - done);
        result += replacement;
        done = at + old.size();
        if (result.size() > longest_text)
            return too_long(call);
    }
    if (done == 0)
        return text_or_null(text);
    result += text.substr(done);
    return text_copy(result, call);
}

constexpr Function list[] = {
    {.name = "LEN",
     .parameters = one_text,
     .result = ResultRule::number,
     .doc = "Number of characters.",
     .examples = len_examples,
     .call = call_len},
    {.name = "LEFT",
     .parameters = text_and_count,
     .null_in_null_out = true,
     .doc = "The first characters.",
     .examples = left_examples,
     .call = call_left},
    {.name = "RIGHT",
     .parameters = text_and_count,
     .null_in_null_out = true,
     .doc = "The last characters.",
     .examples = right_examples,
     .call = call_right},
    {.name = "MID",
     .parameters = mid_parameters,
     .null_in_null_out = true,
     .doc = "Characters from the middle; the first is number 1.",
     .examples = mid_examples,
     .call = call_mid},
    {.name = "SUBSTR",
     .parameters = substr_parameters,
     .null_in_null_out = true,
     .doc = "Characters from the middle; below zero the start counts from the end.",
     .examples = substr_examples,
     .call = call_substr},
    {.name = "LPAD",
     .parameters = pad_parameters,
     .doc = "Filled up on the left to a length, with spaces or with a text; a longer text is cut.",
     .examples = lpad_examples,
     .call = [](const CallArguments& call) { return pad(call, true); }},
    {.name = "RPAD",
     .parameters = pad_parameters,
     .doc = "Filled up on the right to a length, with spaces or with a text; a longer text is cut.",
     .examples = rpad_examples,
     .call = [](const CallArguments& call) { return pad(call, false); }},
    {.name = "TRIM",
     .parameters = one_text,
     .null_in_null_out = true,
     .doc = "Without spaces at both ends.",
     .examples = trim_examples,
     .call = call_trim},
    {.name = "UPPER",
     .parameters = case_parameters,
     .doc = "In capitals, by the rules of a locale if one is given.",
     .examples = upper_examples,
     .call = change_case<true>},
    {.name = "LOWER",
     .parameters = case_parameters,
     .doc = "In small letters, by the rules of a locale if one is given.",
     .examples = lower_examples,
     .call = change_case<false>},
    {.name = "INITCAP",
     .parameters = one_text,
     .null_in_null_out = true,
     .doc = "Every word with a capital first and small letters behind.",
     .examples = initcap_examples,
     .call = call_initcap},
    {.name = "REVERSE",
     .parameters = one_text,
     .null_in_null_out = true,
     .doc = "From back to front.",
     .examples = reverse_examples,
     .call = call_reverse},
    {.name = "ASCII",
     .parameters = one_text,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The code of the first character.",
     .examples = ascii_examples,
     .call = call_ascii},
    {.name = "CHR",
     .parameters = one_number,
     .null_in_null_out = true,
     .doc = "The character with a code.",
     .examples = chr_examples,
     .call = call_chr},
    {.name = "SUBSTITUTE",
     .parameters = replace_parameters,
     .doc = "With every occurrence of one text replaced by another; with case.",
     .examples = substitute_examples,
     .call = call_substitute},
};

} // namespace

std::span<const Function> text() {
    return list;
}

} // namespace weir::functions
