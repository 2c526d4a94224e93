// Assertions of flow tests about lists, as conditions that compare with one value each.
#pragma once

#include "metadata/maker.hpp"

#include <optional>
#include <vector>

namespace weir::metadata {

/// One condition of an assertion whose right side is a list: `In` and `NotIn`, and whether it is
/// equal to an empty one. Nothing if its right side is no list, or it asks something else of one.
[[nodiscard]] std::optional<const Condition*>
read_list_condition(const XmlNode& condition, Maker& make);

} // namespace weir::metadata
