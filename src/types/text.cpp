#include "types/text.hpp"

#include "types/text_words.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cstring>
#include <limits>

// Texts of flows are ASCII nearly always, so every function looks for that first, eight bytes at a
// time, and asks ICU only for the rest. Simple folding maps one character to one, so texts can be
// folded piece by piece.

namespace weir {

namespace {

using namespace words;

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80;
}

/// Bytes of the character that starts at `at`, or 0 if it is malformed: cut off, overlong, a
/// surrogate, too large.
size_t character_length(std::string_view text, size_t at) {
    const auto byte = [&](size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned lead = byte(at);
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    const size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (text.size() - at < length)
        return 0;
    for (size_t index = 1; index < length; ++index)
        if (!is_continuation(text[at + index]))
            return 0;
    const unsigned second = byte(at + 1);
    if (lead == 0xe0 && second < 0xa0)
        return 0;
    if (lead == 0xed && second > 0x9f)
        return 0;
    if (lead == 0xf0 && second < 0x90)
        return 0;
    if (lead == 0xf4 && second > 0x8f)
        return 0;
    return length;
}

/// The character at `at`, which is moved behind it. A malformed byte counts as a character of its
/// own, above all real ones.
char32_t next_character(std::string_view text, size_t& at) {
    const size_t length = character_length(text, at);
    const auto byte = [&](size_t index) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at + index]));
    };
    char32_t result = 0;
    switch (length) {
    case 1:
        result = byte(0);
        break;
    case 2:
        result = (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f);
        break;
    case 3:
        result = (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
        break;
    case 4:
        result = (byte(0) & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 |
                 (byte(3) & 0x3f);
        break;
    default:
        result = 0x110000 + byte(0);
        break;
    }
    at += std::max<size_t>(length, 1);
    return result;
}

char32_t fold_character(char32_t character) {
    if (character < 0x80)
        return static_cast<char32_t>(fold_ascii(static_cast<char>(character)));
    if (character > 0x10ffff)
        return character;
    return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(character), U_FOLD_CASE_DEFAULT));
}

void append_character(std::string& text, char32_t character) {
    const auto push = [&](char32_t byte) {
        text.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (character < 0x80) {
        push(character);
    } else if (character < 0x800) {
        push(0xc0 | character >> 6);
        push(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        push(0xe0 | character >> 12);
        push(0x80 | (character >> 6 & 0x3f));
        push(0x80 | (character & 0x3f));
    } else if (character <= 0x10ffff) {
        push(0xf0 | character >> 18);
        push(0x80 | (character >> 12 & 0x3f));
        push(0x80 | (character >> 6 & 0x3f));
        push(0x80 | (character & 0x3f));
    } else {
        push(character - 0x110000); // a malformed byte as it was
    }
}

/// Length of the common beginning of two texts without case, as far as both are ASCII.
size_t common_ascii(std::string_view left, std::string_view right) {
    const size_t size = std::min(left.size(), right.size());
    size_t at = 0;
    for (; at + 8 <= size; at += 8) {
        const uint64_t left_word = load(left.data() + at);
        const uint64_t right_word = load(right.data() + at);
        if (((left_word | right_word) & high_bits) != 0 ||
            fold_word(left_word) != fold_word(right_word))
            break;
    }
    for (; at < size; ++at) {
        const auto left_byte = static_cast<unsigned char>(left[at]);
        const auto right_byte = static_cast<unsigned char>(right[at]);
        if ((left_byte | right_byte) >= 0x80 || fold_ascii(left[at]) != fold_ascii(right[at]))
            break;
    }
    return at;
}

/// Whether `text` starts with `prefix`; `rest` is what follows.
bool split_prefix(std::string_view text, std::string_view prefix, std::string_view& rest) {
    size_t text_at = common_ascii(text, prefix);
    size_t prefix_at = text_at;
    // Two bytes of ASCII that differ without case are no beginnings of characters that do not.
    if (text_at < text.size() && prefix_at < prefix.size() &&
        static_cast<unsigned char>(text[text_at] | prefix[prefix_at]) < 0x80)
        return false;
    while (prefix_at < prefix.size()) {
        if (text_at == text.size())
            return false;
        if (fold_character(next_character(text, text_at)) !=
            fold_character(next_character(prefix, prefix_at)))
            return false;
    }
    rest = text.substr(text_at);
    return true;
}

/// The letters of a word that have the other case.
template<bool lower>
uint64_t other_case(uint64_t word) {
    if constexpr (lower)
        return letters<'A', 'Z'>(word);
    else
        return letters<'a', 'z'>(word);
}

template<bool lower>
std::string_view map_ascii(std::string_view text, Arena& arena) {
    // A short text is written as a whole word.
    char* const mapped = static_cast<char*>(arena.allocate(std::max<size_t>(text.size(), 8), 1));
    each_word(text, [&](uint64_t word, size_t at) {
        const uint64_t result = word ^ (other_case<lower>(word) >> 2); // 0x80 >> 2 = 0x20
        std::memcpy(mapped + at, &result, sizeof result);
    });
    return {mapped, text.size()};
}

template<bool lower>
std::string_view map_case(std::string_view text, Arena& arena) {
    uint64_t seen = 0;
    uint64_t changing = 0;
    each_word(text, [&](uint64_t word, size_t) {
        seen |= word;
        changing |= other_case<lower>(word);
    });
    if ((seen & high_bits) == 0)
        return changing == 0 ? text : map_ascii<lower>(text, arena);
    if (text.size() > static_cast<size_t>(std::numeric_limits<int32_t>::max()))
        return text; // more than ICU takes
    std::string mapped;
    icu::StringByteSink<std::string> sink(
        &mapped, static_cast<int32_t>(std::min(text.size(), size_t{1} << 20))
    );
    UErrorCode status = U_ZERO_ERROR;
    const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
    if constexpr (lower)
        icu::CaseMap::utf8ToLower("", 0, piece, sink, nullptr, status);
    else
        icu::CaseMap::utf8ToUpper("", 0, piece, sink, nullptr, status);
    if (U_FAILURE(status) || mapped == text)
        return text;
    return arena.copy(std::string_view(mapped));
}

uint64_t mix(uint64_t left, uint64_t right) {
    __extension__ using UInt128 = unsigned __int128;
    const UInt128 product = static_cast<UInt128>(left) * right;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

struct Hashed {
    uint64_t hash;
    bool is_ascii;
};

/// With `case_bits` set in every byte, letters of both cases are one. Other bytes that differ in
/// them alone are one for a hash, too: they are rare, and are compared anyway.
Hashed hash_bytes(std::string_view text, uint64_t case_bits) {
    constexpr uint64_t first_factor = 0x9e3779b97f4a7c15;
    constexpr uint64_t second_factor = 0xd6e8feb86659fd93;
    uint64_t state = first_factor ^ uint64_t { text.size() } << 56;
    uint64_t seen = 0;
    each_word(text, [&](uint64_t word, size_t) {
        seen |= word;
        state = mix(state ^ (word | case_bits), first_factor);
    });
    return {mix(state, second_factor), (seen & high_bits) == 0};
}

constexpr uint64_t both_cases = 0x20 * every_byte;

} // namespace

size_t first_malformed(std::string_view bytes) {
    size_t at = 0;
    while (at < bytes.size()) {
        if (at + 8 <= bytes.size() && (load(bytes.data() + at) & high_bits) == 0) {
            at += 8;
            continue;
        }
        const size_t length = character_length(bytes, at);
        if (length == 0)
            return at;
        at += length;
    }
    return std::string_view::npos;
}

bool is_utf8(std::string_view bytes) {
    return first_malformed(bytes) == std::string_view::npos;
}

size_t utf16_length(std::string_view text) {
    size_t units = 0;
    for (const char byte : text) {
        units += is_continuation(byte) ? 0 : 1;
        units += static_cast<unsigned char>(byte) >= 0xf0 ? 1 : 0;
    }
    return units;
}

size_t byte_offset(std::string_view text, size_t units) {
    size_t at = 0;
    while (at < text.size() && units > 0) {
        const std::string_view rest = text.substr(at);
        const uint64_t beyond_ascii =
            (rest.size() >= 8 ? load(rest.data()) : load_short(rest)) & high_bits;
        if (beyond_ascii == 0 && units >= 8 && rest.size() >= 8) {
            at += 8;
            units -= 8;
            continue;
        }
        if (beyond_ascii == 0)
            return at + std::min(units, rest.size());
        const size_t wide = static_cast<unsigned char>(text[at]) >= 0xf0 ? 2 : 1;
        if (wide > units)
            break;
        units -= wide;
        ++at;
        while (at < text.size() && is_continuation(text[at]))
            ++at;
    }
    return at;
}

std::string_view to_lower(std::string_view text, Arena& arena) {
    return map_case<true>(text, arena);
}
std::string_view to_upper(std::string_view text, Arena& arena) {
    return map_case<false>(text, arena);
}

void fold_case(std::string_view text, std::string& folded) {
    folded.clear();
    if (is_ascii(text)) {
        folded.resize(text.size());
        std::transform(text.begin(), text.end(), folded.begin(), fold_ascii);
        return;
    }
    folded.reserve(text.size());
    size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80)
            folded.push_back(fold_ascii(text[at++]));
        else
            append_character(folded, fold_character(next_character(text, at)));
    }
}

int compare_ignoring_case(std::string_view left, std::string_view right) {
    size_t left_at = common_ascii(left, right);
    size_t right_at = left_at;
    while (left_at < left.size() && right_at < right.size()) {
        const char32_t left_character = fold_character(next_character(left, left_at));
        const char32_t right_character = fold_character(next_character(right, right_at));
        if (left_character != right_character)
            return left_character < right_character ? -1 : 1;
    }
    return static_cast<int>(left_at < left.size()) - static_cast<int>(right_at < right.size());
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    if (left.size() == right.size())
        if (const Equality found = compare_words(left.data(), right.data(), left.size());
            found != Equality::unknown)
            return found == Equality::yes;
    std::string_view rest;
    return split_prefix(left, right, rest) && rest.empty();
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
    std::string_view rest;
    return split_prefix(text, prefix, rest);
}

bool ends_with_ignoring_case(std::string_view text, std::string_view suffix) {
    // As many characters from the end as the suffix has.
    const auto count = [](std::string_view part) {
        return static_cast<size_t>(std::count_if(part.begin(), part.end(), [](char byte) {
            return !is_continuation(byte);
        }));
    };
    size_t characters = count(suffix);
    size_t at = text.size();
    while (characters > 0 && at > 0) {
        --at;
        if (!is_continuation(text[at]))
            --characters;
    }
    return characters == 0 && equal_ignoring_case(text.substr(at), suffix);
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
    if (part.empty())
        return true;
    // Folded first, and then searched in linear time whatever the texts.
    thread_local std::string folded_text;
    thread_local std::string folded_part;
    fold_case(text, folded_text);
    fold_case(part, folded_part);
    const bool found =
        memmem(folded_text.data(), folded_text.size(), folded_part.data(), folded_part.size()) !=
        nullptr;
    constexpr size_t kept_bytes = size_t{1} << 16;
    if (folded_text.capacity() > kept_bytes)
        std::string().swap(folded_text);
    if (folded_part.capacity() > kept_bytes)
        std::string().swap(folded_part);
    return found;
}

uint64_t hash_ignoring_case(std::string_view text) {
    const Hashed hashed = hash_bytes(text, both_cases);
    if (hashed.is_ascii)
        return hashed.hash;
    std::string folded; // may come out as ASCII: the Kelvin sign folds to k
    fold_case(text, folded);
    return hash_bytes(folded, both_cases).hash;
}

uint64_t hash(std::string_view text) {
    return hash_bytes(text, 0).hash;
}

} // namespace weir
