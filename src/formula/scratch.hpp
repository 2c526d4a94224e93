// Memory for the intermediate columns of an evaluation: a stack that grows once and is then reused.
#pragma once

#include "types/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <vector>

namespace weir {

/// A stack of blocks. Nothing is freed while it is in use; ScratchMark gives back what was taken
/// since.
class Scratch {
public:
    Scratch() = default;
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    /// The calling thread's own.
    [[nodiscard]] static Scratch& of_this_thread();

    /// Uninitialised but for its type: every row that is read was written before.
    [[nodiscard]] Value* column(uint32_t capacity) {
        return reinterpret_cast<Value*>(take(size_t{capacity} * sizeof(Value)));
    }
    [[nodiscard]] uint32_t* rows(size_t count) {
        return reinterpret_cast<uint32_t*>(take(count * sizeof(uint32_t)));
    }
    template<class T>
    [[nodiscard]] std::span<T> array(size_t count) {
        static_assert(std::is_trivially_destructible_v<T>, "scratch runs no destructors");
        T* const first = reinterpret_cast<T*>(take(count * sizeof(T)));
        for (size_t index = 0; index < count; ++index)
            ::new (first + index) T{};
        return {first, count};
    }

private:
    friend class ScratchMark;
    static constexpr size_t alignment = alignof(std::max_align_t);

    [[nodiscard]] std::byte* take(size_t bytes) {
        const size_t rounded = (bytes + alignment - 1) & ~(alignment - 1);
        if (block_ < blocks_.size() && rounded <= blocks_[block_].size - used_) {
            std::byte* const at = blocks_[block_].memory.get() + used_;
            used_ += rounded;
            return at;
        }
        return take_from_next(rounded);
    }
    [[nodiscard]] std::byte* take_from_next(size_t bytes);

    struct Block {
        std::unique_ptr<std::byte[]> memory;
        size_t size = 0;
    };
    std::vector<Block> blocks_;
    size_t block_ = 0;
    size_t used_ = 0;
};

/// Gives back, at its end, everything taken since it was made.
class ScratchMark {
public:
    explicit ScratchMark(Scratch& scratch)
        : scratch_(scratch), block_(scratch.block_), used_(scratch.used_) {}
    ScratchMark(const ScratchMark&) = delete;
    ScratchMark& operator=(const ScratchMark&) = delete;
    ~ScratchMark() {
        scratch_.block_ = block_;
        scratch_.used_ = used_;
    }

private:
    Scratch& scratch_;
    size_t block_;
    size_t used_;
};

} // namespace weir
