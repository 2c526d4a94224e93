// Criteria of rules as conditions. Included by the world_*.cpp alone.
#pragma once

#include "metadata/maker.hpp"

#include <string_view>

namespace weir::metadata {

/// The `formula` of a rule, else its items (`criteriaItems`, `duplicateRuleFilterItems`) joined by
/// its `booleanFilter`; null if it has neither.
[[nodiscard]] const Condition*
read_criteria(const XmlNode& node, std::string_view item, Maker& make);

} // namespace weir::metadata
