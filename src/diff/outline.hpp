// A declaration taken apart: its settings and every element, resource and member by itself, without
// the elements that stand inside of it; where it goes on stands in its wires.
#pragma once

#include "base/arena.hpp"
#include "syntax/ast.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weir::diff {

/// Where an element goes on. `label` says when: empty for what comes next, `Yes` for an outcome,
/// `fault`, `body` of a loop, `start` of a flow.
struct Wire {
    std::string label;
    std::string to; // a name; empty: the end
    bool is_fault = false;
    bool is_outcome = false;
};

struct Item {
    const Element* element = nullptr;
    std::string key;     // small letters; tells it from all others of its declaration
    std::string keyword; // "get"; "field" for a field
    std::string name;
    std::string text; // as the formatter writes it, on lines that differ only where it does
    std::vector<std::string> part_names;      // in their order
    std::map<std::string, std::string> parts; // "label", "where", "outcome Yes condition"
    std::vector<Wire> wires;
    bool has_order = false; // its place among the others says when it runs
};

struct Outline {
    Item head;               // the declaration without what is inside
    std::vector<Item> items; // in the order of the text
};

/// The arena takes texts and pieces; the element must live as long as the outline.
[[nodiscard]] Outline outline(const Element& declaration, Arena& arena);

/// "Yes -> Get_Contact", as it would stand in a text.
[[nodiscard]] std::string wire_text(const Wire& wire);

} // namespace weir::diff
