// Rows that follow each other: what is done for them is done in one piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weir {

struct RowRun {
    uint32_t first = 0;
    uint32_t count = 0;
};

/// Whether rows that rise follow each other without a gap.
[[nodiscard]] inline bool is_unbroken(std::span<const uint32_t> rows) {
    return !rows.empty() && rows.back() - rows.front() == rows.size() - 1;
}

/// The same for rows that need not rise: what is copied for them can be copied in one
/// piece.
[[nodiscard]] inline bool is_run(std::span<const uint32_t> rows) {
    if (!is_unbroken(rows))
        return false;
    // By each row: the ends alone tell nothing. In one go: where they fit, most others do.
    uint32_t difference = 0;
    for (uint32_t index = 0; index < rows.size(); ++index)
        difference |= rows[index] ^ (rows.front() + index);
    return difference == 0;
}

/// Rows as runs, in their order; what `runs` had is gone.
inline void find_runs(std::span<const uint32_t> rows, std::vector<RowRun>& runs) {
    runs.clear();
    for (size_t at = 0; at < rows.size();) {
        const uint32_t first = rows[at];
        size_t next = at + 1;
        // In 64 bits: behind the last number comes none.
        while (next < rows.size() && rows[next] == first + uint64_t{next - at})
            ++next;
        runs.push_back({first, static_cast<uint32_t>(next - at)});
        at = next;
    }
}

[[nodiscard]] inline std::vector<RowRun> runs_of(std::span<const uint32_t> rows) {
    std::vector<RowRun> runs;
    find_runs(rows, runs);
    return runs;
}

} // namespace weir
