#include "base/suggest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace weir {

namespace {

constexpr size_t longest = 120;

unsigned char lower(char letter) {
    const char small =
        letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    return static_cast<unsigned char>(small);
}

/// Optimal string alignment distance with three rolling rows.
size_t row_distance(std::string_view left, std::string_view right) {
    std::array<size_t, longest + 1> rows[3];
    auto* before = &rows[0];
    auto* above = &rows[1];
    auto* row = &rows[2];
    for (size_t column = 0; column <= right.size(); ++column)
        (*above)[column] = column;
    for (size_t line = 1; line <= left.size(); ++line) {
        (*row)[0] = line;
        for (size_t column = 1; column <= right.size(); ++column) {
            const bool same = lower(left[line - 1]) == lower(right[column - 1]);
            size_t& cell = (*row)[column];
            cell = std::min(
                {(*above)[column] + 1,
                 (*row)[column - 1] + 1,
                 (*above)[column - 1] + (same ? 0U : 1U)}
            );
            const bool swapped = line > 1 && column > 1 &&
                                 lower(left[line - 1]) == lower(right[column - 2]) &&
                                 lower(left[line - 2]) == lower(right[column - 1]);
            if (swapped)
                cell = std::min(cell, (*before)[column - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return (*above)[right.size()];
}

/// The distances of one name to others. A checker of large projects asks for hundreds of thousands,
/// so a row is one word: a bit says whether a cell is one more (or one less) than its neighbour
/// (H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, 2003).
/// Longer names than a word has bits are rare, and take rows of numbers.
class Distances {
public:
    explicit Distances(std::string_view name) : name_(name) {
        if (name.size() > word_bits)
            return;
        for (size_t index = 0; index < name.size(); ++index)
            places_[lower(name[index])] |= uint64_t{1} << index;
    }

    /// Of the name to another; any number above `most` if it is above.
    [[nodiscard]] size_t to(std::string_view other, size_t most) const {
        if (name_.size() > word_bits)
            return row_distance(name_, other);
        const uint64_t last = uint64_t{1} << (name_.size() - 1);
        uint64_t more_below = ~uint64_t{0}; // than in the cell above: one more, one less
        uint64_t less_below = 0;
        uint64_t diagonal = 0; // equal to the cell before and above
        uint64_t matches_before = 0;
        size_t steps = name_.size();
        for (size_t index = 0; index < other.size(); ++index) {
            const uint64_t matches = places_[lower(other[index])];
            const uint64_t swaps = ((~diagonal & matches) << 1U) & matches_before;
            diagonal =
                (((matches & more_below) + more_below) ^ more_below) | matches | less_below | swaps;
            uint64_t more_beside = less_below | ~(diagonal | more_below);
            uint64_t less_beside = diagonal & more_below;
            steps += (more_beside & last) != 0 ? 1U : 0U;
            steps -= (less_beside & last) != 0 ? 1U : 0U;
            if (steps > most + (other.size() - index - 1))
                return most + 1; // a letter takes back one step at most
            more_beside = more_beside << 1U | 1U;
            less_beside <<= 1U;
            more_below = less_beside | ~(diagonal | more_beside);
            less_below = more_beside & diagonal;
            matches_before = matches;
        }
        return steps;
    }

private:
    static constexpr size_t word_bits = 64;
    std::string_view name_;
    std::array<uint64_t, 256> places_{}; // of each letter in the name
};

} // namespace

std::optional<std::string_view>
suggest(std::string_view name, std::span<const std::string_view> candidates) {
    if (name.empty() || name.size() > longest)
        return std::nullopt;
    const Distances distances(name);
    std::optional<std::string_view> best;
    size_t best_distance = 0;
    for (const std::string_view candidate : candidates) {
        if (best && best_distance == 0)
            break;
        if (candidate.empty() || candidate.size() > longest)
            continue;
        const size_t near = std::max<size_t>(1, std::max(name.size(), candidate.size()) / 3);
        const size_t most = best ? std::min(near, best_distance - 1) : near;
        const size_t gap = name.size() > candidate.size() ? name.size() - candidate.size()
                                                          : candidate.size() - name.size();
        if (gap > most)
            continue;
        const size_t steps = distances.to(candidate, most);
        if (steps > most)
            continue;
        best = candidate;
        best_distance = steps;
    }
    return best;
}

} // namespace weir
