// The scores that Salesforce's matching methods are made of, 0 to 100 (its help, "Matching
// Algorithms Used with Matching Methods"). All compare normal forms of match_values.hpp: small
// letters, words with one blank between them. Empty texts score nothing.
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// The share of letters that need not be put in, left out or replaced: `vp sales` and `vp of sales`
/// score 73.
[[nodiscard]] double edit_score(std::string_view left, std::string_view right);
/// The same, where a key beside the right one on the keyboard is half a mistake.
[[nodiscard]] double keyboard_score(std::string_view left, std::string_view right);
/// By letters in common, their order and the beginning: `jon` and `jonathan` score 85.
[[nodiscard]] double jaro_winkler_score(std::string_view left, std::string_view right);
/// The edit score of syllables, of which similar ones are a part of a mistake.
[[nodiscard]] double syllable_score(std::string_view left, std::string_view right);
/// One is the first letters of the other's words: `amd`.
[[nodiscard]] bool is_acronym(std::string_view left, std::string_view right);
/// One has nothing but initials, and they are the other's: `j` and `jonathan`.
[[nodiscard]] bool are_initials(std::string_view left, std::string_view right);
/// Number 20, name 50, suffix and suite 15 each: `123 market street suite 100` and
/// `123 market drive suite 300` score 70.
[[nodiscard]] double street_score(std::string_view left, std::string_view right);

/// How a name sounds, in the letters of Metaphone; names of other alphabets have none.
[[nodiscard]] std::string sound_of(std::string_view name); // match_sounds.cpp
/// Both sound the same: `smith` and `smyth`. Sounds of one letter say too little.
[[nodiscard]] bool sound_alike(std::string_view left, std::string_view right);

} // namespace weir
