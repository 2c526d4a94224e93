// XML of the Metadata API as a tree of elements: pugixml behind limits, and the way a retrieve
// writes it.
#pragma once

#include "base/arena.hpp"
#include "base/diagnostic.hpp"
#include "base/source_map.hpp"

#include <span>
#include <string>
#include <string_view>

namespace weir::metadata {

/// An element without its attributes and comments, which metadata gives no meaning. It has either
/// children or a text. Immutable; it and its texts live in the arena they were made in.
struct XmlNode {
    std::string_view name;
    std::string_view text; // resolved: `&lt;` is `<`; empty where there are children
    std::span<const XmlNode* const> children;
    Span span;             // its start tag
    Span text_span;        // its text as written, or the start tag where there is none
    bool is_nil = false;   // `xsi:nil="true"`
    std::string_view type; // `xsi:type="xsd:double"`; empty if not said

    [[nodiscard]] const XmlNode* child(std::string_view tag) const;
    /// Of a child; empty if there is none.
    [[nodiscard]] std::string_view child_text(std::string_view tag) const;
    [[nodiscard]] bool has(std::string_view tag) const { return child(tag) != nullptr; }
    /// Whether a child says `true`.
    [[nodiscard]] bool is_true(std::string_view tag) const { return child_text(tag) == "true"; }
};

/// Reads a whole file. Document types are refused (so no entity expands), as are other encodings
/// than UTF-8, more than limits::xml_depth levels and more than limits::xml_tags tags. On a
/// mistake: reports once, and the result is null.
[[nodiscard]] const XmlNode* parse_xml(const SourceFile& file, Arena& arena, Diagnostics& out);

/// Reads elements that stand in a text without a root, as the quiet blocks of a flow hold them.
/// Null on a mistake, which is reported at `place`. The result is a nameless root.
[[nodiscard]] const XmlNode*
parse_fragment(std::string_view text, Span place, Arena& arena, Diagnostics& out);

/// A file as a retrieve writes it: UTF-8, four blanks a level, line feeds, one at the end.
[[nodiscard]] std::string print_xml(const XmlNode& root);
/// Elements without header, from `indent` levels on.
void print_nodes(std::span<const XmlNode* const> nodes, size_t indent, std::string& text);

/// Whether both say the same: names, texts and children in their order.
[[nodiscard]] bool equal(const XmlNode& left, const XmlNode& right);

} // namespace weir::metadata
