#include "base/suggest.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace weir {

namespace {

constexpr size_t longest = 120;

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Which characters a name has, a bit each; some share a bit.
uint64_t characters(std::string_view name) {
    uint64_t bits = 0;
    for (const char letter : name) {
        const auto code = static_cast<unsigned char>(lower(letter));
        const bool is_letter = code >= 'a' && code <= 'z';
        bits |= uint64_t{1} << ((code & 31U) + (is_letter ? 0U : 32U));
    }
    return bits;
}

/// Steps there are at least between two names: each character that only one of them has takes one.
size_t fewest_steps(uint64_t left, uint64_t right) {
    return static_cast<size_t>(std::max(std::popcount(left & ~right), std::popcount(right & ~left)));
}

void strip_equal_ends(std::string_view& left, std::string_view& right) {
    while (!left.empty() && !right.empty() && lower(left.front()) == lower(right.front())) {
        left.remove_prefix(1);
        right.remove_prefix(1);
    }
    while (!left.empty() && !right.empty() && lower(left.back()) == lower(right.back())) {
        left.remove_suffix(1);
        right.remove_suffix(1);
    }
}

/// Optimal string alignment distance, or any number above `most` if it is above. Three rolling
/// rows, of each only the cells that `most` steps can reach: a checker of large projects asks
/// millions of times, and almost always the answer is no.
size_t distance(std::string_view left, std::string_view right, size_t most) {
    using Row = std::array<uint8_t, longest + 2>;
    constexpr uint8_t far = 2 * longest;
    strip_equal_ends(left, right);
    Row rows[3];
    Row* before = &rows[0];
    Row* above = &rows[1];
    Row* row = &rows[2];
    const size_t width = right.size();
    const size_t first_end = std::min(width, most);
    for (size_t column = 0; column <= first_end; ++column)
        (*above)[column] = static_cast<uint8_t>(column);
    (*above)[first_end + 1] = far;
    uint8_t least_above = 0;
    for (size_t line = 1; line <= left.size(); ++line) {
        const size_t begin = line > most ? line - most : 1;
        const size_t end = std::min(width, line + most);
        (*row)[begin - 1] = begin == 1 ? static_cast<uint8_t>(line) : far;
        uint8_t least = (*row)[begin - 1];
        for (size_t column = begin; column <= end; ++column) {
            const bool same = lower(left[line - 1]) == lower(right[column - 1]);
            int cell = std::min(
                std::min((*above)[column], (*row)[column - 1]) + 1,
                (*above)[column - 1] + (same ? 0 : 1)
            );
            const bool swapped = line > 1 && column > 1 &&
                                 lower(left[line - 1]) == lower(right[column - 2]) &&
                                 lower(left[line - 2]) == lower(right[column - 1]);
            if (swapped)
                cell = std::min(cell, (*before)[column - 2] + 1);
            (*row)[column] = static_cast<uint8_t>(std::min<int>(cell, far));
            least = std::min(least, (*row)[column]);
        }
        // A swap reaches back over one row.
        if (least > most && least_above > most)
            return most + 1;
        (*row)[end + 1] = far;
        least_above = least;
        std::swap(before, above);
        std::swap(above, row);
    }
    return (*above)[width];
}

} // namespace

std::optional<std::string_view>
suggest(std::string_view name, std::span<const std::string_view> candidates) {
    if (name.empty() || name.size() > longest)
        return std::nullopt;
    const uint64_t of_name = characters(name);
    std::optional<std::string_view> best;
    size_t best_distance = 0;
    for (const std::string_view candidate : candidates) {
        if (candidate.empty() || candidate.size() > longest)
            continue;
        if (best && best_distance == 0)
            break;
        const size_t near = std::max<size_t>(1, std::max(name.size(), candidate.size()) / 3);
        const size_t most = best ? std::min(near, best_distance - 1) : near;
        const size_t gap = name.size() > candidate.size() ? name.size() - candidate.size()
                                                          : candidate.size() - name.size();
        if (gap > most || fewest_steps(of_name, characters(candidate)) > most)
            continue;
        const size_t steps = distance(name, candidate, most);
        if (steps > most)
            continue;
        best = candidate;
        best_distance = steps;
    }
    return best;
}

} // namespace weir
