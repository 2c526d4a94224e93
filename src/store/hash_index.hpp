// Rows by the hash of a field's value.
//
//   hash ──► first ⇄ row ⇄ row ⇄ last        the links of a row lie in one vector, by row number
//
// Rows of one hash are chained through two numbers each, so that adding and removing take the same
// short time for an email that is there once and a status that half of all records have, and no row
// needs memory of its own. Chains are found by open addressing in twelve bytes each.
#pragma once

#include "store/row_directory.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::store {

/// Not every row in a chain has the value looked for: hashes collide. Nulls are not in the index.
class HashIndex {
public:
    void add(uint64_t hash, uint32_t row) {
        reserve(row + 1);
        if (used_ == most_used_) [[unlikely]]
            grow();
        const uint32_t key = key_of(hash);
        Chain& chain = chains_[place_of(key)];
        if (chain.count != 0) {
            append(chain, row);
            return;
        }
        ++used_;
        chain = {key, row, 1};
        links_[row] = {row, no_row};
    }
    /// Makes room for the links of so many rows.
    void reserve(uint32_t rows) {
        if (rows > links_.size())
            links_.resize(rows);
    }
    /// The row must be in the chain of this hash.
    void remove(uint64_t hash, uint32_t row);

    [[nodiscard]] uint32_t count(uint64_t hash) const {
        const Chain* const chain = find(key_of(hash));
        return chain == nullptr ? 0 : chain->count;
    }
    /// The first row and the number of rows of a chain; no_row and zero if there is none.
    struct Found {
        uint32_t first = no_row;
        uint32_t count = 0;
    };
    [[nodiscard]] Found look_up(uint64_t hash) const {
        const Chain* const chain = find(key_of(hash));
        return chain == nullptr ? Found{} : Found{chain->first, chain->count};
    }
    /// First row of a chain, or no_row; rows come in the order they were added.
    [[nodiscard]] uint32_t first(uint64_t hash) const {
        const Chain* const chain = find(key_of(hash));
        return chain == nullptr ? no_row : chain->first;
    }
    [[nodiscard]] uint32_t next(uint32_t row) const { return links_[row].next; }

    [[nodiscard]] size_t memory() const;

private:
    struct Chain {
        uint32_t key = 0;
        uint32_t first = no_row;
        uint32_t count = 0; // 0: the place is free
    };
    struct Link {
        uint32_t previous = no_row; // of the first row: the last
        uint32_t next = no_row;
    };

    /// Both halves: what reaches the index may have few different bits in one of them.
    [[nodiscard]] static uint32_t key_of(uint64_t hash) {
        return static_cast<uint32_t>(hash ^ (hash >> 32));
    }

    /// The place of the key, or the free one where it would be.
    [[nodiscard]] size_t place_of(uint32_t key) const {
        size_t place = key & mask_;
        while (chains_[place].count != 0 && chains_[place].key != key)
            place = (place + 1) & mask_;
        return place;
    }
    [[nodiscard]] const Chain* find(uint32_t key) const {
        if (used_ == 0)
            return nullptr;
        const Chain& chain = chains_[place_of(key)];
        return chain.count == 0 ? nullptr : &chain;
    }
    void append(Chain& chain, uint32_t row);
    void grow();
    void free_place(size_t place);

    std::vector<Chain> chains_; // a power of two of them, at most four fifths used
    size_t used_ = 0;
    size_t most_used_ = 0;
    size_t mask_ = 0;
    std::vector<Link> links_; // by row
};

} // namespace weir::store
