// A line of a file as a terminal shows it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct ShownLine {
    std::string text;            // what would garble a terminal is a question mark, tabs are blanks
    std::vector<size_t> columns; // the cell where each byte of the line begins; one more than bytes
};

/// East Asian wide letters and emoji take two cells, combining marks none.
[[nodiscard]] ShownLine show(std::string_view line);

} // namespace weir
