// What was found instead of what was expected, as an aligned table.
#pragma once

#include "types/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A table of texts: a line of headers, then rows. Long and multi-line texts are cut to one line.
struct TextTable {
    static constexpr size_t most_rows = 10;

    std::vector<std::string> headers;
    std::vector<std::vector<std::string>> rows; // at most `most_rows`
    uint64_t total = 0;                         // rows there are

    [[nodiscard]] bool is_full() const { return rows.size() >= most_rows; }
    /// Lines joined by line ends, with "... and N more" where rows are left out; empty without
    /// rows.
    [[nodiscard]] std::string text() const;
};

/// A value for a table: texts bare, null as `null`.
[[nodiscard]] std::string table_text(Value value);
/// A value in a sentence: texts in quotes.
[[nodiscard]] std::string quoted(Value value);

/// Whether the whole text fits the pattern, in which each `*` stands for any text.
[[nodiscard]] bool fits_pattern(std::string_view text, std::string_view pattern);

} // namespace weir
