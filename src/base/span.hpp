// A place in the sources: two offsets into the one space that a SourceMap lays all files out in.
#pragma once

#include <algorithm>
#include <cstdint>

namespace weir {

/// Half-open range of bytes, `begin` to `end`, in the global offset space of a `SourceMap`.
/// Offset 0 belongs to no file, so a default Span means "nowhere".
struct Span {
    uint32_t begin = 0;
    uint32_t end = 0;

    [[nodiscard]] bool is_nowhere() const { return begin == 0; }
    [[nodiscard]] uint32_t size() const { return end - begin; }
    bool operator==(const Span&) const = default;
};

/// The smallest span that covers both; a nowhere span adds nothing.
[[nodiscard]] inline Span cover(Span first, Span second) {
    if (first.is_nowhere()) return second;
    if (second.is_nowhere()) return first;
    return {std::min(first.begin, second.begin), std::max(first.end, second.end)};
}

} // namespace weir
