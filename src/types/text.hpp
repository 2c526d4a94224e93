// Text as Salesforce sees it: UTF-8 inside, lengths in UTF-16 units, case folded where flows and
// SOQL ignore it.
#pragma once

#include "base/arena.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

[[nodiscard]] bool is_utf8(std::string_view bytes);
/// Byte offset of the first malformed sequence; npos if there is none.
[[nodiscard]] size_t first_malformed(std::string_view bytes);

/// Number of UTF-16 units: what LEN and field lengths count. ASCII is counted at once.
[[nodiscard]] size_t utf16_length(std::string_view text);
/// Byte offset of the UTF-16 unit `units`, or text.size(); never inside a character.
[[nodiscard]] size_t byte_offset(std::string_view text, size_t units);

/// Full Unicode case mapping of the root locale; the result lives in the arena (or is `text` itself
/// if nothing changes).
[[nodiscard]] std::string_view to_lower(std::string_view text, Arena& arena);
[[nodiscard]] std::string_view to_upper(std::string_view text, Arena& arena);

/// The text after simple case folding, character by character: what the functions below compare.
void fold_case(std::string_view text, std::string& folded);

/// Simple case folding. ASCII is compared without a conversion.
[[nodiscard]] int compare_ignoring_case(std::string_view left, std::string_view right);
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);
[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
[[nodiscard]] bool ends_with_ignoring_case(std::string_view text, std::string_view suffix);
[[nodiscard]] bool contains_ignoring_case(std::string_view text, std::string_view part);
/// Equal for texts that equal_ignoring_case calls equal.
[[nodiscard]] uint64_t hash_ignoring_case(std::string_view text);

/// For tables whose keys are texts that somebody else keeps, with or without capitals.
struct HashIgnoringCase {
    using is_avalanching = std::true_type;
    size_t operator()(std::string_view text) const { return hash_ignoring_case(text); }
};
struct EqualIgnoringCase {
    bool operator()(std::string_view left, std::string_view right) const {
        return equal_ignoring_case(left, right);
    }
};
[[nodiscard]] uint64_t hash(std::string_view text);

} // namespace weir
