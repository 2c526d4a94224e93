// The quiet block of a flow: what its XML says and its text does not, kept in the `metadata`
// clause. It holds XML without a root:
//
//     <positions>Get_Contact 176 134
//     Save 176 242</positions>            places on the canvas; `start` is the start
//     <canvas>108 323</canvas>            the canvas that derives the places from the connectors
//     (layout.hpp); without either line all of them are `0 0`
//     <element><name>Get_Contact</name>…  children of an element that replace those of their tag;
//     an element within it is an outcome, a field of the screen, …
//     <start>…                                 the same of the start
//     <without>storeOutputAutomatically</without>     a tag that is not there, in an element or the
//     flow; there with a name behind it, one element: <without>formulas Total</without>
//     <more>…                                  children of the flow besides what it writes: those
//     whose tag is a word of this block
//     <text>…                                  what a flow without children holds
//     <environments>…                          anything else replaces the children of the flow of
//     that tag
//
// An element that is called `start` has its place under the name `start` in backquotes.
#pragma once

#include "base/arena.hpp"
#include "base/diagnostic.hpp"
#include "metadata/flow_writer.hpp"
#include "metadata/layout.hpp"
#include "metadata/xml.hpp"
#include "syntax/ast.hpp"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::metadata {

class Quiet {
public:
    /// Reads the flow's `metadata` clause; what is no XML in it is reported and kept out.
    Quiet(const Element& flow, Arena& arena, Diagnostics& out);

    [[nodiscard]] WriteFacts facts() const { return facts_; }
    /// The flow with what the block adds and replaces.
    [[nodiscard]] const XmlNode* apply(const XmlNode& written);

private:
    struct Position {
        std::string_view x;
        std::string_view y;
    };
    using Children = std::vector<const XmlNode*>;

    void read_positions(std::string_view text);
    void read_canvas_line(std::string_view text, Span span, Diagnostics& out);
    [[nodiscard]] const XmlNode* laid_out(const XmlNode& flow) const;
    [[nodiscard]] const XmlNode* patched(
        const XmlNode& node, std::span<const XmlNode* const> patch, std::string_view position
    ) const;
    [[nodiscard]] bool is_replaced(const XmlNode& child, std::string_view name) const;

    Arena& arena_;
    const XmlNode* root_ = nullptr;
    std::unordered_map<std::string_view, const XmlNode*> elements_;
    std::unordered_map<std::string_view, Position> places_;
    std::optional<Canvas> canvas_;
    const XmlNode* start_ = nullptr;
    const XmlNode* start_written_ = nullptr; // of the flow that is patched
    std::vector<const XmlNode*> flow_patch_;
    std::vector<const XmlNode*> more_;
    WriteFacts facts_;
};

/// Compares what would be written with what was read, and puts the difference into the flow's
/// `metadata` clause: then `write_flow` gives the XML back.
void add_quiet(Element& flow, const XmlNode& root, Arena& arena);

} // namespace weir::metadata
