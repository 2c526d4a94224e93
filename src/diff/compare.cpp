#include "diff/compare.hpp"

#include "diff/graph.hpp"
#include "diff/lines.hpp"
#include "diff/match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace weir::diff {

namespace {

std::vector<std::string> lines_of_order(const Item& item, const std::string& part) {
    const auto found = item.parts.find(part);
    return found == item.parts.end() ? std::vector<std::string>{} : split_lines(found->second);
}

class Comparison {
public:
    Comparison(const Outline& before, const Outline& after)
        : before_(before),
          after_(after),
          matches_(match(before, after)),
          before_graph_(before),
          after_graph_(after),
          moved_(after.items.size(), false) {
        find_moved();
        for (size_t at = 0; at < before.items.size(); ++at)
            if (!matches_.after[at] || moved_[*matches_.after[at]])
                before_graph_.skip(at);
        for (size_t at = 0; at < after.items.size(); ++at)
            if (!matches_.before[at] || moved_[at])
                after_graph_.skip(at);
    }

    std::vector<Change> run() {
        std::vector<Change> changes;
        Item old_head = before_.head;
        old_head.name.clear();
        Item new_head = after_.head;
        new_head.name.clear();
        if (std::optional<Change> head = changed(old_head, new_head, false))
            changes.push_back(std::move(*head));
        // What was removed stands behind the last that is left of what it stood behind.
        size_t next_before = 0;
        for (size_t at = 0; at < after_.items.size(); ++at) {
            if (const std::optional<size_t> old_at = matches_.before[at]; old_at && !moved_[at])
                while (next_before < *old_at)
                    removed(next_before++, changes);
            one(at, changes);
        }
        while (next_before < before_.items.size())
            removed(next_before++, changes);
        return changes;
    }

private:
    /// An element has moved if it keeps its order no longer and other elements lead to it now.
    void find_moved() {
        const std::vector<bool> kept = in_order(before_, after_, matches_);
        Graph old_graph(before_);
        Graph new_graph(after_);
        for (size_t at = 0; at < before_.items.size(); ++at)
            if (!matches_.after[at])
                old_graph.skip(at);
        for (size_t at = 0; at < after_.items.size(); ++at)
            if (!matches_.before[at])
                new_graph.skip(at);
        const Graph::Sources old_sources = old_graph.sources();
        const Graph::Sources new_sources = new_graph.sources();
        for (size_t at = 0; at < after_.items.size(); ++at) {
            if (!after_.items[at].has_order || !matches_.before[at] || kept[at])
                continue;
            std::set<Graph::Source> expected;
            if (const auto found = old_sources.find(before_.items[*matches_.before[at]].key);
                found != old_sources.end())
                for (const Graph::Source& source : found->second)
                    expected.emplace(new_key(source.first), source.second);
            const auto found = new_sources.find(after_.items[at].key);
            moved_[at] = found == new_sources.end() ? !expected.empty() : found->second != expected;
        }
    }

    [[nodiscard]] std::string new_key(const std::string& key) const {
        const auto found = matches_.renames.find(key);
        return found == matches_.renames.end() ? key : small_letters(found->second);
    }

    [[nodiscard]] static Change change(ChangeKind kind, const Item& item) {
        Change result;
        result.kind = kind;
        result.keyword = item.keyword;
        result.name = item.name;
        return result;
    }

    void one(size_t at, std::vector<Change>& changes) {
        const Item& item = after_.items[at];
        if (!matches_.before[at]) {
            Change added = change(ChangeKind::added, item);
            if (item.has_order)
                added.place = after_graph_.place(at);
            added.lines = signed_lines(item.text, '+');
            add_own_wires(item, '+', added.lines);
            changes.push_back(std::move(added));
            return;
        }
        const size_t old_at = *matches_.before[at];
        const Item& old_item = before_.items[old_at];
        std::optional<Change> found = changed(old_item, item, moved_[at]);
        const bool is_renamed = small_letters(old_item.name) != small_letters(item.name);
        if (!found && (is_renamed || moved_[at]))
            found = change(ChangeKind::changed, item);
        if (!found)
            return;
        if (is_renamed)
            found->old_name = old_item.name;
        if (moved_[at]) {
            found->place = place_of(after_graph_, at);
            found->old_place = place_of(before_graph_, old_at);
        }
        changes.push_back(std::move(*found));
    }

    static std::string place_of(const Graph& graph, size_t at) {
        std::string place = graph.place(at);
        return place.empty() ? "where nothing leads" : place;
    }

    void removed(size_t at, std::vector<Change>& changes) const {
        if (matches_.after[at])
            return;
        const Item& item = before_.items[at];
        Change result = change(ChangeKind::removed, item);
        result.lines = signed_lines(item.text, '-');
        add_own_wires(item, '-', result.lines);
        changes.push_back(std::move(result));
    }

    /// Where a new element goes on besides to what stands behind it.
    static void add_own_wires(const Item& item, char sign, std::vector<Line>& lines) {
        for (const Wire& wire : item.wires) {
            const bool is_plain =
                wire.label.empty() || (wire.label == "otherwise" && !wire.is_outcome);
            if (!is_plain && !wire.to.empty())
                lines.push_back({sign, "  " + wire_text(wire)});
        }
    }

    /// Nothing if both say the same.
    [[nodiscard]] std::optional<Change>
    changed(const Item& before, const Item& after, bool is_moved) const {
        Change result = change(ChangeKind::changed, after);
        if (before.element->shape != after.element->shape)
            result.what.push_back(fmt::format("was {}", before.keyword));
        differing_parts(before, after, result.what);
        if (!result.what.empty())
            result.lines = compare_lines(renamed(before.text, matches_.renames), after.text);
        differing_wires(before, after, is_moved, result);
        if (result.what.empty())
            return std::nullopt;
        return result;
    }

    void
    differing_parts(const Item& before, const Item& after, std::vector<std::string>& what) const {
        for (const std::string& name : after.part_names) {
            const auto old_part = before.parts.find(name);
            if (name == "order of outcomes") {
                if (has_other_order(before, after, name))
                    what.push_back(name);
            } else if (old_part == before.parts.end()) {
                if (!is_named(what, name, before, after))
                    what.push_back(short_name(name, before) + " added");
            } else if (renamed(old_part->second, matches_.renames) != after.parts.at(name) &&
                       old_part->second != after.parts.at(name)) {
                what.push_back(name);
            }
        }
        for (const std::string& name : before.part_names)
            if (name != "order of outcomes" && !after.parts.contains(name) &&
                !after.parts.contains(renamed(name, matches_.renames)))
                what.push_back(short_name(name, after) + " removed");
        std::vector<std::string> once;
        for (std::string& item : what)
            if (std::find(once.begin(), once.end(), item) == once.end())
                once.push_back(std::move(item));
        what = std::move(once);
    }

    /// A part whose name follows a renamed one: `Old_Name = 1` in an assignment.
    [[nodiscard]] bool is_named(
        std::vector<std::string>& what,
        const std::string& name,
        const Item& before,
        const Item& after
    ) const {
        for (const auto& [old_name, text] : before.parts) {
            if (old_name == name || renamed(old_name, matches_.renames) != name)
                continue;
            if (renamed(text, matches_.renames) != after.parts.at(name))
                what.push_back(name);
            return true;
        }
        return false;
    }

    /// "outcome Yes" for its condition, where the other side has nothing of that outcome.
    static std::string short_name(const std::string& name, const Item& other) {
        constexpr std::string_view endings[] = {" condition", " label", " comment"};
        const bool is_outcome = name.starts_with("outcome ") || name.starts_with("otherwise");
        for (const std::string_view ending : endings) {
            if (!is_outcome || !name.ends_with(ending))
                continue;
            std::string outcome = name.substr(0, name.size() - ending.size());
            return other.parts.contains(outcome + " condition") ? name : outcome;
        }
        return name;
    }

    /// Of what both have; what was added or removed is said by itself.
    static bool has_other_order(const Item& before, const Item& after, const std::string& part) {
        const auto common = [&part](const Item& item, const Item& other) {
            const std::vector<std::string> others = lines_of_order(other, part);
            std::vector<std::string> result;
            for (std::string& line : lines_of_order(item, part))
                if (std::find(others.begin(), others.end(), line) != others.end())
                    result.push_back(std::move(line));
            return result;
        };
        return common(before, after) != common(after, before);
    }

    // -------------------------------------------------------------------------------- wires

    static const Wire* find(const Item& item, const std::string& label) {
        for (const Wire& wire : item.wires)
            if (wire.label == label)
                return &wire;
        return nullptr;
    }

    void
    differing_wires(const Item& before, const Item& after, bool is_moved, Change& result) const {
        for (const Wire& wire : before.wires)
            if (find(after, wire.label) == nullptr)
                add_wire(wire, '-', is_moved, result);
        for (const Wire& wire : after.wires) {
            const Wire* const old_wire = find(before, wire.label);
            if (old_wire == nullptr) {
                add_wire(wire, '+', is_moved, result);
            } else if (!leads_alike(*old_wire, wire) && !(is_moved && wire.label.empty())) {
                name_wire(wire, "", result);
                result.lines.push_back({'-', "  " + wire_text(*old_wire)});
                result.lines.push_back({'+', "  " + wire_text(wire)});
            }
        }
    }

    /// A connector that only one version has.
    static void add_wire(const Wire& wire, char sign, bool is_moved, Change& result) {
        // An outcome without a way of its own is said by its condition, and so is a lone end.
        const bool is_said = wire.is_outcome || wire.label.empty() || wire.label == "otherwise";
        if (wire.label == "otherwise" && is_moved)
            return;
        if (!is_said)
            name_wire(wire, sign == '+' ? " added" : " removed", result);
        else if (result.what.empty())
            name_wire(wire, "", result);
        result.lines.push_back({sign, "  " + wire_text(wire)});
    }

    static void name_wire(const Wire& wire, std::string_view suffix, Change& result) {
        std::string name = "what comes next";
        if (wire.is_fault)
            name = "fault path";
        else if (wire.is_outcome)
            name = wire.label == "otherwise" ? "target of otherwise"
                                             : fmt::format("target of outcome {}", wire.label);
        else if (!wire.label.empty() && wire.label != "otherwise")
            name = wire.label;
        name += suffix;
        result.what.push_back(std::move(name));
    }

    [[nodiscard]] bool leads_alike(const Wire& before, const Wire& after) const {
        if (new_key(small_letters(before.to)) == small_letters(after.to))
            return true;
        std::set<std::string> old_ends;
        for (const std::string& key : before_graph_.behind(before.to))
            old_ends.insert(new_key(key));
        const std::set<std::string> new_ends = after_graph_.behind(after.to);
        if (old_ends == new_ends)
            return true;
        // An element that was put in between says so itself.
        if (after_graph_.is_skipped(after.to) &&
            std::includes(new_ends.begin(), new_ends.end(), old_ends.begin(), old_ends.end()))
            return true;
        return before_graph_.is_skipped(before.to) &&
               std::includes(old_ends.begin(), old_ends.end(), new_ends.begin(), new_ends.end());
    }

    const Outline& before_;
    const Outline& after_;
    Matches matches_;
    Graph before_graph_;
    Graph after_graph_;
    std::vector<bool> moved_; // by index of the later items
};

} // namespace

std::vector<Change> compare_declaration(const Outline& before, const Outline& after) {
    return Comparison(before, after).run();
}

} // namespace weir::diff
