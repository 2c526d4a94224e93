#include "metadata/project.hpp"

#include <algorithm>

namespace weir::metadata {

namespace {

/// `[a-z]`, `[!x]` at `at` of the pattern against a letter; `at` moves behind the bracket. A
/// bracket that is not closed is a letter.
bool matches_class(std::string_view pattern, size_t& at, char letter) {
    size_t next = at + 1;
    const bool negated = next < pattern.size() && (pattern[next] == '!' || pattern[next] == '^');
    next += negated ? 1 : 0;
    bool found = false;
    for (bool first = true; next < pattern.size() && (first || pattern[next] != ']');
         first = false) {
        const bool is_range =
            next + 2 < pattern.size() && pattern[next + 1] == '-' && pattern[next + 2] != ']';
        const char low = pattern[next];
        const char high = is_range ? pattern[next + 2] : low;
        found = found || (letter >= low && letter <= high);
        next += is_range ? 3 : 1;
    }
    if (next >= pattern.size()) {
        ++at;
        return letter == '[';
    }
    at = next + 1;
    return found != negated && letter != '/';
}

/// One step of `matches`: whether the piece of the pattern at `at` takes this letter.
bool takes(std::string_view pattern, size_t& at, char letter) {
    switch (pattern[at]) {
    case '?':
        ++at;
        return letter != '/';
    case '[':
        return matches_class(pattern, at, letter);
    case '\\':
        if (at + 1 < pattern.size())
            ++at;
        break;
    default:
        break;
    }
    return pattern[at++] == letter;
}

/// `*` stops at a slash, `**` does not. Goes back to the last star alone, first to the last `*` and
/// then to the last
/// `**`, so that the time is bounded by the product of the lengths.
bool matches(std::string_view pattern, std::string_view path) {
    constexpr size_t none = std::string_view::npos;
    size_t at = 0;
    size_t place = 0;
    size_t star = none;
    size_t star_place = 0;
    size_t deep = none;
    size_t deep_place = 0;
    bool whole_folders = false; // `**/`
    while (true) {
        if (pattern.substr(at, 2) == "**") {
            at += 2;
            whole_folders = at < pattern.size() && pattern[at] == '/';
            at += whole_folders ? 1 : 0; // any number of folders, also none
            deep = at;
            deep_place = place;
            star = none;
            continue;
        }
        if (at < pattern.size() && pattern[at] == '*') {
            star = ++at;
            star_place = place;
            continue;
        }
        if (at == pattern.size() && place == path.size())
            return true;
        if (at < pattern.size() && place < path.size() && takes(pattern, at, path[place])) {
            ++place;
            continue;
        }
        if (star != none && star_place < path.size() && path[star_place] != '/') {
            place = ++star_place;
            at = star;
        } else if (deep != none && deep_place < path.size()) {
            deep_place = whole_folders ? std::min(path.find('/', deep_place), path.size() - 1) + 1
                                       : deep_place + 1;
            place = deep_place;
            at = deep;
            star = none;
        } else {
            return false;
        }
    }
}

} // namespace

IgnoreRules::IgnoreRules(std::string_view text) {
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = text.substr(begin, end - begin);
        begin = end + 1;
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
            line.remove_suffix(1);
        if (line.empty() || line.front() == '#')
            continue;
        Rule rule;
        rule.negated = line.front() == '!';
        if (rule.negated)
            line.remove_prefix(1);
        if (line.ends_with('/')) {
            rule.folders_only = true;
            line.remove_suffix(1);
        }
        rule.anchored = line.find('/') != std::string_view::npos;
        if (line.starts_with('/'))
            line.remove_prefix(1);
        rule.pattern = line;
        if (!rule.pattern.empty())
            rules_.push_back(std::move(rule));
    }
}

bool IgnoreRules::ignores(std::string_view path, bool is_folder) const {
    const size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
        if (rule->folders_only && !is_folder)
            continue;
        if (matches(rule->pattern, rule->anchored ? path : name))
            return !rule->negated;
    }
    return false;
}

} // namespace weir::metadata
