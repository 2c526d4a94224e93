// Tags that stand deeper than in their element: `validationRule/errorMessage`.
#pragma once

#include "metadata/xml.hpp"
#include "metadata/xml_maker.hpp"

#include <string_view>
#include <vector>

namespace weir::metadata {

/// `errorMessage`
[[nodiscard]] constexpr std::string_view last_tag(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

/// The element that the last tag of the path stands in: `node` itself for a single tag; null if one
/// around it is not there.
[[nodiscard]] const XmlNode* find_outer(const XmlNode& node, std::string_view path);

/// What the path leads to, the first of each tag; null if it is not there.
[[nodiscard]] const XmlNode* find_tag(const XmlNode& node, std::string_view path);

/// Puts `nodes` where the last tag of `path` stands, into the outer element among `parts` if there
/// is one already.
void add_at(
    std::string_view path,
    const std::vector<const XmlNode*>& nodes,
    XmlMaker& make,
    std::vector<const XmlNode*>& parts
);

} // namespace weir::metadata
