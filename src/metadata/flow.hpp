// Flows of the Metadata API and of the language: one tree from either, and XML from either.
#pragma once

#include "base/arena.hpp"
#include "base/diagnostic.hpp"
#include "metadata/xml.hpp"
#include "metadata/xml_maker.hpp"
#include "syntax/ast.hpp"

#include <string_view>

namespace weir::metadata {

/// Reads a flow into the tree that its .flow text would give, with spans into the XML. `name` is
/// the API name, which the file's name says; `elements` are the shapes of elements and resources.
/// What the tree has no word for stands in the flow's `metadata` clause, so that `write_flow` gives
/// it back. The arena takes all; `root` must live as long.
[[nodiscard]] const Element*
read_flow(const XmlNode& root, Name name, Shapes elements, Arena& arena, Diagnostics& out);

/// The same of `part`, a flow that holds some of the children of `root`; the others stand in the
/// `metadata` clause as they are.
[[nodiscard]] const Element* read_part_of_flow(
    const XmlNode& root,
    const XmlNode& part,
    Name name,
    Shapes elements,
    Arena& arena,
    Diagnostics& out
);

/// The same as `read_flow` without that clause, for who checks and runs flows and does not write them: what is not
/// in the tree is found by writing it.
[[nodiscard]] const Element*
read_running_flow(const XmlNode& root, Name name, Shapes elements, Arena& arena, Diagnostics& out);

/// Writes a flow as a retrieve would. Expressions that XML cannot hold become formula resources.
/// Reports what cannot be written; the result is never null.
[[nodiscard]] const XmlNode* write_flow(const Element& flow, Arena& arena, Diagnostics& out);

} // namespace weir::metadata
