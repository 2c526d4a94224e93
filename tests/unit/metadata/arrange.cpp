// From connectors to nested text. A graph is written as its nodes in order; the arrangement is read
// back as text: `A{ … }` for a slot, `->B` for a go-to, `.` for an end.

#include "metadata/arrange.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace weir::metadata;

namespace {

using Kind = GraphSlot::Kind;

GraphEdge to(uint32_t node) {
    return {node, false};
}
GraphEdge go_to(uint32_t node) {
    return {node, true};
}

GraphNode step(GraphEdge next = {}) {
    return {{}, true, next};
}
GraphNode decision(std::vector<GraphEdge> outcomes, GraphEdge otherwise) {
    GraphNode node{{}, false, {}};
    for (const GraphEdge edge : outcomes)
        node.slots.push_back({Kind::outcome, edge});
    node.slots.push_back({Kind::otherwise, otherwise});
    return node;
}
GraphNode loop(GraphEdge body, GraphEdge next) {
    return {{{Kind::body, body}}, true, next};
}
GraphNode faulting(GraphEdge next, GraphEdge fault) {
    return {{{Kind::fault, fault}}, true, next};
}

std::string text(const Arrangement& arrangement, const PlacedBlock& block) {
    std::string result;
    for (const PlacedItem& item : block) {
        if (!result.empty())
            result += ' ';
        if (item.kind == PlacedItem::Kind::end) {
            result += '.';
            continue;
        }
        const char name = static_cast<char>('A' + item.node);
        if (item.kind == PlacedItem::Kind::go_to) {
            result += "->";
            result += name;
            continue;
        }
        result += name;
        for (const PlacedSlot& slot : arrangement.slots[item.node]) {
            if (slot.kind == PlacedSlot::Kind::through)
                result += "{=}";
            if (slot.kind == PlacedSlot::Kind::go_to)
                result += std::string("{->") + static_cast<char>('A' + slot.node) + "}";
            if (slot.kind == PlacedSlot::Kind::block)
                result += "{" + text(arrangement, slot.block) + "}";
        }
    }
    return result;
}

std::string arranged(const std::vector<GraphNode>& nodes, GraphEdge entry = to(0)) {
    const Arrangement arrangement = arrange(nodes, entry);
    return text(arrangement, arrangement.top);
}

enum : uint32_t { A, B, C, D, E, F };

} // namespace

TEST_CASE("elements stand in the order in which they run") {
    CHECK(arranged({step(to(C)), step(), step(to(B))}) == "A C B");
}

TEST_CASE("what only an outcome leads to stands in it, where branches meet stands behind") {
    CHECK(arranged({decision({to(B)}, to(C)), step(to(D)), step(to(D)), step()}) == "A{B}{C} D");
    CHECK(arranged({decision({to(B)}, to(C)), step(to(C)), step()}) == "A{B}{=} C");
}

TEST_CASE("an outcome that ends says so where something follows") {
    CHECK(arranged({decision({to(B), {}}, to(C)), step(to(C)), step()}) == "A{B}{.}{=} C");
    CHECK(arranged({decision({to(B)}, {}), step()}) == "A{B}{=}");
}

TEST_CASE("a decision that only guards does not nest what follows") {
    CHECK(arranged({decision({{}}, to(B)), step(to(C)), step()}) == "A{.}{=} B C");
}

TEST_CASE("the end of a body goes back to its loop") {
    CHECK(arranged({loop(to(B), to(C)), step(to(A)), step()}) == "A{B} C");
    CHECK(
        arranged({loop(to(B), to(E)), decision({to(C)}, to(A)), step(to(A)), step(), step()}) ==
        "A{B{C}{=}} E . D"
    );
}

TEST_CASE("a fault path that several elements share stands once and is gone to") {
    CHECK(arranged({faulting(to(B), to(C)), faulting({}, to(C)), step()}) == "A{->C} B{->C} . C");
    CHECK(arranged({faulting(to(B), to(C)), step(), step()}) == "A{C .} B");
}

TEST_CASE("a connector that says it is a go-to stays one") {
    CHECK(arranged({decision({to(B)}, to(C)), step(go_to(C)), step()}) == "A{B ->C}{C}");
    CHECK(arranged({step(to(B)), decision({go_to(A)}, {})}) == "A B{->A}{=}");
}

TEST_CASE("a cycle without a loop is gone back to") {
    CHECK(arranged({step(to(B)), decision({to(A)}, to(C)), step()}) == "A B{->A}{C}");
}

TEST_CASE("what nothing leads to stands at the end") {
    CHECK(arranged({step(), step(to(C)), step()}) == "A . B C");
    CHECK(arranged({step(to(B)), step()}, {}) == ". A B");
}

TEST_CASE("a graph that cannot be nested keeps every connector") {
    // Two ways into a cycle.
    CHECK(arranged({decision({to(B)}, to(C)), step(to(C)), step(to(B))}) == "A{->B}{=} C B ->C");
}

TEST_CASE("deep nesting ends in go-tos, not in a stack overflow") {
    std::vector<GraphNode> nodes;
    constexpr uint32_t depth = 50'000;
    for (uint32_t node = 0; node < depth; ++node)
        nodes.push_back(decision({to(node + 1)}, {}));
    nodes.push_back(step());
    const Arrangement arrangement = arrange(nodes, to(0));
    size_t placed = 0;
    for (const auto& slots : arrangement.slots)
        placed += slots.empty() ? 0 : 1;
    CHECK(placed == depth);
}
