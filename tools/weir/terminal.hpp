// What kind of place the output goes to.
#pragma once

#include <cstdio>

/// Colours: a terminal, and neither NO_COLOR nor TERM=dumb; or FORCE_COLOR.
[[nodiscard]] bool wants_colour(std::FILE* stream);
[[nodiscard]] bool is_terminal(std::FILE* stream);
/// Cells of a line; 80 where it is no terminal.
[[nodiscard]] size_t terminal_width(std::FILE* stream);
