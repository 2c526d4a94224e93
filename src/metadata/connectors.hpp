// Where every element of a flow goes on, from the order of its text.
#pragma once

#include "syntax/ast.hpp"

#include <string_view>
#include <unordered_map>

namespace weir::metadata {

/// An element by its name; nothing where an interview ends.
struct Connection {
    std::string_view to;
    bool is_go_to = false; // written as `-> Name`

    [[nodiscard]] bool is_end() const { return to.empty(); }
};

class Connectors {
public:
    explicit Connectors(const Block& flow) { entry_ = wire(flow, {}, 0); }

    [[nodiscard]] Connection entry() const { return entry_; }
    /// What comes behind an element.
    [[nodiscard]] Connection next(const Element& element) const { return find(nexts_, &element); }
    /// Where a target of an element leads (an outcome's, a fault path's, the body of a loop).
    [[nodiscard]] Connection target(const Target& target) const { return find(targets_, &target); }
    [[nodiscard]] Connection body(const Block& body) const { return find(bodies_, &body); }

private:
    Connection wire(const Block& block, Connection behind, size_t depth);
    void wire_element(const Element& element, Connection behind, size_t depth);
    void wire_members(const Block& members, Connection behind, size_t depth);
    void wire_path(const Element& path, size_t depth);
    void wire_target(const Target& target, Connection behind, size_t depth);

    template<class Map, class Key>
    [[nodiscard]] static Connection find(const Map& map, const Key& key) {
        const auto found = map.find(key);
        return found == map.end() ? Connection{} : found->second;
    }

    Connection entry_;
    std::unordered_map<const Element*, Connection> nexts_;
    std::unordered_map<const Target*, Connection> targets_;
    std::unordered_map<const Block*, Connection> bodies_;
};

} // namespace weir::metadata
