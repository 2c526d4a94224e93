// Where the record with an id stands, and which ids of an object are free.
#pragma once

#include "types/id.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

namespace weir::store {

constexpr uint32_t no_row = std::numeric_limits<uint32_t>::max();

/// Ids that the store made are a prefix and a dense serial, so a vector by serial finds their rows;
/// ids from elsewhere are in a map.
class RowDirectory {
public:
    explicit RowDirectory(KeyPrefix prefix)
        : prefix_(prefix), generated_high_(make_id(prefix, 0).high) {}

    void allocate(std::span<Id> ids);

    [[nodiscard]] uint32_t find(Id id) const {
        if (id.high == generated_high_ && id.low < rows_.size() && rows_[id.low] != no_row)
            return rows_[id.low];
        return foreign_.empty() ? no_row : find_foreign(id);
    }
    /// The id must be new here.
    void add(Id id, uint32_t row) { add(std::span(&id, 1), row); }
    /// Ids of rows that follow each other.
    void add(std::span<const Id> ids, uint32_t first_row);
    void move(Id id, uint32_t row);
    void remove(Id id);

    [[nodiscard]] size_t memory() const;

private:
    struct HashId {
        using is_avalanching = std::true_type;
        size_t operator()(Id id) const noexcept {
            const uint64_t state = (id.low ^ (uint64_t{id.high} << 32)) * 0x9e3779b97f4a7c15;
            return (state ^ (state >> 32)) * 0xd6e8feb86659fd93;
        }
    };

    [[nodiscard]] uint32_t find_foreign(Id id) const;
    void add_foreign(Id id, uint32_t row);

    KeyPrefix prefix_;
    uint32_t generated_high_;
    uint64_t next_serial_ = 1;
    std::vector<uint32_t> rows_; // by serial
    boost::unordered_flat_map<Id, uint32_t, HashId> foreign_;
    /// Serials ahead of ours that came from elsewhere: never given out, even after the record is
    /// gone.
    boost::unordered_flat_set<uint64_t> taken_;
};

} // namespace weir::store
