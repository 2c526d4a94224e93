// Texts eight bytes at a time: for the functions of text.cpp, which look at ASCII in this way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir::words {

inline constexpr uint64_t every_byte = 0x0101010101010101;
inline constexpr uint64_t high_bits = 0x80 * every_byte;

inline uint64_t load(const char* bytes) {
    uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// The high bit of each byte that is one of the letters from `first` to `last`, which are ASCII.
template<char first, char last>
uint64_t letters(uint64_t word) {
    const uint64_t low = word & ~high_bits;
    const uint64_t at_least_first = low + (0x80 - first) * every_byte;
    const uint64_t beyond_last = low + (0x80 - last - 1) * every_byte;
    return at_least_first & ~beyond_last & ~word & high_bits;
}

/// Capitals A to Z of eight bytes made small; bytes beyond ASCII stay.
inline uint64_t fold_word(uint64_t word) {
    return word | (letters<'A', 'Z'>(word) >> 2); // 0x80 >> 2 = 0x20
}

inline char fold_ascii(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character;
}

/// A text of less than eight bytes as a word, zeros above: read from both ends, which may overlap.
inline uint64_t load_short(std::string_view text) {
    const size_t size = text.size();
    const auto both_ends = [&](auto part) -> uint64_t {
        const size_t second = size - sizeof part;
        std::memcpy(&part, text.data(), sizeof part);
        const uint64_t begin = part;
        std::memcpy(&part, text.data() + second, sizeof part);
        return begin | uint64_t{part} << (8 * second);
    };
    if (size >= 4)
        return both_ends(uint32_t{});
    if (size >= 2)
        return both_ends(uint16_t{});
    return size == 0 ? 0 : static_cast<unsigned char>(text.front());
}

/// Calls `use(word, place)` for the words that make up a text. The last one ends with the text and
/// may overlap the one before; of a text of less than eight bytes there is one, with zeros above.
template<class Use>
void each_word(std::string_view text, const Use& use) {
    if (text.size() < 8) {
        use(load_short(text), size_t{0});
        return;
    }
    const size_t last = text.size() - 8;
    for (size_t at = 0; at < last; at += 8)
        use(load(text.data() + at), at);
    use(load(text.data() + last), last);
}

inline bool is_ascii(std::string_view text) {
    uint64_t seen = 0;
    each_word(text, [&](uint64_t word, size_t) { seen |= word; });
    return (seen & high_bits) == 0;
}

/// Whether texts of one size are equal without case, as far as ASCII decides it.
enum class Equality : uint8_t { no, yes, unknown };
[[nodiscard]] inline Equality compare_words(const char* left, const char* right, size_t size) {
    const auto compare = [](uint64_t left_word, uint64_t right_word) {
        if (left_word == right_word)
            return Equality::yes;
        if (((left_word | right_word) & high_bits) != 0)
            return Equality::unknown;
        return fold_word(left_word) == fold_word(right_word) ? Equality::yes : Equality::no;
    };
    if (size < 8)
        return compare(load_short({left, size}), load_short({right, size}));
    const size_t last = size - 8;
    for (size_t at = 0; at < last; at += 8)
        if (const Equality found = compare(load(left + at), load(right + at));
            found != Equality::yes)
            return found;
    return compare(load(left + last), load(right + last));
}

} // namespace weir::words
