// Records that flows have run for in a transaction: a process evaluates a record once, and with the
// setting suppresses_reentry any flow does.
#pragma once

#include "org/state.hpp"

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir {

struct SaveMarks {
    using Key = std::pair<const FlowProgram*, Id>;
    struct KeyHash {
        size_t operator()(const Key& key) const {
            return std::hash<const void*>{}(key.first) * 31 + IdHash{}(key.second);
        }
    };
    std::unordered_map<Key, uint32_t, KeyHash> runs;
    std::vector<Key> log; // in the order of the runs, so that a rollback can take them back
};

/// The rows that the flow may run for, which are marked now.
[[nodiscard]] std::vector<uint32_t> rows_to_enter(
    Transaction& transaction, const FlowProgram& flow, std::span<const Id> ids, Rows rows
);

/// How many marks there are, and back to that many.
[[nodiscard]] size_t count_marks(const TransactionState& state);
void take_back_marks(TransactionState& state, size_t count);

} // namespace weir
