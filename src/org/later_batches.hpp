// How what was put off runs: in batches, each a transaction, which is tried again without those
// that failed (reference/runtime.md, section 1).
#pragma once

#include "base/result.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace weir {

/// Milliseconds, as all times of the scheduler.
constexpr int64_t minute_of_scheduler = 60'000;
/// Those that went well are run again without those that failed, at most twice.
constexpr int most_attempts = 3;

/// Hands the items to `run` in their order, in vectors of at most `size`; the first failure ends
/// it.
template<class Item, class Run>
Status run_in_batches(std::vector<Item> items, size_t size, Run&& run) {
    for (size_t first = 0; first < items.size(); first += size) {
        const size_t count = std::min(size, items.size() - first);
        const auto begin =
            std::make_move_iterator(items.begin() + static_cast<std::ptrdiff_t>(first));
        if (const Status done =
                run(std::vector<Item>(begin, begin + static_cast<std::ptrdiff_t>(count)));
            !done)
            return done;
    }
    return Done{};
}

} // namespace weir
