#include "metadata/canvas_graph.hpp"

#include "metadata/layout.hpp"

#include <algorithm>

namespace weir::metadata {

namespace {

size_t count_of(const XmlNode& element, std::string_view tag) {
    return static_cast<size_t>(std::count_if(
        element.children.begin(),
        element.children.end(),
        [&](const XmlNode* child) { return child->name == tag; }
    ));
}

/// A wait for a time goes on with its only event, as an assignment does with its next element.
bool is_plain_wait(const XmlNode& element) {
    return element.has("elementSubtype") && count_of(element, "waitEvents") == 1;
}

} // namespace

CanvasGraph::CanvasGraph(const XmlNode& flow) : nodes(1), names(1) {
    std::vector<const XmlNode*> elements{nullptr};
    for (const XmlNode* const child : flow.children) {
        const std::optional<std::string_view> name = placed_name(*child);
        if (!name || name->empty() ||
            !by_name_.emplace(*name, static_cast<uint32_t>(names.size())).second)
            continue;
        names.push_back(*name);
        elements.push_back(child);
    }
    nodes.resize(names.size());
    add_start(flow);
    for (uint32_t node = 1; node < nodes.size(); ++node)
        add_connectors(node, *elements[node]);
}

GraphEdge CanvasGraph::edge(const XmlNode* connector) const {
    if (connector == nullptr)
        return {};
    const auto found = by_name_.find(connector->child_text("targetReference"));
    if (found == by_name_.end())
        return {};
    return {found->second, connector->is_true("isGoTo")};
}

void CanvasGraph::add_start(const XmlNode& flow) {
    const XmlNode* const start = flow.child("start");
    GraphEdge entry = start == nullptr ? GraphEdge{} : edge(start->child("connector"));
    if (const auto found = by_name_.find(flow.child_text("startElementReference"));
        entry.to == nowhere && found != by_name_.end())
        entry = {found->second, false};
    GraphNode& made = nodes[0];
    if (start == nullptr || !start->has("scheduledPaths")) {
        made.next = entry;
        return;
    }
    made.has_next = false;
    made.slots.push_back({GraphSlot::Kind::outcome, entry});
    add_members(made, *start, "scheduledPaths");
}

void CanvasGraph::add_members(GraphNode& made, const XmlNode& element, std::string_view tag) const {
    for (const XmlNode* const child : element.children)
        if (child->name == tag)
            made.slots.push_back({GraphSlot::Kind::outcome, edge(child->child("connector"))});
}

void CanvasGraph::add_connectors(uint32_t node, const XmlNode& element) {
    GraphNode& made = nodes[node];
    if (element.name == "loops") {
        made.slots.push_back({GraphSlot::Kind::body, edge(element.child("nextValueConnector"))});
        made.next = edge(element.child("noMoreValuesConnector"));
    } else if (is_plain_wait(element)) {
        made.next = edge(element.child("waitEvents")->child("connector"));
    } else if (element.name == "decisions" || element.name == "waits") {
        made.has_next = false;
        add_members(made, element, element.name == "waits" ? "waitEvents" : "rules");
        made.slots.push_back({GraphSlot::Kind::otherwise, edge(element.child("defaultConnector"))});
    } else {
        made.next = edge(element.child("connector"));
    }
    if (const GraphEdge fault = edge(element.child("faultConnector")); fault.to != nowhere)
        made.slots.push_back({GraphSlot::Kind::fault, fault});
}

} // namespace weir::metadata
