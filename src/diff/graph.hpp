// Where the elements of one version go on, past those that the other version does not have.
#pragma once

#include "diff/outline.hpp"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir::diff {

class Graph {
public:
    explicit Graph(const Outline& outline);

    /// Elements that are looked through, by index of the items.
    void skip(size_t item) { skipped_[item] = true; }
    [[nodiscard]] bool is_skipped(std::string_view to) const;

    /// The keys of what a connector to `to` leads to; the empty key is the end.
    [[nodiscard]] std::set<std::string> behind(std::string_view to) const;
    /// What leads to the items, by key: key of the source and label, past elements that are
    /// skipped. The key of the start is empty.
    using Source = std::pair<std::string, std::string>;
    using Sources = std::unordered_map<std::string, std::set<Source>>;
    [[nodiscard]] Sources sources() const;
    /// Where an item stands, in words: "behind Get_Contact", "in outcome Yes of Check", "at the
    /// start"; empty where nothing leads to it.
    [[nodiscard]] std::string place(size_t item) const;

private:
    [[nodiscard]] const Item* find(std::string_view name, size_t& index) const;

    const Outline& outline_;
    std::unordered_map<std::string, size_t> items_;       // by key
    std::unordered_map<std::string, std::string> places_; // by key
    std::vector<bool> skipped_;
};

} // namespace weir::diff
