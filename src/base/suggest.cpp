#include "base/suggest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace weir {

namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// Optimal string alignment distance with three rolling rows.
size_t distance(std::string_view left, std::string_view right) {
    std::vector<size_t> before(right.size() + 1);
    std::vector<size_t> above(right.size() + 1);
    std::vector<size_t> row(right.size() + 1);
    for (size_t column = 0; column <= right.size(); ++column) above[column] = column;
    for (size_t line = 1; line <= left.size(); ++line) {
        row[0] = line;
        for (size_t column = 1; column <= right.size(); ++column) {
            const bool same = lower(left[line - 1]) == lower(right[column - 1]);
            row[column] = std::min({above[column] + 1, row[column - 1] + 1, above[column - 1] + (same ? 0U : 1U)});
            const bool swapped = line > 1 && column > 1 &&
                lower(left[line - 1]) == lower(right[column - 2]) &&
                lower(left[line - 2]) == lower(right[column - 1]);
            if (swapped) row[column] = std::min(row[column], before[column - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[right.size()];
}

} // namespace

std::optional<std::string_view>
suggest(std::string_view name, std::span<const std::string_view> candidates) {
    constexpr size_t longest = 120;
    if (name.empty() || name.size() > longest) return std::nullopt;
    std::optional<std::string_view> best;
    size_t best_distance = 0;
    for (const std::string_view candidate : candidates) {
        if (candidate.empty() || candidate.size() > longest) continue;
        const size_t allowed = std::max<size_t>(1, std::max(name.size(), candidate.size()) / 3);
        const size_t gap = name.size() > candidate.size() ? name.size() - candidate.size()
                                                           : candidate.size() - name.size();
        if (gap > allowed) continue;
        const size_t steps = distance(name, candidate);
        if (steps > allowed || (best && steps >= best_distance)) continue;
        best = candidate;
        best_distance = steps;
    }
    return best;
}

} // namespace weir
