#include "base/shown_line.hpp"

#include <algorithm>
#include <iterator>

namespace weir {

namespace {

constexpr size_t tab_cells = 4;

/// A code point and how many bytes it takes. Bytes that are no UTF-8 count as one each.
struct Letter {
    char32_t code = 0;
    size_t bytes = 1;
};

Letter decode(std::string_view text) {
    const auto byte = [&](size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char first = byte(0);
    size_t bytes = 1;
    char32_t code = first;
    if (first >= 0xF0 && first < 0xF8) {
        bytes = 4;
        code = first & 0x07U;
    } else if (first >= 0xE0) {
        bytes = 3;
        code = first & 0x0FU;
    } else if (first >= 0xC2) {
        bytes = 2;
        code = first & 0x1FU;
    }
    if (bytes == 1 || first >= 0xF8 || text.size() < bytes)
        return {first, 1};
    for (size_t index = 1; index < bytes; ++index) {
        if ((byte(index) & 0xC0U) != 0x80U)
            return {first, 1};
        code = code << 6U | (byte(index) & 0x3FU);
    }
    return {code, bytes};
}

/// Cells of a code point in a terminal: East Asian wide and emoji take two, combining marks none.
size_t cells(char32_t code) {
    struct Range {
        char32_t first, last;
    };
    constexpr Range wide[] = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0x33FF},
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        {0xA000, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x20000, 0x3FFFD},
    };
    constexpr Range none[] = {
        {0x0300, 0x036F},
        {0x200B, 0x200F},
        {0x20D0, 0x20FF},
        {0xFE00, 0xFE0F},
        {0xFEFF, 0xFEFF},
    };
    const auto within = [code](const Range& range) {
        return code >= range.first && code <= range.last;
    };
    if (std::any_of(std::begin(none), std::end(none), within))
        return 0;
    return std::any_of(std::begin(wide), std::end(wide), within) ? 2 : 1;
}

} // namespace

ShownLine show(std::string_view line) {
    ShownLine shown;
    size_t column = 0;
    while (!line.empty()) {
        const Letter letter = decode(line);
        size_t width = 1;
        if (letter.code == '\t') {
            width = tab_cells;
            shown.text.append(tab_cells, ' ');
        } else if (letter.code < 0x20 || letter.code == 0x7F || (letter.bytes == 1 && letter.code >= 0x80)) {
            shown.text += '?'; // control characters and broken UTF-8 would garble the terminal
        } else {
            width = cells(letter.code);
            shown.text.append(line.substr(0, letter.bytes));
        }
        for (size_t index = 0; index < letter.bytes; ++index)
            shown.columns.push_back(column);
        column += width;
        line.remove_prefix(letter.bytes);
    }
    shown.columns.push_back(column);
    return shown;
}

} // namespace weir
