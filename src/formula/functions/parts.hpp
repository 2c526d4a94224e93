// The lists of functions by subject, and what their implementations share. Only functions/ includes
// it.
#pragma once

#include "formula/function.hpp"
#include "types/text.hpp"

#include <span>
#include <string>
#include <string_view>

namespace weir::functions {

[[nodiscard]] std::span<const Function> logic();
[[nodiscard]] std::span<const Function> text();
[[nodiscard]] std::span<const Function> text_search();
[[nodiscard]] std::span<const Function> encodings();
[[nodiscard]] std::span<const Function> conversions();
[[nodiscard]] std::span<const Function> math();
[[nodiscard]] std::span<const Function> trigonometry();
[[nodiscard]] std::span<const Function> dates();
[[nodiscard]] std::span<const Function> times();
[[nodiscard]] std::span<const Function> picklists();
[[nodiscard]] std::span<const Function> formats();
[[nodiscard]] std::span<const Function> json();
[[nodiscard]] std::span<const Function> places();

/// The text of an argument; null is the empty text.
[[nodiscard]] inline std::string_view text_or_empty(const Value& value) {
    return value.is_null() ? std::string_view{} : value.as_text();
}

/// A text as the result of a function: the empty one is null.
[[nodiscard]] inline Value text_or_null(std::string_view text) {
    return text.empty() ? Value::null() : Value::text(text);
}

/// A text made for the result.
[[nodiscard]] inline Value text_copy(std::string_view text, const CallArguments& call) {
    return text_or_null(call.arena->copy(text));
}

/// UTF-16 units from `begin` (from 0), at most `count` of them.
[[nodiscard]] inline std::string_view units(std::string_view text, size_t begin, size_t count) {
    const std::string_view rest = text.substr(byte_offset(text, begin));
    return rest.substr(0, byte_offset(rest, count));
}

/// Longest text that a function makes; what is longer is no text of a Salesforce field either.
constexpr size_t longest_text = size_t{1} << 20;

[[nodiscard]] inline Value too_long(const CallArguments& call) {
    return make_fault("a text is longer than a million characters", *call.arena);
}

} // namespace weir::functions
