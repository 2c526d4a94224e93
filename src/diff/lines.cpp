#include "diff/lines.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace weir::diff {

namespace {

bool is_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' ||
           static_cast<unsigned char>(letter) >= 0x80;
}

/// Runs of blanks as one, so that another width of a column is no difference.
std::string without_columns(std::string_view line) {
    const size_t first = std::min(line.find_first_not_of(' '), line.size());
    std::string result(line.substr(0, first));
    for (size_t at = first; at < line.size(); ++at)
        if (line[at] != ' ' || result.back() != ' ')
            result += line[at];
    return result;
}

std::vector<std::string> keys_of(const std::vector<std::string>& lines, bool with_columns) {
    std::vector<std::string> keys;
    keys.reserve(lines.size());
    for (const std::string& line : lines)
        keys.push_back(with_columns ? line : without_columns(line));
    return keys;
}

/// Both lists merged along their longest common subsequence. Lists whose table would be too large
/// are one replacement between what they have in common at both ends.
class Merge {
public:
    Merge(
        const std::vector<std::string>& before,
        const std::vector<std::string>& after,
        bool with_columns
    )
        : before_(before),
          after_(after),
          before_keys_(keys_of(before, with_columns)),
          after_keys_(keys_of(after, with_columns)) {}

    [[nodiscard]] std::vector<Line> run() {
        size_t begin = 0;
        size_t before_end = before_.size();
        size_t after_end = after_.size();
        while (begin < before_end && begin < after_end && before_keys_[begin] == after_keys_[begin])
            ++begin;
        while (before_end > begin && after_end > begin &&
               before_keys_[before_end - 1] == after_keys_[after_end - 1]) {
            --before_end;
            --after_end;
        }
        for (size_t at = 0; at < begin; ++at)
            add(' ', after_[at]);
        middle(begin, before_end, after_end);
        for (size_t at = after_end; at < after_.size(); ++at)
            add(' ', after_[at]);
        return std::move(lines_);
    }

private:
    static constexpr size_t most_cells = 4'000'000;

    void add(char sign, const std::string& text) { lines_.push_back({sign, text}); }

    void middle(size_t begin, size_t before_end, size_t after_end) {
        const size_t rows = before_end - begin;
        const size_t columns = after_end - begin;
        if (rows != 0 && columns > most_cells / rows) {
            for (size_t at = begin; at < before_end; ++at)
                add('-', before_[at]);
            for (size_t at = begin; at < after_end; ++at)
                add('+', after_[at]);
            return;
        }
        // length[row][column] of what is common behind that place
        const size_t width = columns + 1;
        std::vector<uint32_t> length((rows + 1) * width, 0);
        for (size_t row = rows; row-- > 0;)
            for (size_t column = columns; column-- > 0;)
                length[row * width + column] =
                    before_keys_[begin + row] == after_keys_[begin + column]
                        ? length[(row + 1) * width + column + 1] + 1
                        : std::max(
                              length[(row + 1) * width + column], length[row * width + column + 1]
                          );
        size_t row = 0;
        size_t column = 0;
        while (row < rows || column < columns) {
            const bool is_same = row < rows && column < columns &&
                                 before_keys_[begin + row] == after_keys_[begin + column];
            if (is_same) {
                add(' ', after_[begin + column]);
                ++row;
                ++column;
            } else if (row < rows && (column == columns || length[(row + 1) * width + column] >= length[row * width + column + 1])) {
                add('-', before_[begin + row++]);
            } else {
                add('+', after_[begin + column++]);
            }
        }
    }

    const std::vector<std::string>& before_;
    const std::vector<std::string>& after_;
    std::vector<std::string> before_keys_;
    std::vector<std::string> after_keys_;
    std::vector<Line> lines_;
};

bool has_difference(const std::vector<Line>& lines) {
    return std::any_of(lines.begin(), lines.end(), [](const Line& line) {
        return line.sign != ' ';
    });
}

/// Leaves the first line, and the lines within `around` of a difference.
std::vector<Line> shortened(std::vector<Line> lines) {
    constexpr size_t around = 2;
    std::vector<bool> is_kept(lines.size(), false);
    for (size_t at = 0; at < lines.size(); ++at) {
        if (lines[at].sign == ' ' && at != 0)
            continue;
        const size_t reach = lines[at].sign == ' ' ? 0 : around;
        const size_t from = at > reach ? at - reach : 0;
        for (size_t near = from; near < lines.size() && near <= at + reach; ++near)
            is_kept[near] = true;
    }
    std::vector<Line> result;
    for (size_t at = 0; at < lines.size(); ++at) {
        // A gap of one line is no longer than the sign for it.
        const bool is_lone = at > 0 && at + 1 < lines.size() && is_kept[at - 1] && is_kept[at + 1];
        if (is_kept[at] || is_lone) {
            result.push_back(std::move(lines[at]));
        } else if (result.empty() || result.back().text != "…") {
            result.push_back({' ', "…"});
        }
    }
    return result;
}

} // namespace

std::string small_letters(std::string_view text) {
    std::string result(text);
    for (char& letter : result)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    return result;
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> result;
    for (size_t at = 0; at < text.size();) {
        if (!is_word(text[at])) {
            ++at;
            continue;
        }
        const size_t begin = at;
        while (at < text.size() && is_word(text[at]))
            ++at;
        result.push_back(text.substr(begin, at - begin));
    }
    return result;
}

std::string renamed(std::string_view text, const Renames& renames) {
    if (renames.empty())
        return std::string(text);
    std::string result;
    size_t written = 0;
    for (const std::string_view word : words(text)) {
        const auto found = renames.find(small_letters(word));
        if (found == renames.end())
            continue;
        const auto begin = static_cast<size_t>(word.data() - text.data());
        result += text.substr(written, begin - written);
        result += found->second;
        written = begin + word.size();
    }
    result += text.substr(written);
    return result;
}

double similarity(std::vector<std::string_view> left, std::vector<std::string_view> right) {
    if (left.empty() && right.empty())
        return 1;
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    std::vector<std::string_view> common;
    std::set_intersection(
        left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(common)
    );
    return 2.0 * static_cast<double>(common.size()) /
           static_cast<double>(left.size() + right.size());
}

std::vector<Line> compare_lines(std::string_view before, std::string_view after) {
    const std::vector<std::string> old_lines = split_lines(before);
    const std::vector<std::string> new_lines = split_lines(after);
    std::vector<Line> lines = Merge(old_lines, new_lines, false).run();
    if (!has_difference(lines))
        lines = Merge(old_lines, new_lines, true).run();
    return has_difference(lines) ? shortened(std::move(lines)) : std::vector<Line>{};
}

std::vector<Line> signed_lines(std::string_view text, char sign) {
    std::vector<Line> result;
    for (std::string& line : split_lines(text))
        result.push_back({sign, std::move(line)});
    return result;
}

} // namespace weir::diff
