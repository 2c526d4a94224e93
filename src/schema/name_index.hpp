// From names to numbers, without case: how objects and fields are found.
#pragma once

#include "types/text.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

/// Keeps no name of its own: whoever has the things says what the one of a number is called. A
/// schema has thousands of names, is made anew for every check, and is asked at each name of a
/// flow, so neither a key nor a node is allocated. Cells follow one another from the place that
/// the hash says to the first free one; a quarter of them at least is free.
class NameIndex {
public:
    /// `name_of(number)` is a name that was inserted.
    template<class NameOf>
    [[nodiscard]] std::optional<uint32_t> find(std::string_view name, const NameOf& name_of) const {
        return find(name, hash_of(name), name_of);
    }
    /// False if the name is there.
    template<class NameOf>
    bool insert(std::string_view name, uint32_t number, const NameOf& name_of) {
        const uint32_t hash = hash_of(name);
        if (find(name, hash, name_of))
            return false;
        if (4 * (count_ + 1) > 3 * cells_.size())
            grow();
        place({hash, number});
        ++count_;
        return true;
    }

private:
    static constexpr uint32_t free = UINT32_MAX;
    struct Cell {
        uint32_t hash = 0;
        uint32_t number = free;
    };

    template<class NameOf>
    [[nodiscard]] std::optional<uint32_t>
    find(std::string_view name, uint32_t hash, const NameOf& name_of) const {
        if (cells_.empty())
            return std::nullopt;
        for (size_t at = hash & (cells_.size() - 1); cells_[at].number != free;
             at = (at + 1) & (cells_.size() - 1))
            if (cells_[at].hash == hash && equal_ignoring_case(name_of(cells_[at].number), name))
                return cells_[at].number;
        return std::nullopt;
    }
    static uint32_t hash_of(std::string_view name) {
        const uint64_t hash = hash_ignoring_case(name);
        return static_cast<uint32_t>(hash ^ hash >> 32);
    }
    void place(Cell cell) {
        size_t at = cell.hash & (cells_.size() - 1);
        while (cells_[at].number != free)
            at = (at + 1) & (cells_.size() - 1);
        cells_[at] = cell;
    }
    void grow() {
        const std::vector<Cell> before = std::move(cells_);
        cells_.assign(before.empty() ? 16 : 2 * before.size(), Cell{});
        for (const Cell& cell : before)
            if (cell.number != free)
                place(cell);
    }

    std::vector<Cell> cells_; // a power of two
    size_t count_ = 0;
};

} // namespace weir
