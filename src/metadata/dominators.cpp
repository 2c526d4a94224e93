#include "metadata/dominators.hpp"

#include <algorithm>
#include <utility>

namespace weir::metadata {

Dominators::Dominators(const std::vector<GraphNode>& nodes, GraphEdge entry) : nodes_(nodes) {
    const size_t count = nodes.size();
    successors_.resize(count + 1);
    slot_vertex_.resize(count);
    next_vertex_.assign(count, nowhere);
    for (uint32_t node = 0; node < count; ++node) {
        for (const GraphSlot& slot : nodes[node].slots)
            slot_vertex_[node].push_back(add_slot(node, slot.edge));
        if (nodes[node].has_next)
            next_vertex_[node] = add_slot(node, nodes[node].next);
    }
    if (entry.to != nowhere && !entry.is_go_to)
        successors_[0].push_back(entry.to + 1);
    add_roots();
    number();
    compute();
}

uint32_t Dominators::add_slot(uint32_t node, GraphEdge edge) {
    const auto vertex = static_cast<uint32_t>(successors_.size());
    successors_.emplace_back();
    successors_[node + 1].push_back(vertex);
    if (edge.to != nowhere && !edge.is_go_to)
        successors_[vertex].push_back(edge.to + 1);
    return vertex;
}

void Dominators::add_roots() {
    std::vector<char> seen(successors_.size(), 0);
    visit(0, seen);
    std::vector<char> has_way(nodes_.size(), 0);
    for (size_t vertex = nodes_.size() + 1; vertex < successors_.size(); ++vertex)
        for (const uint32_t to : successors_[vertex])
            has_way[to - 1] = 1;
    for (const bool with_way : {false, true}) {
        for (uint32_t node = 0; node < nodes_.size(); ++node) {
            if (seen[node + 1] != 0 || (has_way[node] != 0) != with_way)
                continue;
            successors_[0].push_back(node + 1);
            visit(node + 1, seen);
        }
    }
}

void Dominators::visit(uint32_t from, std::vector<char>& seen) const {
    std::vector<uint32_t> stack{from};
    seen[from] = 1;
    while (!stack.empty()) {
        const uint32_t vertex = stack.back();
        stack.pop_back();
        for (const uint32_t to : successors_[vertex]) {
            if (seen[to] != 0)
                continue;
            seen[to] = 1;
            stack.push_back(to);
        }
    }
}

void Dominators::number() {
    order_.assign(successors_.size(), nowhere);
    std::vector<std::pair<uint32_t, size_t>> stack{{0, 0}};
    std::vector<char> seen(successors_.size(), 0);
    seen[0] = 1;
    while (!stack.empty()) {
        auto& [vertex, taken] = stack.back();
        const std::vector<uint32_t>& next = successors_[vertex];
        if (taken == next.size()) {
            by_order_.push_back(vertex);
            stack.pop_back();
            continue;
        }
        const uint32_t to = next[next.size() - 1 - taken++];
        if (seen[to] != 0)
            continue;
        seen[to] = 1;
        stack.emplace_back(to, 0);
    }
    std::reverse(by_order_.begin(), by_order_.end());
    for (uint32_t place = 0; place < by_order_.size(); ++place)
        order_[by_order_[place]] = place;
}

void Dominators::compute() {
    std::vector<std::vector<uint32_t>> predecessors(successors_.size());
    for (const uint32_t vertex : by_order_)
        for (const uint32_t to : successors_[vertex])
            predecessors[to].push_back(vertex);
    std::vector<uint32_t> dominator(successors_.size(), nowhere);
    dominator[0] = 0;
    const auto common = [&](uint32_t left, uint32_t right) {
        while (left != right) {
            while (order_[left] > order_[right])
                left = dominator[left];
            while (order_[right] > order_[left])
                right = dominator[right];
        }
        return left;
    };
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t place = 1; place < by_order_.size(); ++place) {
            const uint32_t vertex = by_order_[place];
            uint32_t found = nowhere;
            for (const uint32_t from : predecessors[vertex])
                if (dominator[from] != nowhere)
                    found = found == nowhere ? from : common(found, from);
            changed = changed || dominator[vertex] != found;
            dominator[vertex] = found;
        }
    }
    only_child_.assign(successors_.size(), nowhere);
    follows_.resize(nodes_.size());
    for (const uint32_t vertex : by_order_) {
        if (vertex == 0 || vertex > nodes_.size())
            continue;
        const uint32_t above = dominator[vertex];
        if (above > nodes_.size())
            only_child_[above] = vertex - 1;
        else if (above > 0)
            follows_[above - 1].push_back(vertex - 1);
        else
            tops_.push_back(vertex - 1);
    }
}

} // namespace weir::metadata
