// The connectors of a flow in XML as a graph, for the layout of the canvas.
#pragma once

#include "metadata/arrange.hpp"
#include "metadata/xml.hpp"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::metadata {

/// Node 0 is the start, even where the flow does not hold it. A start with scheduled paths is a
/// branching one, and its first slot the path that runs at once.
struct CanvasGraph {
    explicit CanvasGraph(const XmlNode& flow);

    [[nodiscard]] size_t count() const { return nodes.size(); }

    std::vector<GraphNode> nodes;
    std::vector<std::string_view> names;

private:
    void add_start(const XmlNode& flow);
    void add_connectors(uint32_t node, const XmlNode& element);
    void add_members(GraphNode& made, const XmlNode& element, std::string_view tag) const;
    [[nodiscard]] GraphEdge edge(const XmlNode* connector) const;

    std::unordered_map<std::string_view, uint32_t> by_name_;
};

} // namespace weir::metadata
