// Approval processes, and outbound messages of workflows, from XML.
#pragma once

#include "metadata/world_reader.hpp"

namespace weir::metadata {

/// `object` holds the field updates of its workflow, which the process names.
[[nodiscard]] const Element* read_approval_process(
    const XmlNode& node, Name name, const ObjectParts& object, const FieldIndex& fields, Maker& make
);

[[nodiscard]] const Element* read_outbound_message(const XmlNode& node, Name name, Maker& make);

} // namespace weir::metadata
