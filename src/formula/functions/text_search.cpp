// Functions that look for something in a text. All of them mind the case.

#include "formula/functions/java_regex.hpp"
#include "formula/functions/parts.hpp"
#include "formula/numbers.hpp"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <list>
#include <memory>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter text_and_part[] = {{"text", text}, {"compare_text", text}};
constexpr Parameter find_parameters[] = {
    {"search_text", text}, {"text", text}, {.name = "start_num", .kind = number, .optional = true}};
constexpr Parameter regex_parameters[] = {{"text", text}, {"regex_text", text}};
constexpr Parameter like_parameters[] = {
    {"text", text}, {"pattern", text}, {.name = "escape", .kind = text, .optional = true}};

constexpr Example contains_examples[] = {
    {"CONTAINS('workflow', 'flow')", "true"}, {"CONTAINS('workflow', 'Flow')", "false"}};
constexpr Example begins_examples[] = {{"BEGINS('workflow', 'work')", "true"}};
constexpr Example ends_examples[] = {{"ENDS('workflow', 'flow')", "true"}};
constexpr Example find_examples[] = {
    {"FIND('o', 'workflow')", "2"},
    {"FIND('o', 'workflow', 3)", "7"},
    {"FIND('x', 'flow')", "0"},
    {"FIND('', 'flow')", "0"}};
constexpr Example regex_examples[] = {
    {"REGEX('AB-12', '[A-Z]{2}-[0-9]+')", "true"},
    {"REGEX('AB-12', '[0-9]+')", "false"},
    {"REGEX('', '')", "true"},
    {"REGEX('a', '(')", "fault"}};
constexpr Example like_examples[] = {
    {"LIKE('workflow', 'work%')", "true"}, {"LIKE('flow', 'f_ow')", "true"}};

using Test = bool (*)(std::string_view text, std::string_view part);

// Every text contains the empty one; nothing is known of an empty text.
Value test(const CallArguments& call, Test holds) {
    const std::string_view text = text_or_empty(call[0]);
    const std::string_view part = text_or_empty(call[1]);
    if (part.empty())
        return Value::boolean(true);
    if (text.empty())
        return Value::null();
    return Value::boolean(holds(text, part));
}

Value call_contains(const CallArguments& call) {
    return test(call, [](std::string_view text, std::string_view part) {
        return text.find(part) != text.npos;
    });
}
Value call_begins(const CallArguments& call) {
    return test(call, [](std::string_view text, std::string_view part) {
        return text.starts_with(part);
    });
}
Value call_ends(const CallArguments& call) {
    return test(call, [](std::string_view text, std::string_view part) {
        return text.ends_with(part);
    });
}

Value call_find(const CallArguments& call) {
    const bool has_null =
        std::any_of(call.values.begin(), call.values.end(), [](const Value& value) {
            return value.is_null();
        });
    if (has_null)
        return Value::number(0);
    const std::string_view part = call[0].as_text();
    const std::string_view text = call[1].as_text();
    if (part.empty() || text.empty())
        return Value::number(0);
    constexpr int64_t beyond = int64_t{1} << 31;
    const int64_t start = call.size() > 2 ? std::clamp<int64_t>(whole_part(call[2]), 1, beyond) : 1;
    const size_t found = text.find(part, byte_offset(text, static_cast<size_t>(start - 1)));
    if (found == std::string_view::npos)
        return Value::number(0);
    return Value::number(static_cast<int64_t>(utf16_length(text.substr(0, found))) + 1);
}

struct CompiledRegex {
    std::string spelling;
    std::unique_ptr<icu::RegexPattern> pattern; // null if it is malformed
};

// A formula asks for the same expression for every row of a batch, so the last few are kept by each
// thread.
const icu::RegexPattern* compiled(std::string_view spelling) {
    constexpr size_t kept = 8;
    thread_local std::list<CompiledRegex> recent;
    const auto found =
        std::find_if(recent.begin(), recent.end(), [spelling](const CompiledRegex& entry) {
            return entry.spelling == spelling;
        });
    if (found != recent.end()) {
        recent.splice(recent.begin(), recent, found);
        return recent.front().pattern.get();
    }
    UErrorCode status = U_ZERO_ERROR;
    UParseError place;
    const std::string translated = java_regex(spelling);
    std::unique_ptr<icu::RegexPattern> pattern(icu::RegexPattern::compile(
        icu::UnicodeString::fromUTF8({translated.data(), static_cast<int32_t>(translated.size())}),
        0,
        place,
        status
    ));
    if (U_FAILURE(status))
        pattern.reset();
    recent.push_front({std::string(spelling), std::move(pattern)});
    if (recent.size() > kept)
        recent.pop_back();
    return recent.front().pattern.get();
}

// The whole text has to match. The engine gives up after a million looks at characters. ICU counts
// the points it may have to go back to, ten thousand a unit, and the memory they take.
Value call_regex(const CallArguments& call) {
    constexpr int32_t time_limit = 200;
    constexpr int32_t memory_limit = 8 << 20;
    const std::string_view text = text_or_empty(call[0]);
    const icu::RegexPattern* const pattern = compiled(text_or_empty(call[1]));
    if (pattern == nullptr)
        return make_fault("a regular expression is malformed", *call.arena);
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString input =
        icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    const std::unique_ptr<icu::RegexMatcher> matcher(pattern->matcher(input, status));
    if (U_FAILURE(status))
        return make_fault("a regular expression cannot be matched", *call.arena);
    matcher->setTimeLimit(time_limit, status);
    matcher->setStackLimit(memory_limit, status);
    const bool is_match = matcher->matches(status) != 0;
    if (U_FAILURE(status))
        return make_fault("a regular expression is too complicated for its text", *call.arena);
    return Value::boolean(is_match);
}

// `%` is any text, `_` any character, and what follows the escape itself. Greedy with one point to
// go back to, so the time is at most the product of both lengths.
bool is_like(std::string_view text, std::string_view pattern, char escape) {
    size_t at = 0;
    size_t in_pattern = 0;
    size_t retry_pattern = std::string_view::npos;
    size_t retry_text = 0;
    while (at < text.size() || in_pattern < pattern.size()) {
        if (in_pattern < pattern.size()) {
            const char letter = pattern[in_pattern];
            const bool is_escaped =
                letter == escape && escape != 0 && in_pattern + 1 < pattern.size();
            if (!is_escaped && letter == '%') {
                retry_pattern = in_pattern++;
                retry_text = at;
                continue;
            }
            if (at < text.size() && !is_escaped && letter == '_') {
                at += byte_offset(text.substr(at), 1) > 0 ? byte_offset(text.substr(at), 1)
                                                          : byte_offset(text.substr(at), 2);
                ++in_pattern;
                continue;
            }
            if (at < text.size() && text[at] == (is_escaped ? pattern[in_pattern + 1] : letter)) {
                ++at;
                in_pattern += is_escaped ? 2 : 1;
                continue;
            }
        }
        if (retry_pattern == std::string_view::npos || retry_text >= text.size())
            return false;
        in_pattern = retry_pattern + 1;
        at = ++retry_text;
    }
    return true;
}

Value call_like(const CallArguments& call) {
    if (call[0].is_null() || call[1].is_null())
        return Value::boolean(false);
    const std::string_view escape =
        call.size() > 2 ? text_or_empty(call[2]) : std::string_view("\\");
    return Value::boolean(
        is_like(call[0].as_text(), call[1].as_text(), escape.empty() ? '\0' : escape[0])
    );
}

constexpr Function list[] = {
    {.name = "CONTAINS",
     .parameters = text_and_part,
     .result = ResultRule::boolean,
     .doc = "Whether a text contains another; with case. Every text contains the empty one.",
     .examples = contains_examples,
     .call = call_contains},
    {.name = "BEGINS",
     .parameters = text_and_part,
     .result = ResultRule::boolean,
     .doc = "Whether a text begins with another; with case.",
     .examples = begins_examples,
     .call = call_begins},
    {.name = "ENDS",
     .parameters = text_and_part,
     .result = ResultRule::boolean,
     .doc = "Whether a text ends with another; with case.",
     .examples = ends_examples,
     .call = call_ends},
    {.name = "FIND",
     .parameters = find_parameters,
     .result = ResultRule::number,
     .doc = "Where a text first stands in another, from 1; 0 if it does not.",
     .examples = find_examples,
     .call = call_find},
    {.name = "REGEX",
     .parameters = regex_parameters,
     .result = ResultRule::boolean,
     .doc = "Whether the whole text matches a regular expression.",
     .examples = regex_examples,
     .call = call_regex},
    {.name = "LIKE",
     .parameters = like_parameters,
     .result = ResultRule::boolean,
     .doc = "Whether a text matches a pattern of `%` (any text) and `_` (any character).",
     .examples = like_examples,
     .call = call_like},
};

} // namespace

std::span<const Function> text_search() {
    return list;
}

} // namespace weir::functions
