#include "base/arena.hpp"

#include <algorithm>

namespace weir {

namespace {

constexpr size_t first_chunk = size_t{16} << 10;
constexpr size_t largest_chunk = size_t{1} << 20;

} // namespace

Arena::Arena(Arena&& other) noexcept
    : chunks_(std::move(other.chunks_)),
      next_(std::exchange(other.next_, nullptr)),
      end_(std::exchange(other.end_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)) {
    other.chunks_.clear();
}

Arena& Arena::operator=(Arena&& other) noexcept {
    if (this != &other) {
        chunks_ = std::move(other.chunks_);
        other.chunks_.clear();
        next_ = std::exchange(other.next_, nullptr);
        end_ = std::exchange(other.end_, nullptr);
        capacity_ = std::exchange(other.capacity_, 0);
    }
    return *this;
}

void* Arena::allocate_chunk(size_t size, size_t alignment) {
    const size_t wanted =
        chunks_.empty() ? first_chunk : std::min(chunks_.back().size * 2, largest_chunk);
    const size_t bytes = std::max(wanted, size + alignment);
    chunks_.push_back({std::make_unique_for_overwrite<std::byte[]>(bytes), bytes});
    capacity_ += bytes;
    next_ = chunks_.back().memory.get();
    end_ = next_ + bytes;
    return allocate(size, alignment);
}

void Arena::clear() {
    if (chunks_.empty())
        return;
    if (chunks_.back().size > largest_chunk) {
        *this = Arena();
        return;
    }
    // The largest chunk is the last one; it will do for a use as large as this one.
    chunks_.erase(chunks_.begin(), chunks_.end() - 1);
    capacity_ = chunks_.back().size;
    next_ = chunks_.back().memory.get();
    end_ = next_ + capacity_;
}

} // namespace weir
