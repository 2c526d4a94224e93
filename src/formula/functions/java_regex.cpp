#include "formula/functions/java_regex.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace weir::functions {

namespace {

using Members = std::pair<std::string_view, std::string_view>; // a class, and what is in it

constexpr std::string_view digits = "0-9";
constexpr std::string_view word = "a-zA-Z_0-9";
constexpr std::string_view blanks = R"(\x20\t\n\x0B\f\r)";
constexpr std::string_view punctuation = R"(\x21-\x2F\x3A-\x40\x5B-\x60\x7B-\x7E)";

constexpr std::array<Members, 13> posix_classes = {{
    {"Lower", "a-z"},
    {"Upper", "A-Z"},
    {"ASCII", R"(\x00-\x7F)"},
    {"Alpha", "a-zA-Z"},
    {"Digit", digits},
    {"Alnum", "a-zA-Z0-9"},
    {"Punct", punctuation},
    {"Graph", R"(\x21-\x7E)"},
    {"Print", R"(\x20-\x7E)"},
    {"Blank", R"(\x20\t)"},
    {"Cntrl", R"(\x00-\x1F\x7F)"},
    {"XDigit", "0-9a-fA-F"},
    {"Space", blanks},
}};

std::string_view posix_members(std::string_view name) {
    const auto* const found =
        std::find_if(posix_classes.begin(), posix_classes.end(), [name](const Members& entry) {
            return entry.first == name;
        });
    return found == posix_classes.end() ? std::string_view{} : found->second;
}

std::string_view letter_members(char letter) {
    switch (letter) {
    case 'd':
    case 'D':
        return digits;
    case 'w':
    case 'W':
        return word;
    case 's':
    case 'S':
        return blanks;
    default:
        return {};
    }
}

/// Walks over a pattern and knows whether it is inside of brackets.
class Translator {
public:
    explicit Translator(std::string_view pattern) : rest_(pattern) {}

    std::string translate() {
        while (!rest_.empty())
            if (rest_.front() == '\\')
                escape();
            else
                plain();
        return std::move(result_);
    }

private:
    void take(size_t count) {
        result_ += rest_.substr(0, count);
        rest_.remove_prefix(std::min(count, rest_.size()));
    }

    void plain() {
        const char letter = rest_.front();
        if (letter == '[')
            ++brackets_;
        else if (letter == ']' && brackets_ > 0)
            --brackets_;
        take(1);
    }

    void escape() {
        if (rest_.size() == 1)
            return take(1);
        const char letter = rest_[1];
        if (letter == 'Q') // all of it means itself
            return take(std::min(rest_.find("\\E"), rest_.size()));
        const bool is_property = (letter == 'p' || letter == 'P') && rest_.size() > 2 &&
                                 rest_[2] == '{' && rest_.find('}') != std::string_view::npos;
        const size_t size = is_property ? rest_.find('}') + 1 : 2;
        const std::string_view members =
            is_property ? posix_members(rest_.substr(3, size - 4)) : letter_members(letter);
        if (members.empty())
            return take(size);
        rest_.remove_prefix(size);
        write(members, std::isupper(static_cast<unsigned char>(letter)) != 0);
    }

    void write(std::string_view members, bool is_opposite) {
        const bool is_bare = brackets_ > 0 && !is_opposite;
        if (!is_bare)
            result_ += is_opposite ? "[^" : "[";
        result_ += members;
        if (!is_bare)
            result_ += ']';
        // Behind a class a hyphen begins no range.
        if (brackets_ > 0 && rest_.starts_with('-')) {
            result_ += "\\-";
            rest_.remove_prefix(1);
        }
    }

    std::string_view rest_;
    std::string result_;
    size_t brackets_ = 0;
};

} // namespace

std::string java_regex(std::string_view pattern) {
    return Translator(pattern).translate();
}

} // namespace weir::functions
