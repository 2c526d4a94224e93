#include "metadata/layout.hpp"

#include "base/limits.hpp"
#include "metadata/canvas_graph.hpp"
#include "metadata/dominators.hpp"

#include <algorithm>

namespace weir::metadata {

namespace {

/// Half the room of a column, and of an outcome that holds nothing and meets the others again.
constexpr double half_column = 132;
constexpr double half_gap = 44;
/// Half an element: so much of a loop's body stands left of the loop's axis.
constexpr double half_element = 44;
constexpr double right_of_loop = 84;
/// From the left of the start to the axis of its column, and of the canvas to the first column.
constexpr double left_of_start = 126;
constexpr double left_margin = 50;
/// Of a fault path that ends, below its last element.
constexpr double fault_end = 24;
/// Rooms below elements, which depend on the step alone.
struct Rows {
    double step;
    double merge;       // where branches meet again, or a loop ends
    double go_to;       // the sign of a connector that goes to an element elsewhere
    double fault_go_to; // the same right at the fault, where there is room already
};

Rows rows_of(const Canvas& canvas) {
    const auto step = static_cast<double>(canvas.step);
    const bool is_old = canvas.step == old_canvas_step;
    return {step, step - 24, is_old ? 60.0 : 66.0, is_old ? -24.0 : -18.0};
}

/// The room of a block around its axis and below its top.
struct Extent {
    double left = half_column;
    double right = 0;
    double height = 0;
    /// Nothing in it meets anything again or goes elsewhere.
    bool ends = false;
};

struct Offset {
    double x = 0;
    double y = 0;
};

/// Measures from the inside out, then places from the outside in. A block is an element and all
/// that stands below it on the same axis.
class Layout {
public:
    explicit Layout(const XmlNode& flow)
        : graph_(flow), dominators_(graph_.nodes, {0, false}), in_block_(graph_.count()) {}

    std::optional<Places> run(const Canvas& canvas) {
        rows_ = rows_of(canvas);
        shares_end_ = canvas.shares_end;
        slots_.assign(graph_.count(), {});
        is_too_deep_ = false;
        std::vector<Offset> at(graph_.count());
        place_tops(at);
        double first = static_cast<double>(widest_canvas);
        double last = 0;
        for (const Offset& place : at) {
            first = std::min(first, place.x);
            last = std::max(last, place.x);
        }
        if (is_too_deep_ || !(last - first < static_cast<double>(widest_canvas)))
            return std::nullopt;
        Places places;
        for (size_t node = 0; node < at.size(); ++node) {
            // What stands between two points stands on the left one.
            const auto x = static_cast<int64_t>(at[node].x - first + left_margin);
            const auto y = node == 0 ? 0 : static_cast<int64_t>(at[node].y) + canvas.first_row;
            places.emplace(graph_.names[node], Place{x, y});
        }
        return places;
    }

private:
    using Kind = GraphSlot::Kind;

    [[nodiscard]] std::vector<uint32_t> sequence(uint32_t first) const {
        std::vector<uint32_t> found;
        std::vector<uint32_t> stack;
        if (first != nowhere)
            stack.push_back(first);
        while (!stack.empty()) {
            const uint32_t node = stack.back();
            stack.pop_back();
            found.push_back(node);
            const std::vector<uint32_t>& follows = dominators_.follows(node);
            stack.insert(stack.end(), follows.rbegin(), follows.rend());
            if (const uint32_t next = dominators_.in_next(node); next != nowhere)
                stack.push_back(next);
        }
        return found;
    }

    /// What nothing leads to stands to the right of the flow.
    void place_tops(std::vector<Offset>& at) {
        double right = 0;
        for (const uint32_t top : dominators_.tops()) {
            const Extent extent = measure_block(top, nullptr, 0);
            const double x = top == 0 ? 0 : right + extent.left;
            right = x + extent.right;
            place(top, {x, 0}, at);
        }
        at[0].x -= left_of_start;
    }

    void place(uint32_t top, Offset top_at, std::vector<Offset>& at) const {
        std::vector<std::pair<uint32_t, Offset>> stack{{top, top_at}};
        while (!stack.empty()) {
            const auto [first, block] = stack.back();
            stack.pop_back();
            for (const uint32_t node : sequence(first)) {
                at[node] = {block.x, block.y + in_block_[node]};
                for (size_t slot = 0; slot < slots_[node].size(); ++slot) {
                    const Offset& offset = slots_[node][slot];
                    stack.push_back(
                        {dominators_.in_slot(node, slot),
                         {at[node].x + offset.x, at[node].y + offset.y}}
                    );
                }
            }
        }
    }

    /// `way` is the slot that the block stands in; it stands in none at the top.
    Extent measure_block(uint32_t first, const GraphSlot* way, uint32_t depth) {
        Extent block;
        if (depth > limits::nesting) {
            is_too_deep_ = true;
            return block;
        }
        const std::vector<uint32_t> nodes = sequence(first);
        if (nodes.empty())
            block.right = half_column;
        if (nodes.empty() && way != nullptr && way->edge.to != nowhere && !way->edge.is_go_to)
            block.right = half_gap;
        for (const uint32_t node : nodes) {
            const Extent element = measure_node(node, depth);
            in_block_[node] = block.height;
            block.left = std::max(block.left, element.left);
            block.right = std::max(block.right, element.right);
            block.height += element.height;
            block.ends = element.ends;
        }
        add_end(nodes, way, block);
        for (size_t index = nodes.size(); index-- > 0;)
            add_faults(nodes[index], depth, block);
        return block;
    }

    /// The sign below the last element: of an end, or of a go-to.
    void add_end(const std::vector<uint32_t>& nodes, const GraphSlot* way, Extent& block) const {
        const GraphEdge* last = nullptr;
        if (!nodes.empty() && graph_.nodes[nodes.back()].has_next)
            last = &graph_.nodes[nodes.back()].next;
        // A body without elements leads back to its loop, and has no end.
        if (nodes.empty() && way != nullptr && (way->kind != Kind::body || way->edge.to != nowhere))
            last = &way->edge;
        if (last == nullptr)
            return;
        block.ends = last->to == nowhere;
        if (block.ends)
            block.height += rows_.step;
        else if (last->is_go_to)
            block.height += rows_.go_to;
    }

    void add_faults(uint32_t node, uint32_t depth, Extent& block) {
        const std::vector<GraphSlot>& slots = graph_.nodes[node].slots;
        for (size_t slot = 0; slot < slots.size(); ++slot) {
            if (slots[slot].kind != Kind::fault)
                continue;
            const Extent path = measure_slot(node, slot, depth);
            slots_[node][slot] = {block.right + path.left, rows_.step};
            block.right += path.left + path.right;
            const double below = slots[slot].edge.is_go_to ? rows_.fault_go_to : fault_end;
            block.height =
                std::max(block.height, in_block_[node] + rows_.step + path.height + below);
        }
    }

    Extent measure_slot(uint32_t node, size_t slot, uint32_t depth) {
        const GraphSlot& way = graph_.nodes[node].slots[slot];
        return measure_block(dominators_.in_slot(node, slot), &way, depth + 1);
    }

    /// An element with its branches or its body; fault paths are the block's.
    Extent measure_node(uint32_t node, uint32_t depth) {
        const std::vector<GraphSlot>& slots = graph_.nodes[node].slots;
        slots_[node].resize(slots.size());
        // The start stands above the first row.
        const double own = node == 0 ? 0 : rows_.step;
        if (!slots.empty() && slots[0].kind == Kind::body) {
            const Extent body = measure_slot(node, 0, depth);
            const double to_body = body.left - half_element;
            slots_[node][0] = {to_body, own};
            // The way back has as much room at the left as the body takes at the right.
            return {to_body + body.left, right_of_loop, own + body.height + rows_.merge, false};
        }
        if (graph_.nodes[node].has_next)
            return {half_column, half_column, own, false};
        Extent branches = measure_branches(node, depth, own);
        branches.height += own + rows_.merge;
        return branches;
    }

    Extent measure_branches(uint32_t node, uint32_t depth, double own) {
        const std::vector<GraphSlot>& slots = graph_.nodes[node].slots;
        std::vector<Extent> extents;
        for (size_t slot = 0; slot < slots.size() && slots[slot].kind != Kind::fault; ++slot)
            extents.push_back(measure_slot(node, slot, depth));
        Extent all;
        all.ends = dominators_.follows(node).empty() &&
                   std::all_of(extents.begin(), extents.end(), [](const Extent& extent) {
                       return extent.ends;
                   });
        // All that ends there meets at the end of the flow.
        if (all.ends && shares_end_ && node != 0)
            for (size_t slot = 0; slot < extents.size(); ++slot)
                if (slots[slot].edge.to == nowhere)
                    extents[slot].right = half_gap;
        double last = 0;
        for (size_t slot = 0; slot < extents.size(); ++slot) {
            if (slot > 0)
                last += extents[slot - 1].right + extents[slot].left;
            slots_[node][slot] = {last, own};
            all.height = std::max(all.height, extents[slot].height);
        }
        const double middle = last / 2;
        for (size_t slot = 0; slot < extents.size(); ++slot)
            slots_[node][slot].x -= middle;
        all.left = middle + extents.front().left;
        all.right = middle + extents.back().right;
        return all;
    }

    CanvasGraph graph_;
    Dominators dominators_;
    Rows rows_{};
    bool shares_end_ = false;
    bool is_too_deep_ = false;
    std::vector<double> in_block_;           // how far below the top of its block a node stands
    std::vector<std::vector<Offset>> slots_; // from a node to the top of what stands in its slots
};

} // namespace

std::optional<Places> lay_out(const XmlNode& flow, const Canvas& canvas) {
    return Layout(flow).run(canvas);
}

} // namespace weir::metadata
