// From a graph of connectors to nested text: which element stands behind which, what stands in the
// braces of an outcome, a loop body or a fault path, and which connectors remain `-> Name`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::metadata {

inline constexpr uint32_t nowhere = UINT32_MAX;

struct GraphEdge {
    uint32_t to = nowhere;
    bool is_go_to = false; // is written as `-> Name` in any case
};

/// What comes out of a node besides its next element, in the order of the text.
struct GraphSlot {
    enum class Kind : uint8_t {
        outcome,   // goes on behind the node unless it says otherwise
        otherwise, // the same, and may be left out
        body,      // of a loop: goes back to it
        fault,     // goes on behind the node
    };
    Kind kind = Kind::outcome;
    GraphEdge edge;
};

struct GraphNode {
    std::vector<GraphSlot> slots;
    /// A decision has none: its outcomes are all there is.
    bool has_next = true;
    GraphEdge next;
    /// Stands in no block: what its slots hold is reached by them alone, and ends there.
    bool stands_apart = false;
};

struct PlacedItem {
    enum class Kind : uint8_t { node, go_to, end };
    Kind kind = Kind::node;
    uint32_t node = nowhere; // of end: none
};
using PlacedBlock = std::vector<PlacedItem>;

struct PlacedSlot {
    enum class Kind : uint8_t { through, go_to, block };
    Kind kind = Kind::through;
    uint32_t node = nowhere;
    PlacedBlock block;
};

struct Arrangement {
    PlacedBlock top;
    std::vector<std::vector<PlacedSlot>> slots; // by node
};

/// Arranges all nodes, also those that nothing leads to: they stand at the end. What is dominated
/// by an outcome stands in it; where branches meet again stands behind the node at which they
/// parted.
[[nodiscard]] Arrangement arrange(const std::vector<GraphNode>& nodes, GraphEdge entry);

} // namespace weir::metadata
