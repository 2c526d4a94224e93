// The settings of a flow and what starts it, both ways: the one part of a flow whose XML is not a
// list of elements with a shape.
#pragma once

#include "metadata/maker.hpp"
#include "metadata/xml_maker.hpp"

#include <vector>

namespace weir::metadata {

/// Appends the clauses that stand inside the braces of the flow.
void read_header(const XmlNode& root, Maker& make, std::vector<Clause>& clauses);

/// Appends the tags of the flow but its elements. `entry` is the connector of its start, or null;
/// `paths` the other ways in; `has_screens` tells the type of a flow that does not say it.
void write_header(
    const Element& flow,
    const XmlNode* entry,
    const std::vector<const XmlNode*>& paths,
    bool has_screens,
    XmlMaker& make,
    std::vector<const XmlNode*>& children
);

} // namespace weir::metadata
