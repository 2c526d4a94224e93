// Which names a flow reads, by what its XML says.
#pragma once

#include "metadata/xml.hpp"

#include <span>
#include <string_view>
#include <unordered_set>

namespace weir::metadata {

/// The first parts of all references to values: in values, conditions, formulas and merge fields.
[[nodiscard]] std::unordered_set<std::string_view> names_read(std::span<const XmlNode* const> nodes
);

} // namespace weir::metadata
