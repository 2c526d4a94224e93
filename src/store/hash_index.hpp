// Rows by the hash of a field's value.
//
//   hash ──► first ⇄ row ⇄ row ⇄ last        the links of a row lie in one vector, by row number
//
// Rows of one hash are chained through two numbers each, so that adding and removing take the same
// short time for an email that is there once and a status that half of all records have, and no row
// needs memory of its own.
#pragma once

#include "store/row_directory.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <type_traits>
#include <vector>

namespace weir::store {

/// Not every row in a chain has the value looked for: hashes collide. Nulls are not in the index.
class HashIndex {
public:
    void add(uint64_t hash, uint32_t row);
    /// The row must be in the chain of this hash.
    void remove(uint64_t hash, uint32_t row);

    [[nodiscard]] uint32_t count(uint64_t hash) const {
        const auto found = chains_.find(hash);
        return found == chains_.end() ? 0 : found->second.count;
    }
    /// First row of a chain, or no_row; rows come in the order they were added.
    [[nodiscard]] uint32_t first(uint64_t hash) const {
        const auto found = chains_.find(hash);
        return found == chains_.end() ? no_row : found->second.first;
    }
    [[nodiscard]] uint32_t next(uint32_t row) const { return links_[row].next; }

    [[nodiscard]] size_t memory() const;

private:
    struct Chain {
        uint32_t first = no_row;
        uint32_t last = no_row;
        uint32_t count = 0;
    };
    struct Link {
        uint32_t previous = no_row;
        uint32_t next = no_row;
    };
    struct Identity {
        using is_avalanching = std::true_type; // the keys are hashes already
        size_t operator()(uint64_t hash) const noexcept { return hash; }
    };

    boost::unordered_flat_map<uint64_t, Chain, Identity> chains_;
    std::vector<Link> links_; // by row
};

} // namespace weir::store
