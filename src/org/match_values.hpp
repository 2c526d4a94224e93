// How matching rules compare: values in a normal form, and texts that are nearly the same.
#pragma once

#include "base/arena.hpp"
#include "program/save_rules.hpp"
#include "types/value.hpp"

#include <string>
#include <string_view>

namespace weir {

/// What of a value is compared: small letters; without what the method passes over (punctuation,
/// "Inc", all of a telephone number but its area and the next three digits …). Blank values are
/// empty.
[[nodiscard]] std::string match_form(Value value, MatchMethod method, Arena& arena);

/// Whether equal normal forms are the only match.
[[nodiscard]] bool is_letter_for_letter(MatchMethod method);

/// Whether two normal forms match: by the algorithms and thresholds of Salesforce's matching
/// methods (match_scores.hpp). Of those that its help names the table of nicknames is missing, and
/// names sound alike by Metaphone, not by its third version.
[[nodiscard]] bool is_match(std::string_view left, std::string_view right, MatchMethod method);

} // namespace weir
