// Which node of a flow's graph is reached through which alone: what the nested text and the layout
// of the canvas are made of.
#pragma once

#include "metadata/arrange.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::metadata {

/// The graph with a vertex for every slot, so that "only reached through this outcome" is
/// dominance. Vertex 0 is the root; node n is vertex n + 1; slots and nexts follow. Connectors that
/// are go-tos lead nowhere. The nodes must live as long.
class Dominators {
public:
    Dominators(const std::vector<GraphNode>& nodes, GraphEdge entry);

    /// The node that stands in a slot, or behind a node on its own connector.
    [[nodiscard]] uint32_t in_slot(uint32_t node, size_t slot) const {
        return only_child_[slot_vertex_[node][slot]];
    }
    [[nodiscard]] uint32_t in_next(uint32_t node) const {
        const uint32_t vertex = next_vertex_[node];
        return vertex == nowhere ? nowhere : only_child_[vertex];
    }
    /// Where branches of a node meet again, in the order in which they run.
    [[nodiscard]] const std::vector<uint32_t>& follows(uint32_t node) const {
        return follows_[node];
    }
    /// What the root dominates itself: the entry, other roots, and what several of them lead to.
    [[nodiscard]] const std::vector<uint32_t>& tops() const { return tops_; }

private:
    uint32_t add_slot(uint32_t node, GraphEdge edge);
    /// Every node is reached: by the entry, or as a root of its own. One that others lead to comes
    /// after those that nothing leads to, so that as little as possible is a root.
    void add_roots();
    void visit(uint32_t from, std::vector<char>& seen) const;
    /// Reverse postorder; successors are taken from the last, so that the first comes first.
    void number();
    /// Cooper, Harvey and Kennedy's iteration over the reverse postorder.
    void compute();

    const std::vector<GraphNode>& nodes_;
    std::vector<std::vector<uint32_t>> successors_;
    std::vector<std::vector<uint32_t>> slot_vertex_;
    std::vector<uint32_t> next_vertex_;
    std::vector<uint32_t> order_;
    std::vector<uint32_t> by_order_;
    std::vector<uint32_t> only_child_;
    std::vector<std::vector<uint32_t>> follows_;
    std::vector<uint32_t> tops_;
};

} // namespace weir::metadata
