// The one index that the program written by hand needs (portal_cpp.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace portal {

constexpr char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
}

inline bool same_name(std::string_view left, std::string_view right) {
    if (left.size() != right.size())
        return false;
    for (size_t index = 0; index < left.size(); ++index)
        if (lower(left[index]) != lower(right[index]))
            return false;
    return true;
}

/// User names without case, each with the number of its user. Linear probing; at most half full.
/// `User` has a `username`.
template<class User>
class NameIndex {
public:
    explicit NameIndex(const std::vector<User>& users) : users_(users), slots_(1024) {}

    /// False if the name is taken.
    bool add(std::string_view name, uint32_t user) {
        if (++used_ * 2 > slots_.size())
            grow();
        const uint64_t hash = hash_of(name);
        for (size_t at = hash & mask();; at = (at + 1) & mask()) {
            Slot& slot = slots_[at];
            if (slot.user == 0) {
                slot = {static_cast<uint32_t>(hash >> 32), user};
                return true;
            }
            if (slot.hash == static_cast<uint32_t>(hash >> 32) &&
                same_name(users_[slot.user - 1].username, name)) {
                --used_;
                return false;
            }
        }
    }

private:
    struct Slot {
        uint32_t hash = 0;
        uint32_t user = 0; // from 1; 0: free
    };

    static uint64_t hash_of(std::string_view name) {
        uint64_t hash = name.size();
        while (name.size() >= 8) {
            uint64_t word = 0;
            std::memcpy(&word, name.data(), 8);
            hash = mix(hash, word);
            name.remove_prefix(8);
        }
        uint64_t word = 0;
        std::memcpy(&word, name.data(), name.size());
        hash = mix(hash, word);
        return hash ^ hash >> 29;
    }
    // Setting the bit of lower case folds the letters (and a few signs, which the comparison tells
    // apart).
    static uint64_t mix(uint64_t hash, uint64_t word) {
        hash = (hash ^ (word | 0x2020202020202020)) * 0x9e3779b97f4a7c15;
        return hash ^ hash >> 32;
    }

    [[nodiscard]] size_t mask() const { return slots_.size() - 1; }
    void grow() {
        std::vector<Slot> old(slots_.size() * 2);
        old.swap(slots_);
        for (const Slot& slot : old) {
            if (slot.user == 0)
                continue;
            size_t at = hash_of(users_[slot.user - 1].username) & mask();
            while (slots_[at].user != 0)
                at = (at + 1) & mask();
            slots_[at] = slot;
        }
    }

    const std::vector<User>& users_;
    std::vector<Slot> slots_;
    size_t used_ = 0;
};

} // namespace portal
