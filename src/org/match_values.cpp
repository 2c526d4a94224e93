#include "org/match_values.hpp"

#include "types/convert.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr size_t phone_digits = 10;
constexpr size_t letters_of_a_guess = 5; // shorter names must be the same
constexpr size_t letters_of_a_short_name = 3;

bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           static_cast<unsigned char>(letter) >= 0x80;
}

/// Words in small letters, single blanks between them, nothing else.
std::string words_of(std::string_view text) {
    std::string small;
    fold_case(text, small);
    std::string result;
    for (const char letter : small) {
        if (is_letter(letter))
            result += letter;
        else if (letter != '\'' && letter != '.' && !result.empty() && result.back() != ' ')
            result += ' ';
    }
    while (!result.empty() && result.back() == ' ')
        result.pop_back();
    return result;
}

/// Without words that say only what kind of company or street it is.
std::string without_kinds(const std::string& words) {
    constexpr std::array<std::string_view, 22> kinds = {
        "inc", "incorporated", "corp", "corporation", "co",    "company", "ltd", "limited",
        "llc", "gmbh",         "ag",   "sa",          "plc",   "the",     "st",  "street",
        "rd",  "road",         "ave",  "avenue",      "suite", "blvd"};
    std::string result;
    for (size_t at = 0; at < words.size();) {
        const size_t end = std::min(words.find(' ', at), words.size());
        const std::string_view word(words.data() + at, end - at);
        if (std::ranges::find(kinds, word) == kinds.end()) {
            if (!result.empty())
                result += ' ';
            result += word;
        }
        at = end + 1;
    }
    return result.empty() ? words : result;
}

std::string digits_of(std::string_view text) {
    std::string digits;
    for (const char letter : text)
        if (letter >= '0' && letter <= '9')
            digits += letter;
    return digits.size() > phone_digits ? digits.substr(digits.size() - phone_digits) : digits;
}

/// Whether one letter put in, left out or changed makes one text of the other.
bool differ_by_one(std::string_view left, std::string_view right) {
    if (left.size() > right.size())
        std::swap(left, right);
    if (right.size() - left.size() > 1)
        return false;
    const auto [at, other] = std::ranges::mismatch(left, right);
    const auto same = static_cast<size_t>(at - left.begin());
    const size_t skipped = left.size() == right.size() ? 1 : 0;
    return same == left.size() || left.substr(same + skipped) == right.substr(same + 1);
}

bool nearly(std::string_view left, std::string_view right) {
    return left == right || (std::min(left.size(), right.size()) >= letters_of_a_guess &&
                             differ_by_one(left, right));
}

bool is_short_for(std::string_view left, std::string_view right) {
    if (left.size() > right.size())
        std::swap(left, right);
    return !left.empty() && right.starts_with(left) &&
           (left.size() == 1 || left.size() >= letters_of_a_short_name);
}

} // namespace

std::string match_form(Value value, MatchMethod method, Arena& arena) {
    if (value.is_null() || value.is_fault())
        return {};
    const std::string text(to_text(value, arena));
    switch (method) {
    case MatchMethod::exact: {
        std::string small;
        fold_case(text, small);
        return small;
    }
    case MatchMethod::first_name:
    case MatchMethod::last_name:
    case MatchMethod::city:
    case MatchMethod::title:
        return words_of(text);
    case MatchMethod::company_name:
    case MatchMethod::street:
        return without_kinds(words_of(text));
    case MatchMethod::phone:
        return digits_of(text);
    case MatchMethod::zip: {
        std::string zip = words_of(text);
        std::erase(zip, ' ');
        return zip;
    }
    }
    return {};
}

bool is_letter_for_letter(MatchMethod method) {
    return method == MatchMethod::exact || method == MatchMethod::phone ||
           method == MatchMethod::zip;
}

bool is_match(std::string_view left, std::string_view right, MatchMethod method) {
    switch (method) {
    case MatchMethod::exact:
    case MatchMethod::phone:
    case MatchMethod::zip:
        return left == right;
    case MatchMethod::first_name:
        return nearly(left, right) || is_short_for(left, right);
    case MatchMethod::last_name:
    case MatchMethod::company_name:
    case MatchMethod::city:
    case MatchMethod::street:
    case MatchMethod::title:
        return nearly(left, right);
    }
    return false;
}

} // namespace weir
