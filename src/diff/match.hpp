// Which item of the later version is which of the earlier one.
#pragma once

#include "diff/lines.hpp"
#include "diff/outline.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace weir::diff {

struct Matches {
    std::vector<std::optional<size_t>> after;  // by index of the earlier items; nothing: removed
    std::vector<std::optional<size_t>> before; // by index of the later items; nothing: added
    Renames renames;
};

/// By name; what is left by what it says, if it has kept its kind and most of its words.
[[nodiscard]] Matches match(const Outline& before, const Outline& after);

/// Of the matched items with an order, those that keep it: by index of the later items.
[[nodiscard]] std::vector<bool>
in_order(const Outline& before, const Outline& after, const Matches& matches);

} // namespace weir::diff
