#include "org/match_scores.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace weir {

namespace {

using Letters = std::vector<char32_t>;

/// Texts longer than this score by their beginnings: the work grows with the square.
constexpr size_t most_letters = 256;

/// Letters, not bytes: an accent is one mistake. The store holds valid UTF-8 only.
Letters letters_of(std::string_view text) {
    Letters letters;
    for (size_t at = 0; at < text.size() && letters.size() < most_letters;) {
        const auto first = static_cast<unsigned char>(text[at]);
        const size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        char32_t letter = size == 1 ? first : first & (0xffU >> (size + 1));
        for (size_t more = 1; more < size && at + more < text.size(); ++more)
            letter = (letter << 6U) | (static_cast<unsigned char>(text[at + more]) & 0x3fU);
        letters.push_back(letter);
        at += size;
    }
    return letters;
}

std::vector<std::string_view> words_in(std::string_view text) {
    std::vector<std::string_view> words;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find(' ', at), text.size());
        if (end > at)
            words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

/// The cheapest way from one row of items to the other; `cost` is that of a replacement, from 0 to
/// 1, and everything else costs 1.
template<class Item, class Cost>
double distance(const std::vector<Item>& left, const std::vector<Item>& right, Cost cost) {
    std::vector<double> before(right.size() + 1);
    std::vector<double> now(right.size() + 1);
    for (size_t column = 0; column <= right.size(); ++column)
        before[column] = static_cast<double>(column);
    for (size_t row = 1; row <= left.size(); ++row) {
        now[0] = static_cast<double>(row);
        for (size_t column = 1; column <= right.size(); ++column)
            now[column] = std::min(
                {before[column] + 1,
                 now[column - 1] + 1,
                 before[column - 1] + cost(left[row - 1], right[column - 1])}
            );
        std::swap(before, now);
    }
    return before.back();
}

template<class Item, class Cost>
double score(const std::vector<Item>& left, const std::vector<Item>& right, Cost cost) {
    if (left.empty() || right.empty())
        return 0;
    const auto longer = static_cast<double>(std::max(left.size(), right.size()));
    return 100 * (1 - distance(left, right, cost) / longer);
}

double whole_cost(char32_t left, char32_t right) {
    return left == right ? 0 : 1;
}

/// Where a key is: its row, and how far to the right in half keys.
std::pair<int, int> place_of(char32_t letter) {
    constexpr std::array<std::u32string_view, 4> rows = {
        U"1234567890", U"qwertyuiop", U"asdfghjkl", U"zxcvbnm"};
    for (size_t row = 0; row < rows.size(); ++row)
        if (const size_t column = rows[row].find(letter); column != std::u32string_view::npos)
            return {static_cast<int>(row), static_cast<int>(2 * column + row)};
    return {-1, -1};
}

double key_cost(char32_t left, char32_t right) {
    if (left == right)
        return 0;
    const auto [row, column] = place_of(left);
    const auto [other_row, other_column] = place_of(right);
    const bool is_beside = row >= 0 && other_row >= 0 && std::abs(row - other_row) <= 1 &&
                           std::abs(column - other_column) <= 2;
    return is_beside ? 0.5 : 1;
}

bool is_vowel(char32_t letter) {
    return std::u32string_view(U"aeiouy").find(letter) != std::u32string_view::npos;
}

/// Consonants and the vowels behind them; what is left over at the end of a word belongs to the
/// last one.
std::vector<Letters> syllables_of(std::string_view text) {
    std::vector<Letters> syllables;
    for (const std::string_view word : words_in(text)) {
        const size_t first = syllables.size();
        bool had_vowel = true;
        for (const char32_t letter : letters_of(word)) {
            const bool vowel = is_vowel(letter);
            if ((had_vowel && !vowel) || syllables.size() == first)
                syllables.emplace_back();
            syllables.back().push_back(letter);
            had_vowel = vowel;
        }
        const bool ends_bare =
            syllables.size() > first + 1 && std::ranges::none_of(syllables.back(), is_vowel);
        if (ends_bare) {
            Letters rest = std::move(syllables.back());
            syllables.pop_back();
            syllables.back().insert(syllables.back().end(), rest.begin(), rest.end());
        }
        if (syllables.size() >= most_letters)
            break;
    }
    return syllables;
}

double syllable_cost(const Letters& left, const Letters& right) {
    return 1 - score(left, right, whole_cost) / 100;
}

struct Street {
    std::string number;
    std::string name;
    std::string suffix;
    std::string suite;
};

Street street_of(std::string_view text) {
    // Behind each way to write a suffix stands the one that counts.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 20> suffixes = {{
        {"st", "street"},  {"street", "street"}, {"rd", "road"},        {"road", "road"},
        {"ave", "avenue"}, {"avenue", "avenue"}, {"blvd", "boulevard"}, {"boulevard", "boulevard"},
        {"dr", "drive"},   {"drive", "drive"},   {"ln", "lane"},        {"lane", "lane"},
        {"ct", "court"},   {"court", "court"},   {"pl", "place"},       {"place", "place"},
        {"sq", "square"},  {"square", "square"}, {"hwy", "highway"},    {"highway", "highway"},
    }};
    constexpr std::array<std::string_view, 6> suites = {
        "suite", "ste", "apt", "apartment", "unit", "room"};
    Street street;
    bool in_suite = false;
    for (const std::string_view word : words_in(text)) {
        const auto suffix =
            std::ranges::find(suffixes, word, [](const auto& pair) { return pair.first; });
        const bool is_number = word.front() >= '0' && word.front() <= '9';
        if (std::ranges::find(suites, word) != suites.end())
            in_suite = true;
        else if (in_suite)
            street.suite += word;
        else if (is_number && street.number.empty())
            street.number = word;
        else if (suffix != suffixes.end() && !street.name.empty())
            street.suffix = suffix->second;
        else
            (street.name += street.name.empty() ? "" : " ") += word;
    }
    return street;
}

} // namespace

double edit_score(std::string_view left, std::string_view right) {
    return score(letters_of(left), letters_of(right), whole_cost);
}

double keyboard_score(std::string_view left, std::string_view right) {
    return score(letters_of(left), letters_of(right), key_cost);
}

double jaro_winkler_score(std::string_view left_text, std::string_view right_text) {
    const Letters left = letters_of(left_text);
    const Letters right = letters_of(right_text);
    if (left.empty() || right.empty())
        return 0;
    const size_t window = std::max<size_t>(std::max(left.size(), right.size()) / 2, 1) - 1;
    std::vector<bool> taken(right.size(), false);
    Letters found;
    for (size_t at = 0; at < left.size(); ++at) {
        const size_t first = at > window ? at - window : 0;
        const size_t last = std::min(right.size(), at + window + 1);
        for (size_t other = first; other < last; ++other) {
            if (taken[other] || left[at] != right[other])
                continue;
            taken[other] = true;
            found.push_back(left[at]);
            break;
        }
    }
    if (found.empty())
        return 0;
    size_t moved = 0;
    for (size_t other = 0, at = 0; other < right.size(); ++other)
        if (taken[other] && right[other] != found[at++])
            ++moved;
    const auto same = static_cast<double>(found.size());
    const double jaro =
        (same / static_cast<double>(left.size()) + same / static_cast<double>(right.size()) +
         (same - static_cast<double>(moved) / 2) / same) /
        3;
    constexpr size_t most_of_the_beginning = 4;
    constexpr double weight_of_the_beginning = 0.1;
    const size_t beginning = std::min({left.size(), right.size(), most_of_the_beginning});
    size_t alike = 0;
    while (alike < beginning && left[alike] == right[alike])
        ++alike;
    return 100 * (jaro + static_cast<double>(alike) * weight_of_the_beginning * (1 - jaro));
}

double syllable_score(std::string_view left, std::string_view right) {
    return score(syllables_of(left), syllables_of(right), syllable_cost);
}

bool is_acronym(std::string_view left, std::string_view right) {
    if (left.find(' ') != std::string_view::npos)
        std::swap(left, right);
    const std::vector<std::string_view> words = words_in(right);
    if (words.size() < 2 || left.find(' ') != std::string_view::npos)
        return false;
    std::string letters;
    for (const std::string_view word : words)
        letters += word.front();
    return letters == left;
}

bool are_initials(std::string_view left, std::string_view right) {
    const auto all_single = [](const std::vector<std::string_view>& words) {
        return !words.empty() &&
               std::ranges::all_of(words, [](std::string_view word) { return word.size() == 1; });
    };
    std::vector<std::string_view> initials = words_in(left);
    std::vector<std::string_view> names = words_in(right);
    if (!all_single(initials))
        std::swap(initials, names);
    if (!all_single(initials) || names.size() < initials.size())
        return false;
    for (size_t index = 0; index < initials.size(); ++index)
        if (initials[index].front() != names[index].front())
            return false;
    return true;
}

double street_score(std::string_view left_text, std::string_view right_text) {
    const Street left = street_of(left_text);
    const Street right = street_of(right_text);
    double sum = left.number == right.number ? 20 : 0;
    sum += left.suffix == right.suffix ? 15 : 0;
    sum += left.suite == right.suite ? 15 : 0;
    return sum + (left.name == right.name ? 50 : edit_score(left.name, right.name) / 2);
}

bool sound_alike(std::string_view left, std::string_view right) {
    const std::string sound = sound_of(left);
    return sound.size() > 1 && sound == sound_of(right);
}

} // namespace weir
