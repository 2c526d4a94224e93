#include "formula/scratch.hpp"

#include <algorithm>

namespace weir {

namespace {
constexpr size_t block_bytes = size_t{256} << 10;
}

Scratch& Scratch::of_this_thread() {
    thread_local Scratch scratch;
    return scratch;
}

std::byte* Scratch::take_from_next(size_t bytes) {
    // A later block may be too small for a wide batch: it is skipped, and used again by the next
    // evaluation.
    size_t next = blocks_.empty() ? 0 : block_ + 1;
    while (next < blocks_.size() && blocks_[next].size < bytes)
        ++next;
    if (next == blocks_.size()) {
        const size_t size = std::max(bytes, block_bytes);
        blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    }
    block_ = next;
    used_ = bytes;
    return blocks_[block_].memory.get();
}

} // namespace weir
