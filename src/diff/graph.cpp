#include "diff/graph.hpp"

#include "diff/lines.hpp"

#include <fmt/format.h>

namespace weir::diff {

namespace {

std::string place_behind(const Item& from, const Wire& wire) {
    const std::string& name = from.name.empty() ? from.keyword : from.name;
    if (wire.label.empty() || (wire.label == "otherwise" && !wire.is_outcome))
        return fmt::format("behind {}", name);
    if (wire.is_fault)
        return fmt::format("in the fault path of {}", name);
    if (wire.label == "body")
        return fmt::format("in {}", name);
    if (wire.is_outcome && wire.label != "otherwise")
        return fmt::format("in outcome {} of {}", wire.label, name);
    return fmt::format("in {} of {}", wire.label, name);
}

} // namespace

Graph::Graph(const Outline& outline) : outline_(outline), skipped_(outline.items.size(), false) {
    for (size_t at = 0; at < outline.items.size(); ++at)
        items_.emplace(outline.items[at].key, at);
    // The first connector that leads to an element says where it stands.
    for (const Wire& wire : outline.head.wires)
        places_.emplace(small_letters(wire.to), "at the start");
    for (const Item& from : outline.items)
        for (const Wire& wire : from.wires)
            places_.emplace(small_letters(wire.to), place_behind(from, wire));
}

const Item* Graph::find(std::string_view name, size_t& index) const {
    const auto found = items_.find(small_letters(name));
    if (name.empty() || found == items_.end())
        return nullptr;
    index = found->second;
    return &outline_.items[index];
}

bool Graph::is_skipped(std::string_view to) const {
    size_t index = 0;
    return find(to, index) != nullptr && skipped_[index];
}

std::set<std::string> Graph::behind(std::string_view to) const {
    std::set<std::string> result;
    std::set<std::string> seen;
    std::vector<std::string> open{std::string(to)};
    while (!open.empty()) {
        const std::string name = std::move(open.back());
        open.pop_back();
        if (!seen.insert(small_letters(name)).second)
            continue;
        size_t index = 0;
        const Item* const item = find(name, index);
        if (item == nullptr || !skipped_[index]) {
            result.insert(small_letters(name));
            continue;
        }
        // A fault path is another way than the one that others are on.
        for (const Wire& wire : item->wires)
            if (!wire.is_fault)
                open.push_back(wire.to);
    }
    return result;
}

Graph::Sources Graph::sources() const {
    Sources result;
    const auto add = [&](const Item& from, const std::string& from_key) {
        for (const Wire& wire : from.wires)
            for (const std::string& key : behind(wire.to))
                result[key].emplace(from_key, wire.label);
    };
    add(outline_.head, {});
    for (size_t at = 0; at < outline_.items.size(); ++at)
        if (!skipped_[at])
            add(outline_.items[at], outline_.items[at].key);
    return result;
}

std::string Graph::place(size_t item) const {
    const auto found = places_.find(outline_.items[item].key);
    return found == places_.end() ? std::string() : found->second;
}

} // namespace weir::diff
