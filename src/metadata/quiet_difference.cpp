// What the tree of a flow does not say: its XML compared with what would be written of the tree.
#include "metadata/conditions.hpp"
#include "metadata/quiet.hpp"
#include "metadata/quiet_words.hpp"
#include "syntax/declarations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>

namespace weir::metadata {

namespace {

/// The nodes by their tags; those of one tag keep their order.
std::vector<const XmlNode*> by_tag(Nodes nodes) {
    const auto less = [](const XmlNode* left, const XmlNode* right) {
        return left->name < right->name;
    };
    std::vector<const XmlNode*> sorted(nodes.begin(), nodes.end());
    if (!std::is_sorted(sorted.begin(), sorted.end(), less))
        std::stable_sort(sorted.begin(), sorted.end(), less);
    return sorted;
}

/// Takes the nodes of a tag off the front of nodes by tags.
Nodes take_tag(Nodes& nodes, std::string_view tag) {
    size_t count = 0;
    while (count < nodes.size() && nodes[count]->name == tag)
        ++count;
    const Nodes taken = nodes.first(count);
    nodes = nodes.subspan(count);
    return taken;
}

bool same(const XmlNode& left, const XmlNode& right) {
    if (left.name != right.name || left.is_nil != right.is_nil ||
        left.children.size() != right.children.size())
        return false;
    const bool is_logic = left.name == "filterLogic" || left.name == "conditionLogic";
    if (left.text != right.text && !(is_logic && same_logic(left.text, right.text)))
        return false;
    return std::equal(
        left.children.begin(),
        left.children.end(),
        right.children.begin(),
        [](const XmlNode* a, const XmlNode* b) { return same(*a, *b); }
    );
}

bool same(Nodes left, Nodes right) {
    return std::equal(
        left.begin(),
        left.end(),
        right.begin(),
        right.end(),
        [](const XmlNode* a, const XmlNode* b) { return same(*a, *b); }
    );
}

/// Whether both lists hold the same names in the same order, each once: then only what differs
/// within is kept.
bool same_names(Nodes left, Nodes right) {
    std::vector<std::string_view> names;
    for (const XmlNode* const node : left)
        names.push_back(node->child_text("name"));
    const bool in_order = std::equal(
        right.begin(),
        right.end(),
        names.begin(),
        names.end(),
        [](const XmlNode* node, std::string_view name) { return node->child_text("name") == name; }
    );
    std::sort(names.begin(), names.end());
    const bool is_named = !names.empty() && !names.front().empty();
    return in_order && is_named && std::adjacent_find(names.begin(), names.end()) == names.end();
}

std::vector<const XmlNode*>
difference(Nodes wanted, Nodes written, Arena& arena, bool with_places = true);

/// A patch of each node that differs.
void add_inner_patches(
    Nodes wanted, Nodes written, Arena& arena, std::vector<const XmlNode*>& patch
) {
    for (size_t index = 0; index < wanted.size(); ++index) {
        std::vector<const XmlNode*> inner =
            difference(wanted[index]->children, written[index]->children, arena);
        if (inner.empty())
            continue;
        inner.insert(inner.begin(), wanted[index]->child("name"));
        auto* const made = arena.make<XmlNode>();
        made->name = "element";
        made->children = arena.copy(inner);
        patch.push_back(made);
    }
}

/// A tag, or an element of the flow, that is not there.
const XmlNode* without(std::string_view what, Arena& arena) {
    auto* const made = arena.make<XmlNode>();
    made->name = "without";
    made->text = what;
    return made;
}

/// The nodes that make `written` into `wanted`, tag by tag. Places may be kept elsewhere.
std::vector<const XmlNode*>
difference(Nodes wanted, Nodes written, Arena& arena, bool with_places) {
    std::vector<const XmlNode*> patch;
    const std::vector<const XmlNode*> wanted_by_tag = by_tag(wanted);
    const std::vector<const XmlNode*> written_by_tag = by_tag(written);
    Nodes targets = wanted_by_tag;
    Nodes sources = written_by_tag;
    while (!targets.empty() || !sources.empty()) {
        const bool is_target =
            sources.empty() || (!targets.empty() && targets.front()->name <= sources.front()->name);
        const std::string_view tag = is_target ? targets.front()->name : sources.front()->name;
        const Nodes target = take_tag(targets, tag);
        const Nodes source = take_tag(sources, tag);
        if (is_place(tag) && !with_places)
            continue;
        if (same(target, source))
            continue;
        if (is_part(tag) && same_names(target, source)) {
            add_inner_patches(target, source, arena, patch);
            continue;
        }
        if (target.empty())
            patch.push_back(without(tag, arena));
        patch.insert(patch.end(), target.begin(), target.end());
    }
    return patch;
}

using Named = std::unordered_map<std::string_view, const XmlNode*>;

bool is_coordinate(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
        return (letter >= '0' && letter <= '9') || letter == '.' || letter == '-';
    });
}

/// A patch could not tell such a child from its own words.
bool holds_own_word(const XmlNode& node) {
    return std::any_of(node.children.begin(), node.children.end(), [](const XmlNode* child) {
        return child->name == "without" || child->name == "element";
    });
}

bool has_place(const XmlNode& node) {
    return node.has("locationX") || node.has("locationY");
}

/// Whether a line of positions can hold where it stands.
bool has_plain_place(const XmlNode& node, std::string_view name) {
    const auto has_one = [&](std::string_view tag) {
        return std::count_if(node.children.begin(), node.children.end(), [&](const XmlNode* child) {
                   return child->name == tag;
               }) == 1;
    };
    return has_one("locationX") && has_one("locationY") &&
           is_coordinate(node.child_text("locationX")) &&
           is_coordinate(node.child_text("locationY")) &&
           name.find_first_of("\r\n") == std::string_view::npos && name != named_start;
}

class Difference {
public:
    Difference(const XmlNode& wanted, const XmlNode& written, bool is_free_form, Arena& arena)
        : wanted_(wanted), written_(written), is_free_form_(is_free_form), arena_(arena) {}

    std::string text() {
        start_ = written_.child(start_name);
        for (const XmlNode* const child : written_.children)
            if (const std::string_view name = element_name(*child); !name.empty())
                by_name_.emplace(name, child);
        std::vector<const XmlNode*> flow_wanted;
        for (const XmlNode* const child : wanted_.children)
            pair(*child, flow_wanted);
        std::vector<const XmlNode*> flow_written;
        std::vector<const XmlNode*> all;
        for (const XmlNode* const child : written_.children) {
            if (used_.contains(child))
                continue;
            const std::string_view name = element_name(*child);
            if (name.empty())
                flow_written.push_back(child);
            else
                all.push_back(without(
                    arena_.copy(std::string_view(fmt::format("{} {}", child->name, name))), arena_
                ));
        }
        const std::vector<const XmlNode*> flow_patch =
            difference(flow_wanted, flow_written, arena_);
        all.insert(all.begin(), flow_patch.begin(), flow_patch.end());
        all.insert(all.end(), elements_.begin(), elements_.end());
        if (!more_.empty())
            all.push_back(node("more", more_));
        if (wanted_.children.empty() && !wanted_.text.empty())
            all.push_back(leaf("text", wanted_.text));
        if (const XmlNode* const layout = layout_node())
            all.push_back(layout);
        std::string printed;
        print_nodes(all, 0, printed);
        if (printed.ends_with('\n'))
            printed.pop_back();
        return printed;
    }

private:
    /// Of an element or a resource; empty for all else.
    [[nodiscard]] std::string_view element_name(const XmlNode& child) const {
        return &child == start_ || is_fact(child.name) ? std::string_view{}
                                                       : child.child_text("name");
    }

    /// Finds what is written of a child of the flow, and keeps the difference.
    void pair(const XmlNode& child, std::vector<const XmlNode*>& flow_wanted) {
        if (child.name == start_name && start_ != nullptr && !used_.contains(start_) &&
            child.text.empty() && !holds_own_word(child)) {
            used_.insert(start_);
            compare(start_name, child, *start_);
            return;
        }
        if (is_own_word(child.name)) {
            more_.push_back(&child);
            return;
        }
        const auto found = by_name_.find(child.child_text("name"));
        if (found == by_name_.end() || found->second->name != child.name ||
            used_.contains(found->second)) {
            flow_wanted.push_back(&child);
            return;
        }
        used_.insert(found->second);
        compare(position_name(found->first), child, *found->second);
    }

    void compare(std::string_view position, const XmlNode& wanted, const XmlNode& written) {
        const bool is_placed = has_plain_place(wanted, position) && has_plain_place(written, {});
        if (is_placed)
            add_position(position, wanted, written);
        else if (has_place(wanted) || has_place(written))
            is_wholly_placed_ = false;
        std::vector<const XmlNode*> patch =
            difference(wanted.children, written.children, arena_, !is_placed);
        if (patch.empty())
            return;
        const bool is_start = &written == start_;
        if (!is_start)
            patch.insert(patch.begin(), wanted.child("name"));
        elements_.push_back(node(is_start ? start_name : "element", patch));
    }

    /// Where the elements stand: nothing if all stand where they are written.
    const XmlNode* layout_node() {
        if (positions_.empty() || is_plain_)
            return nullptr;
        const std::optional<Canvas> canvas =
            is_free_form_ || !is_wholly_placed_ ? std::nullopt : canvas_of(wanted_);
        return leaf(
            canvas ? "canvas" : "positions",
            arena_.copy(std::string_view(canvas ? to_text(*canvas) : positions_))
        );
    }

    void add_position(std::string_view name, const XmlNode& wanted, const XmlNode& written) {
        const std::string_view x = wanted.child_text("locationX");
        const std::string_view y = wanted.child_text("locationY");
        is_plain_ = is_plain_ && x == written.child_text("locationX") &&
                    y == written.child_text("locationY");
        if (!positions_.empty())
            positions_ += '\n';
        positions_ += fmt::format("{} {} {}", name, x, y);
    }

    const XmlNode* node(std::string_view tag, const std::vector<const XmlNode*>& children) {
        auto* const made = arena_.make<XmlNode>();
        made->name = tag;
        made->children = arena_.copy(children);
        return made;
    }
    const XmlNode* leaf(std::string_view tag, std::string_view text) {
        auto* const made = arena_.make<XmlNode>();
        made->name = tag;
        made->text = text;
        return made;
    }

    const XmlNode& wanted_;
    const XmlNode& written_;
    const XmlNode* start_ = nullptr; // as it would be written
    bool is_free_form_;
    Arena& arena_;
    Named by_name_;
    std::unordered_set<const XmlNode*> used_;
    std::vector<const XmlNode*> elements_;
    std::vector<const XmlNode*> more_;
    std::string positions_;
    bool is_plain_ = true;
    bool is_wholly_placed_ = true;
};

} // namespace

void add_quiet(Element& flow, const XmlNode& root, Arena& arena) {
    const WriteFacts facts{is_free_form_canvas(root.children, true), root.has("apiVersion")};
    const XmlNode* const written = FlowWriter(flow, arena, facts).write();
    const std::string text = Difference(root, *written, facts.is_free_form, arena).text();
    if (text.empty())
        return;
    Clause clause;
    clause.shape = shapes::flow.clause("metadata");
    clause.key_span = root.span;
    clause.span = root.span;
    clause.value = TextLiteral{arena.copy(std::string_view(text)), root.span, true};
    std::vector<Clause> clauses(flow.clauses.begin(), flow.clauses.end());
    clauses.insert(clauses.end() - 1, clause);
    flow.clauses = arena.copy(clauses);
}

} // namespace weir::metadata
