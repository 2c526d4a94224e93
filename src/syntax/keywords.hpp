// Which shape a word begins: keywords of everything that a parse accepts, found by their first
// word.
#pragma once

#include "syntax/shape.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace weir::syntax {

/// Behind `words` when they stand at `at` as whole words with any blanks between them, else null.
[[nodiscard]] const char* match_words(const char* at, const char* end, std::string_view words);

/// The name (letters, digits, `_`) at `at`; empty if none begins there.
[[nodiscard]] std::string_view word_at(const char* at, const char* end);

struct FoundKeyword {
    const Shape* shape = nullptr;
    const char* behind = nullptr;
};

/// What may stand at a place.
enum class Place : uint8_t {
    file,     // declarations
    flow,     // elements and resources
    branch,   // elements
    children, // the shapes that a block names itself
    steps,    // steps of a test
    settings, // nothing but the clauses inside
    lines,    // assignments or outcomes: no keywords
};

class Keywords {
public:
    explicit Keywords(Shapes shapes);

    /// The shape with the longest keyword at `at` that may stand at this place.
    [[nodiscard]] FoundKeyword
    find(const char* at, const char* end, Place place, Shapes children) const;
    /// The same anywhere.
    [[nodiscard]] FoundKeyword find_anywhere(const char* at, const char* end) const;
    /// All keywords that may stand at this place.
    [[nodiscard]] std::vector<std::string_view> list(Place place, Shapes children) const;

private:
    struct Entry {
        std::string_view first;
        const Shape* shape = nullptr;
        uint16_t next = 0; // index of the next entry of the bucket plus one
    };
    static constexpr size_t bucket_count = 256;

    template<class Accept>
    [[nodiscard]] FoundKeyword find_if(const char* at, const char* end, Accept accept) const;

    std::vector<Entry> entries_;
    std::array<uint16_t, bucket_count> buckets_{};
};

/// May a shape of this category stand at this place?
[[nodiscard]] bool may_stand(Category category, Place place);

} // namespace weir::syntax
