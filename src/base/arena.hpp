// Bump allocation for what lives and dies together: an AST, a Program, the values of a transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace weir {

/// Whether a new T is all zero bytes, so that an array of them is made in one step. A type that is
/// says so beside its definition.
template<class T>
inline constexpr bool is_zero_when_new = std::is_arithmetic_v<T> || std::is_pointer_v<T>;

/// Whether AddressSanitizer is on: it sees who looks at what is gone only if the memory is given
/// back.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool is_memory_watched = true;
#elif defined(__has_feature)
inline constexpr bool is_memory_watched = __has_feature(address_sanitizer);
#else
inline constexpr bool is_memory_watched = false;
#endif

/// Owns memory in growing chunks and frees all of it at once. Nothing allocated here is ever
/// destroyed, so only trivially destructible types are taken (a deep tree can then not overflow
/// the stack in its destructor). Not thread-safe; memory is valid until `clear` or destruction.
class Arena {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    Arena(Arena&& other) noexcept;
    Arena& operator=(Arena&& other) noexcept;
    ~Arena() = default;

    /// `size` bytes aligned to `alignment` (a power of two, at most that of max_align_t).
    [[nodiscard]] void* allocate(size_t size, size_t alignment) {
        const auto at = (reinterpret_cast<uintptr_t>(next_) + alignment - 1) & ~(alignment - 1);
        if (next_ == nullptr || at + size > reinterpret_cast<uintptr_t>(end_)) [[unlikely]]
            return allocate_chunk(size, alignment);
        next_ = reinterpret_cast<std::byte*>(at + size);
        return reinterpret_cast<void*>(at);
    }

    template<class T, class... Args>
    [[nodiscard]] T* make(Args&&... args) {
        static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
        return ::new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
    }

    /// `count` value-initialised objects.
    template<class T>
    [[nodiscard]] std::span<T> make_array(size_t count) {
        static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
        if (count == 0)
            return {};
        T* const first = static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
        if constexpr (is_zero_when_new<T>)
            std::memset(static_cast<void*>(first), 0, count * sizeof(T));
        else
            for (size_t index = 0; index < count; ++index)
                ::new (first + index) T{};
        return {first, count};
    }

    /// Room for `count` objects, each of which is written before it is read.
    template<class T>
    [[nodiscard]] std::span<T> make_room(size_t count) {
        static_assert(std::is_trivially_copyable_v<T>, "nothing is made here");
        if (count == 0)
            return {};
        return {static_cast<T*>(allocate(count * sizeof(T), alignof(T))), count};
    }

    template<class T>
    [[nodiscard]] std::span<const T> copy(std::span<const T> items) {
        static_assert(std::is_trivially_copyable_v<T>, "an arena copies bytes");
        if (items.empty())
            return {};
        T* const first = static_cast<T*>(allocate(items.size_bytes(), alignof(T)));
        std::memcpy(static_cast<void*>(first), items.data(), items.size_bytes());
        return {first, items.size()};
    }
    template<class T>
    [[nodiscard]] std::span<const T> copy(const std::vector<T>& items) {
        return copy(std::span<const T>(items));
    }
    [[nodiscard]] std::string_view copy(std::string_view text) {
        if (text.empty())
            return {};
        char* const first = static_cast<char*>(allocate(text.size(), 1));
        std::memcpy(first, text.data(), text.size());
        return {first, text.size()};
    }

    /// Bytes held from the system.
    [[nodiscard]] size_t capacity() const { return capacity_; }

    /// Forgets everything; keeps one chunk for the next use, unless it was made for one large
    /// piece.
    void clear();

private:
    void* allocate_chunk(size_t size, size_t alignment);

    struct Chunk {
        std::unique_ptr<std::byte[]> memory;
        size_t size;
    };
    std::vector<Chunk> chunks_;
    std::byte* next_ = nullptr;
    std::byte* end_ = nullptr;
    size_t capacity_ = 0;
};

} // namespace weir
