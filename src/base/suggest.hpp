// Did you mean: the candidate nearest to a misspelt name.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace weir {

/// The candidate with the smallest edit distance (case ignored, a swap of neighbours counts one),
/// if it is near enough to be worth saying: at most a third of the longer length. A view into
/// `candidates`.
[[nodiscard]] std::optional<std::string_view>
suggest(std::string_view name, std::span<const std::string_view> candidates);

} // namespace weir
