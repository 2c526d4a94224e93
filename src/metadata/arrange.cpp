#include "metadata/arrange.hpp"

#include "metadata/dominators.hpp"

namespace weir::metadata {

namespace {

/// Blocks within blocks; beyond, what would be nested stands at the end and is gone to.
constexpr size_t deepest_block = 60;

class Arranger {
public:
    Arranger(const std::vector<GraphNode>& nodes, GraphEdge entry)
        : nodes_(nodes), dominators_(nodes, entry), entry_(entry) {
        result_.slots.resize(nodes.size());
    }

    Arrangement run() {
        std::vector<uint32_t> sequence;
        const bool has_entry = entry_.to != nowhere && !entry_.is_go_to;
        if (has_entry)
            extend(sequence, entry_.to);
        for (const uint32_t node : dominators_.tops()) {
            if (nodes_[node].stands_apart)
                place_slots(node, nowhere, 0);
            else if (!has_entry || node != entry_.to)
                extend(sequence, node);
        }
        PlacedBlock block;
        if (entry_.is_go_to && entry_.to != nowhere)
            block.push_back({PlacedItem::Kind::go_to, entry_.to});
        else if (!has_entry && !sequence.empty())
            block.push_back({PlacedItem::Kind::end});
        place(sequence, nowhere, 0, block);
        // What was too deep stands at the end. It may hold something deep in its turn.
        while (!late_.empty()) {
            const uint32_t node = late_.back();
            late_.pop_back();
            if (!block.empty() && block.back().kind == PlacedItem::Kind::node)
                block.push_back({PlacedItem::Kind::end});
            std::vector<uint32_t> more;
            extend(more, node);
            place(more, nowhere, 0, block);
        }
        result_.top = std::move(block);
        return std::move(result_);
    }

private:
    /// A decision that only guards: all outcomes but the default end, and the default goes on
    /// behind it.
    [[nodiscard]] bool is_guard(uint32_t node) const {
        const GraphNode& item = nodes_[node];
        if (item.has_next || item.slots.empty() || !dominators_.follows(node).empty())
            return false;
        for (const GraphSlot& slot : item.slots)
            if (slot.kind != GraphSlot::Kind::otherwise && slot.edge.to != nowhere)
                return false;
        return true;
    }

    [[nodiscard]] size_t guarded_slot(uint32_t node) const {
        const std::vector<GraphSlot>& slots = nodes_[node].slots;
        for (size_t slot = 0; slot < slots.size(); ++slot)
            if (slots[slot].kind == GraphSlot::Kind::otherwise)
                return slot;
        return slots.size();
    }

    /// Appends a node and all that stands behind it in the same block.
    void extend(std::vector<uint32_t>& sequence, uint32_t first) const {
        std::vector<uint32_t> stack{first};
        while (!stack.empty()) {
            const uint32_t node = stack.back();
            stack.pop_back();
            sequence.push_back(node);
            const std::vector<uint32_t>& follows = dominators_.follows(node);
            stack.insert(stack.end(), follows.rbegin(), follows.rend());
            uint32_t next = dominators_.in_next(node);
            if (is_guard(node)) {
                const size_t slot = guarded_slot(node);
                if (slot < nodes_[node].slots.size())
                    next = dominators_.in_slot(node, slot);
            }
            if (next != nowhere)
                stack.push_back(next);
        }
    }

    void place(
        const std::vector<uint32_t>& sequence, uint32_t behind, size_t depth, PlacedBlock& block
    ) {
        for (size_t index = 0; index < sequence.size(); ++index) {
            const uint32_t node = sequence[index];
            const uint32_t textual = index + 1 < sequence.size() ? sequence[index + 1] : behind;
            block.push_back({PlacedItem::Kind::node, node});
            const GraphNode& item = nodes_[node];
            uint32_t through = textual;
            if (item.has_next) {
                through = item.next.to;
                if (item.next.to != nowhere && (item.next.is_go_to || item.next.to != textual))
                    block.push_back({PlacedItem::Kind::go_to, item.next.to});
                else if (item.next.to == nowhere && textual != nowhere)
                    block.push_back({PlacedItem::Kind::end});
            }
            place_slots(node, through, depth);
        }
    }

    void place_slots(uint32_t node, uint32_t through, size_t depth) {
        const GraphNode& item = nodes_[node];
        for (size_t index = 0; index < item.slots.size(); ++index) {
            const GraphSlot& slot = item.slots[index];
            const uint32_t behind = slot.kind == GraphSlot::Kind::body ? node : through;
            PlacedSlot placed = place_slot(node, index, behind, depth);
            result_.slots[node].push_back(std::move(placed));
        }
    }

    PlacedSlot place_slot(uint32_t node, size_t index, uint32_t behind, size_t depth) {
        using Kind = PlacedSlot::Kind;
        const GraphSlot& slot = nodes_[node].slots[index];
        const uint32_t to = slot.edge.to;
        if (to != nowhere && slot.edge.is_go_to)
            return {Kind::go_to, to, {}};
        const bool needs_braces =
            slot.kind == GraphSlot::Kind::body || slot.kind == GraphSlot::Kind::fault;
        if (to == nowhere) {
            // A loop without a body has empty braces.
            if (slot.kind == GraphSlot::Kind::body)
                return {Kind::block, nowhere, {}};
            if (behind == nowhere)
                return {needs_braces ? Kind::block : Kind::through, nowhere, {}};
            return {Kind::block, nowhere, {{PlacedItem::Kind::end}}};
        }
        if (to == behind && slot.kind != GraphSlot::Kind::body)
            return {needs_braces ? Kind::block : Kind::through, nowhere, {}};
        if (dominators_.in_slot(node, index) != to)
            return {Kind::go_to, to, {}};
        if (depth >= deepest_block) {
            late_.push_back(to);
            return {Kind::go_to, to, {}};
        }
        std::vector<uint32_t> sequence;
        extend(sequence, to);
        PlacedSlot placed{Kind::block, nowhere, {}};
        place(sequence, behind, depth + 1, placed.block);
        return placed;
    }

    const std::vector<GraphNode>& nodes_;
    Dominators dominators_;
    GraphEdge entry_;
    Arrangement result_;
    std::vector<uint32_t> late_;
};

} // namespace

Arrangement arrange(const std::vector<GraphNode>& nodes, GraphEdge entry) {
    return Arranger(nodes, entry).run();
}

} // namespace weir::metadata
