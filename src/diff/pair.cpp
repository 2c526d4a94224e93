// Which declaration of one tree is which of the other.
#include "diff/compare.hpp"
#include "diff/diff.hpp"
#include "diff/lines.hpp"
#include "syntax/print.hpp"
#include "syntax/shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace weir::diff {

namespace {

constexpr double enough = 0.5;
constexpr size_t most_pairs = 10'000;

struct Side {
    explicit Side(const SyntaxTree& tree, Arena& arena) {
        for (const Element* const element : tree.declarations)
            outlines.push_back(outline(*element, arena));
        // Declarations that have the same name, or none, are told apart by their order.
        std::unordered_map<std::string, size_t> counts;
        for (const Outline& one : outlines) {
            const std::string key =
                fmt::format("{} {}", one.head.keyword, small_letters(one.head.name));
            keys.push_back(fmt::format("{}#{}", key, ++counts[key]));
        }
    }
    std::vector<Outline> outlines;
    std::vector<std::string> keys;
};

std::string whole_text(const Element& element) {
    SyntaxTree tree;
    const Element* const one[] = {&element};
    tree.declarations = one;
    return print(tree);
}

class Pairing {
public:
    Pairing(const SyntaxTree& before, const SyntaxTree& after, const Options& options)
        : options_(options),
          before_(before, arena_),
          after_(after, arena_),
          partner_(after_.outlines.size()),
          is_taken_(before_.outlines.size(), false) {}

    std::vector<DeclarationChange> run() {
        by_name();
        lone_flows();
        by_content();
        std::vector<DeclarationChange> result;
        size_t next_before = 0;
        for (size_t at = 0; at < after_.outlines.size(); ++at) {
            if (partner_[at])
                while (next_before < *partner_[at])
                    removed(next_before++, result);
            one(at, result);
        }
        while (next_before < before_.outlines.size())
            removed(next_before++, result);
        return result;
    }

private:
    void take(size_t before, size_t after) {
        partner_[after] = before;
        is_taken_[before] = true;
    }

    void by_name() {
        std::unordered_map<std::string, size_t> places;
        for (size_t at = 0; at < before_.keys.size(); ++at)
            places.emplace(before_.keys[at], at);
        for (size_t at = 0; at < after_.keys.size(); ++at)
            if (const auto found = places.find(after_.keys[at]); found != places.end())
                take(found->second, at);
    }

    static bool is_flow(const Outline& outline) { return outline.head.keyword == "flow"; }

    /// The only flow of each side is the same flow, whatever it is called.
    void lone_flows() {
        const auto lone = [](const Side& side) -> std::optional<size_t> {
            std::optional<size_t> found;
            for (size_t at = 0; at < side.outlines.size(); ++at) {
                if (!is_flow(side.outlines[at]))
                    continue;
                if (found)
                    return std::nullopt;
                found = at;
            }
            return found;
        };
        const std::optional<size_t> before = lone(before_);
        const std::optional<size_t> after = lone(after_);
        if (options_.ignore_flow_name && before && after && !is_taken_[*before] &&
            !partner_[*after])
            take(*before, *after);
    }

    /// Parts of both, by their words: enough in common is a rename.
    void by_content() {
        std::vector<size_t> removed;
        std::vector<size_t> added;
        for (size_t at = 0; at < before_.outlines.size(); ++at)
            if (!is_taken_[at])
                removed.push_back(at);
        for (size_t at = 0; at < after_.outlines.size(); ++at)
            if (!partner_[at])
                added.push_back(at);
        if (removed.empty() || added.empty() || removed.size() > most_pairs / added.size())
            return;
        struct Candidate {
            size_t before;
            size_t after;
            double score;
        };
        std::vector<Candidate> candidates;
        for (const size_t before : removed)
            for (const size_t after : added)
                if (const double score = likeness(before_.outlines[before], after_.outlines[after]);
                    score >= enough)
                    candidates.push_back({before, after, score});
        std::stable_sort(
            candidates.begin(),
            candidates.end(),
            [](const Candidate& left, const Candidate& right) { return left.score > right.score; }
        );
        for (const Candidate& candidate : candidates)
            if (!is_taken_[candidate.before] && !partner_[candidate.after])
                take(candidate.before, candidate.after);
    }

    static double likeness(const Outline& before, const Outline& after) {
        if (before.head.element->shape != after.head.element->shape)
            return 0;
        const auto content = [](const Outline& outline) {
            std::vector<std::string_view> result = words(outline.head.text);
            for (const Item& item : outline.items)
                for (const std::string_view word : words(item.text))
                    result.push_back(word);
            return result;
        };
        return similarity(content(before), content(after));
    }

    void one(size_t at, std::vector<DeclarationChange>& result) const {
        const Outline& outline = after_.outlines[at];
        DeclarationChange change;
        change.keyword = outline.head.keyword;
        change.name = outline.head.name;
        if (!partner_[at]) {
            change.kind = ChangeKind::added;
            change.lines = signed_lines(whole_text(*outline.head.element), '+');
            result.push_back(std::move(change));
            return;
        }
        const Outline& old_outline = before_.outlines[*partner_[at]];
        const bool is_renamed =
            small_letters(old_outline.head.name) != small_letters(outline.head.name) &&
            !(options_.ignore_flow_name && is_flow(outline));
        if (is_renamed)
            change.old_name = old_outline.head.name;
        change.changes = compare_declaration(old_outline, outline);
        if (is_renamed || !change.changes.empty())
            result.push_back(std::move(change));
    }

    void removed(size_t at, std::vector<DeclarationChange>& result) const {
        if (is_taken_[at])
            return;
        const Outline& outline = before_.outlines[at];
        DeclarationChange change;
        change.kind = ChangeKind::removed;
        change.keyword = outline.head.keyword;
        change.name = outline.head.name;
        change.lines = signed_lines(whole_text(*outline.head.element), '-');
        result.push_back(std::move(change));
    }

    const Options& options_;
    Arena arena_;
    Side before_;
    Side after_;
    std::vector<std::optional<size_t>> partner_; // by index of the later ones
    std::vector<bool> is_taken_;                 // by index of the earlier ones
};

} // namespace

std::vector<DeclarationChange>
compare(const SyntaxTree& before, const SyntaxTree& after, const Options& options) {
    return Pairing(before, after, options).run();
}

} // namespace weir::diff
