// Flows on their way into .flow text. Nearly every flow reads as `read_flow` says; what the text
// could not give back (two elements of one name, a name that holds a backquote) stays XML.
#pragma once

#include "base/arena.hpp"
#include "metadata/xml.hpp"
#include "syntax/ast.hpp"

#include <string>
#include <string_view>

namespace weir::metadata {

struct FlowText {
    const Element* flow = nullptr; // never null; its text is `text`
    std::string text;              // as the formatter has it
    /// Children of the flow that the language does not say: they stand in its `metadata` clause.
    List<const XmlNode*> unsaid;
    bool comes_back = true; // false: not even so, because the flow's own name cannot be written
};

/// Reads a flow into a tree whose text, when it is read again, gives the same XML: tried before it
/// is handed out. `name`, `elements` and the lifetimes are those of `read_flow`.
[[nodiscard]] FlowText read_for_text(const XmlNode& root, Name name, Shapes elements, Arena& arena);

/// Whether both are the same flow: the order of different tags, the order of elements that have
/// names, and blanks and case in the logic of conditions do not matter.
[[nodiscard]] bool is_same_flow(const XmlNode& left, const XmlNode& right);

} // namespace weir::metadata
