// One flow on its way from XML to a tree. Included by the read_*.cpp files alone.
#pragma once

#include "metadata/arrange.hpp"
#include "metadata/maker.hpp"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::metadata {

/// A child of the flow that has a shape: an element or a resource.
struct ReadNode {
    const XmlNode* xml = nullptr;
    const Shape* shape = nullptr;
};

/// The places of what comes out of an element, taken one after the other.
struct SlotCursor {
    const std::vector<PlacedSlot>& placed;
    size_t next = 0;

    [[nodiscard]] const PlacedSlot& take() { return placed[next++]; }
};

class FlowReader {
public:
    FlowReader(const XmlNode& root, Name name, Shapes shapes, Maker& make)
        : root_(root), name_(name), shapes_(shapes), make_(make) {}

    [[nodiscard]] Element* read();

private:
    // read_flow.cpp
    void collect();
    void drop_unreached();
    [[nodiscard]] std::vector<GraphNode> graph_of_nodes() const;
    [[nodiscard]] static const Shape* shape_of(const XmlNode& node, Shapes candidates);
    [[nodiscard]] GraphEdge edge(const XmlNode* connector) const;
    [[nodiscard]] GraphNode graph_node(const ReadNode& node) const;
    void add_slots(const ReadNode& node, GraphNode& made) const;
    [[nodiscard]] static std::vector<ReadNode>
    members(const XmlNode& node, const ClauseShape& block);
    [[nodiscard]] GraphEdge entry() const;
    [[nodiscard]] const Block* block(const PlacedBlock& placed);
    [[nodiscard]] Target target(const PlacedSlot& placed, const XmlNode& connector);
    [[nodiscard]] std::vector<Statement> resource_statements();

    // read_element.cpp
    [[nodiscard]] const Element* element(const ReadNode& node, SlotCursor* slots);
    void read_label(const ReadNode& node, Element& element);
    /// Of a clause that takes slots; false if the clause is not there.
    [[nodiscard]] bool read_connected(
        const ReadNode& node, const ClauseShape& shape, SlotCursor& slots, Clause& clause
    );
    [[nodiscard]] const Block*
    read_members(const XmlNode& node, const ClauseShape& shape, SlotCursor* slots);
    void read_subject(const ReadNode& node, Element& element);
    [[nodiscard]] bool read_clause(const ReadNode& node, const ClauseShape& shape, Clause& clause);
    [[nodiscard]] bool read_value(
        const XmlNode& outer, const XmlNode& child, const ClauseShape& shape, Clause& clause
    );
    void read_messages(const XmlNode& node, const ClauseShape& shape, std::vector<Clause>& clauses);
    [[nodiscard]] List<OrderKey> read_order(const XmlNode& outer, const ClauseShape& shape);
    [[nodiscard]] bool
    read_assignments(const XmlNode& node, const ClauseShape& shape, Clause& clause);
    [[nodiscard]] bool read_assignment(const XmlNode& item, XmlForm form, Assignment& assignment);
    [[nodiscard]] List<Outcome> outcomes(const XmlNode& node, SlotCursor& slots);
    [[nodiscard]] TypeRef read_type(const XmlNode& node);
    void read_description(const XmlNode& node, Element& element, std::vector<Clause>& clauses);

    // read_path.cpp
    void collect_paths();
    [[nodiscard]] std::vector<Statement> path_statements();

    const XmlNode& root_;
    Name name_;
    Shapes shapes_;
    Maker& make_;
    std::vector<ReadNode> nodes_; // elements, then paths
    size_t element_count_ = 0;
    std::vector<ReadNode> resources_;
    std::unordered_map<std::string_view, uint32_t> by_name_;
    Arrangement arrangement_;
};

} // namespace weir::metadata
