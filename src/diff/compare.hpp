// Two versions of one declaration.
#pragma once

#include "diff/diff.hpp"
#include "diff/outline.hpp"

#include <vector>

namespace weir::diff {

/// What differs within it; the change of its own settings, which has no name, comes first.
[[nodiscard]] std::vector<Change> compare_declaration(const Outline& before, const Outline& after);

} // namespace weir::diff
