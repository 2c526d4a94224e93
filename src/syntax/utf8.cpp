#include "syntax/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace weir::syntax {

namespace {

/// Length of the sequence that begins at `at`; 0 if it is not well-formed (too long, a surrogate,
/// beyond U+10FFFF).
size_t sequence(const unsigned char* at, size_t left) {
    const auto continues = [&](size_t index) {
        return index < left && (at[index] & 0xC0U) == 0x80U;
    };
    const unsigned char first = at[0];
    if (first < 0x80)
        return 1;
    if (first < 0xC2)
        return 0;
    if (first < 0xE0)
        return continues(1) ? 2 : 0;
    if (first < 0xF0) {
        if (!continues(1) || !continues(2))
            return 0;
        const bool overlong = first == 0xE0 && at[1] < 0xA0;
        const bool surrogate = first == 0xED && at[1] >= 0xA0;
        return overlong || surrogate ? 0 : 3;
    }
    if (first > 0xF4 || !continues(1) || !continues(2) || !continues(3))
        return 0;
    const bool overlong = first == 0xF0 && at[1] < 0x90;
    const bool beyond = first == 0xF4 && at[1] >= 0x90;
    return overlong || beyond ? 0 : 4;
}

} // namespace

size_t find_invalid_utf8(std::string_view text) {
    const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
    size_t at = 0;
    while (at < text.size()) {
        // Most text is ASCII: eight bytes at a time.
        uint64_t word = 0;
        if (text.size() - at >= sizeof word) {
            std::memcpy(&word, bytes + at, sizeof word);
            if ((word & 0x8080808080808080U) == 0) {
                at += sizeof word;
                continue;
            }
        }
        const size_t size = sequence(bytes + at, text.size() - at);
        if (size == 0)
            return at;
        at += size;
    }
    return at;
}

} // namespace weir::syntax
