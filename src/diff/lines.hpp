// Lines of two texts side by side, and names within texts.
#pragma once

#include "diff/diff.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weir::diff {

/// Old name to new name; the old one in small letters.
using Renames = std::map<std::string, std::string, std::less<>>;

[[nodiscard]] std::string small_letters(std::string_view text);
[[nodiscard]] std::vector<std::string> split_lines(std::string_view text);
/// The words of a text: runs of letters, digits and `_`; what stands between them is left out.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);
/// The text with its names renamed; a name is a whole word.
[[nodiscard]] std::string renamed(std::string_view text, const Renames& renames);
/// How much two lists of words have in common, 0 to 1; their order does not count.
[[nodiscard]] double
similarity(std::vector<std::string_view> left, std::vector<std::string_view> right);

/// Both texts line by line. Long runs of equal lines are cut to those beside a difference and the
/// first one, with a line `…` for the rest. Columns count only if nothing else differs.
[[nodiscard]] std::vector<Line> compare_lines(std::string_view before, std::string_view after);
/// All lines of a text with one sign.
[[nodiscard]] std::vector<Line> signed_lines(std::string_view text, char sign);

} // namespace weir::diff
