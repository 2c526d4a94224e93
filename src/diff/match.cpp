#include "diff/match.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace weir::diff {

namespace {

constexpr double enough = 0.6;
/// Pairs that are looked at; beyond, what was renamed counts as removed and added.
constexpr size_t most_pairs = 10'000;

/// The words of an item that are not its name or its label, which change with the name.
std::vector<std::string_view> content(const Item& item) {
    std::vector<std::string_view> result;
    const auto label = item.parts.find("label");
    const std::vector<std::string_view> of_label =
        words(label != item.parts.end() ? std::string_view(label->second) : std::string_view());
    for (const std::string_view word : words(item.text)) {
        if (small_letters(word) == small_letters(item.name))
            continue;
        if (std::find(of_label.begin(), of_label.end(), word) == of_label.end())
            result.push_back(word);
    }
    return result;
}

struct Candidate {
    size_t before;
    size_t after;
    double score;
};

class Matcher {
public:
    Matcher(const Outline& before, const Outline& after) : before_(before), after_(after) {
        matches_.after.resize(before.items.size());
        matches_.before.resize(after.items.size());
    }

    Matches run() {
        by_name();
        by_content();
        return std::move(matches_);
    }

private:
    void take(size_t before, size_t after) {
        matches_.after[before] = after;
        matches_.before[after] = before;
    }

    void by_name() {
        std::unordered_map<std::string_view, size_t> places;
        for (size_t at = 0; at < after_.items.size(); ++at)
            places.emplace(after_.items[at].key, at);
        for (size_t at = 0; at < before_.items.size(); ++at)
            if (const auto found = places.find(before_.items[at].key); found != places.end())
                take(at, found->second);
    }

    void by_content() {
        std::vector<size_t> removed;
        std::vector<size_t> added;
        for (size_t at = 0; at < before_.items.size(); ++at)
            if (!matches_.after[at] && !before_.items[at].name.empty())
                removed.push_back(at);
        for (size_t at = 0; at < after_.items.size(); ++at)
            if (!matches_.before[at] && !after_.items[at].name.empty())
                added.push_back(at);
        if (removed.empty() || added.empty() || removed.size() > most_pairs / added.size())
            return;
        std::vector<std::vector<std::string_view>> contents;
        for (const size_t after : added)
            contents.push_back(content(after_.items[after]));
        std::vector<Candidate> candidates;
        for (const size_t before : removed) {
            const std::vector<std::string_view> left = content(before_.items[before]);
            for (size_t at = 0; at < added.size(); ++at) {
                const Item& new_item = after_.items[added[at]];
                const double score = likeness(before_.items[before], left, new_item, contents[at]);
                if (score >= enough)
                    candidates.push_back({before, added[at], score});
            }
        }
        std::stable_sort(
            candidates.begin(),
            candidates.end(),
            [](const Candidate& left, const Candidate& right) { return left.score > right.score; }
        );
        for (const Candidate& candidate : candidates) {
            if (matches_.after[candidate.before] || matches_.before[candidate.after])
                continue;
            take(candidate.before, candidate.after);
            matches_.renames.emplace(
                small_letters(before_.items[candidate.before].name),
                after_.items[candidate.after].name
            );
        }
    }

    /// 0 to 1, and a little more where others have followed the new name.
    double likeness(
        const Item& before,
        const std::vector<std::string_view>& left,
        const Item& after,
        const std::vector<std::string_view>& right
    ) const {
        if (before.element->shape != after.element->shape)
            return 0;
        const double score = similarity(left, right);
        if (score < enough)
            return 0;
        if (is_followed(before, after))
            return score + 0.5;
        // `var A: Text` and `var B: Text` say too little to be one.
        constexpr size_t enough_words = 6;
        return left.size() >= enough_words || before.has_order ? score : 0;
    }

    /// Whether an item that named the one now names the other.
    bool is_followed(const Item& before, const Item& after) const {
        for (size_t at = 0; at < before_.items.size(); ++at) {
            if (!matches_.after[at])
                continue;
            const Item& old_item = before_.items[at];
            const Item& new_item = after_.items[*matches_.after[at]];
            if (old_item.text == new_item.text)
                continue;
            if (names(old_item, before.key) && !names(new_item, before.key) &&
                names(new_item, after.key) && !names(old_item, after.key))
                return true;
        }
        return false;
    }

    static bool names(const Item& item, std::string_view key) {
        const std::vector<std::string_view> all = words(item.text);
        return std::any_of(all.begin(), all.end(), [&](std::string_view word) {
            return word.size() == key.size() && small_letters(word) == key;
        });
    }

    const Outline& before_;
    const Outline& after_;
    Matches matches_;
};

} // namespace

Matches match(const Outline& before, const Outline& after) {
    return Matcher(before, after).run();
}

/// The longest increasing subsequence of the later places, in the order of the earlier ones.
std::vector<bool> in_order(const Outline& before, const Outline& after, const Matches& matches) {
    std::vector<size_t> places;
    for (size_t at = 0; at < before.items.size(); ++at)
        if (before.items[at].has_order && matches.after[at])
            places.push_back(*matches.after[at]);
    constexpr size_t none = static_cast<size_t>(-1);
    std::vector<size_t> tails; // indices into places; the best end of each length
    std::vector<size_t> previous(places.size(), none);
    for (size_t at = 0; at < places.size(); ++at) {
        const auto found = std::lower_bound(
            tails.begin(),
            tails.end(),
            places[at],
            [&](size_t index, size_t place) { return places[index] < place; }
        );
        if (found != tails.begin())
            previous[at] = *(found - 1);
        if (found == tails.end())
            tails.push_back(at);
        else
            *found = at;
    }
    std::vector<bool> result(after.items.size(), false);
    for (size_t at = tails.empty() ? none : tails.back(); at != none; at = previous[at])
        result[places[at]] = true;
    return result;
}

} // namespace weir::diff
