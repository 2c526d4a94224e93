#include "diff/graph.hpp"

#include "diff/lines.hpp"

#include <fmt/format.h>

namespace weir::diff {

Graph::Graph(const Outline& outline) : outline_(outline), skipped_(outline.items.size(), false) {
    for (size_t at = 0; at < outline.items.size(); ++at)
        items_.emplace(outline.items[at].key, at);
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

std::set<Graph::Source> Graph::sources(size_t item) const {
    std::set<Source> result;
    const std::string& key = outline_.items[item].key;
    const auto add = [&](const Item& from, const std::string& from_key) {
        for (const Wire& wire : from.wires)
            if (behind(wire.to).contains(key))
                result.emplace(from_key, wire.label);
    };
    add(outline_.head, {});
    for (size_t at = 0; at < outline_.items.size(); ++at)
        if (!skipped_[at])
            add(outline_.items[at], outline_.items[at].key);
    return result;
}

std::string Graph::place(size_t item) const {
    const std::string& key = outline_.items[item].key;
    for (const Wire& wire : outline_.head.wires)
        if (small_letters(wire.to) == key)
            return "at the start";
    for (const Item& from : outline_.items) {
        for (const Wire& wire : from.wires) {
            if (small_letters(wire.to) != key)
                continue;
            const std::string& name = from.name.empty() ? from.keyword : from.name;
            if (wire.label.empty())
                return fmt::format("behind {}", name);
            if (wire.is_fault)
                return fmt::format("in the fault path of {}", name);
            if (wire.label == "body")
                return fmt::format("in {}", name);
            if (wire.is_outcome && wire.label != "otherwise")
                return fmt::format("in outcome {} of {}", wire.label, name);
            if (wire.label == "otherwise")
                return wire.is_outcome ? fmt::format("in otherwise of {}", name)
                                       : fmt::format("behind {}", name);
            return fmt::format("in {} of {}", wire.label, name);
        }
    }
    return {};
}

} // namespace weir::diff
