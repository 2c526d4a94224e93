#include "org/match_values.hpp"

#include "org/match_scores.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr size_t phone_digits = 10;
constexpr size_t line_digits = 4; // the last ones: a tenth of the score
constexpr size_t zip_digits = 5;  // the first ones: nine tenths of the score

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

/// Without words that say only what kind of company it is.
std::string without_kinds(const std::string& words) {
    constexpr std::array<std::string_view, 14> kinds = {
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "llc",
        "gmbh",
        "ag",
        "sa",
        "plc",
        "the"};
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
    return digits;
}

/// Area code and the next three digits, which are 80 of the 100 points that a number needs: neither
/// the country nor the last four digits decide. Shorter numbers are compared whole.
std::string phone_form(std::string_view text) {
    const std::string digits = digits_of(text);
    if (digits.size() < phone_digits)
        return digits;
    return digits.substr(digits.size() - phone_digits, phone_digits - line_digits);
}

/// The first five digits of a code of five or nine, which are 90 points; other codes are compared
/// whole.
std::string zip_form(const std::string& words) {
    std::string zip = words;
    std::erase(zip, ' ');
    const bool is_american = zip.size() >= zip_digits && digits_of(zip).size() == zip.size();
    return is_american ? zip.substr(0, zip_digits) : zip;
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
    case MatchMethod::street:
        return words_of(text);
    case MatchMethod::company_name:
        return without_kinds(words_of(text));
    case MatchMethod::phone:
        return phone_form(text);
    case MatchMethod::zip:
        return zip_form(words_of(text));
    }
    return {};
}

bool is_letter_for_letter(MatchMethod method) {
    return method == MatchMethod::exact || method == MatchMethod::phone ||
           method == MatchMethod::zip;
}

bool is_match(std::string_view left, std::string_view right, MatchMethod method) {
    if (left == right)
        return true;
    if (left.empty() || right.empty())
        return false;
    // Salesforce's thresholds; of several scores of a method the highest counts.
    constexpr double like_a_first_name = 85;
    constexpr double like_a_last_name = 90;
    constexpr double like_a_company = 70;
    constexpr double like_a_city = 85;
    constexpr double like_a_street = 80;
    switch (method) {
    case MatchMethod::exact:
    case MatchMethod::phone:
    case MatchMethod::zip:
        return false;
    case MatchMethod::first_name:
        return are_initials(left, right) || sound_alike(left, right) ||
               jaro_winkler_score(left, right) >= like_a_first_name;
    case MatchMethod::last_name:
        return sound_alike(left, right) || keyboard_score(left, right) >= like_a_last_name;
    case MatchMethod::company_name:
        return is_acronym(left, right) || syllable_score(left, right) >= like_a_company;
    case MatchMethod::city:
        return edit_score(left, right) >= like_a_city;
    case MatchMethod::street:
        return street_score(left, right) >= like_a_street;
    case MatchMethod::title:
        return is_acronym(left, right);
    }
    return false;
}

} // namespace weir
