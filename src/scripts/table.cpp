#include "scripts/table.hpp"

#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr size_t most_cells = 60; // of one column on a terminal

[[nodiscard]] bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

[[nodiscard]] size_t width(std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return !is_continuation(byte);
    }));
}

/// One line of at most `most` characters.
[[nodiscard]] std::string one_line(std::string_view text, size_t most) {
    std::string result;
    size_t characters = 0;
    for (const char byte : text) {
        if (!is_continuation(byte) && characters++ == most) {
            result += "...";
            return result;
        }
        const bool is_control = static_cast<unsigned char>(byte) < ' ' || byte == 0x7F;
        result += is_control ? ' ' : byte;
    }
    return result;
}

void append_row(
    std::string& text, const std::vector<std::string>& cells, const std::vector<size_t>& widths
) {
    if (!text.empty())
        text += '\n';
    for (size_t column = 0; column < cells.size(); ++column) {
        text += cells[column];
        if (column + 1 < cells.size())
            text.append(widths[column] - width(cells[column]) + 2, ' ');
    }
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
}

} // namespace

std::string TextTable::text() const {
    if (rows.empty())
        return {};
    std::vector<std::vector<std::string>> lines;
    lines.push_back(headers);
    lines.insert(lines.end(), rows.begin(), rows.end());
    std::vector<size_t> widths(headers.size());
    for (std::vector<std::string>& line : lines) {
        line.resize(headers.size());
        for (size_t column = 0; column < line.size(); ++column) {
            // The last column has the rest of the line to itself.
            line[column] =
                one_line(line[column], column + 1 < line.size() ? most_cells : most_cells * 3);
            widths[column] = std::max(widths[column], width(line[column]));
        }
    }
    std::string result;
    for (const std::vector<std::string>& line : lines)
        append_row(result, line, widths);
    if (total > rows.size())
        result += fmt::format("\n... and {} more", total - rows.size());
    return result;
}

std::string table_text(Value value) {
    if (value.is_null())
        return "null";
    Arena arena;
    return std::string(to_text(value, arena));
}

std::string quoted(Value value) {
    if (value.is_null())
        return "null";
    Arena arena;
    const std::string text = one_line(to_text(value, arena), most_cells * 3);
    return value.tag() == Tag::text || value.tag() == Tag::id ? fmt::format("\"{}\"", text) : text;
}

bool fits_pattern(std::string_view text, std::string_view pattern) {
    // Only the last star ever has to be tried again: an earlier one has found its shortest text
    // already.
    size_t at = 0;
    size_t in_pattern = 0;
    size_t star = std::string_view::npos;
    size_t after_star = 0;
    while (at < text.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++;
            after_star = at;
        } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[at]) {
            ++at;
            ++in_pattern;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++after_star;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.size() && pattern[in_pattern] == '*')
        ++in_pattern;
    return in_pattern == pattern.size();
}

} // namespace weir
