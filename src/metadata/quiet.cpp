#include "metadata/quiet.hpp"

#include "metadata/flow_writer.hpp"
#include "metadata/xml_maker.hpp"
#include "syntax/declarations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace weir::metadata {

namespace {

using Nodes = std::span<const XmlNode* const>;

constexpr std::string_view start_name = "start";

bool is_place(std::string_view tag) {
    return tag == "locationX" || tag == "locationY";
}

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

/// Logic is the same however it is spaced and capitalised.
bool same_logic(std::string_view left, std::string_view right) {
    const auto letters = [](std::string_view text) {
        std::string kept;
        for (const char letter : text)
            if (letter > ' ')
                kept += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A'))
                                                       : letter;
        return kept;
    };
    return letters(left) == letters(right);
}

bool same(const XmlNode& left, const XmlNode& right) {
    if (left.name != right.name || left.is_nil != right.is_nil ||
        left.children.size() != right.children.size())
        return false;
    const bool is_logic = left.name.ends_with("Logic");
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

std::vector<const XmlNode*> difference(Nodes wanted, Nodes written, Arena& arena);

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

/// Parts of an element that are elements themselves: only their differences are kept.
bool is_part(std::string_view tag) {
    constexpr std::array parts{
        std::string_view("fields"),
        std::string_view("rules"),
        std::string_view("waitEvents"),
        std::string_view("stageSteps"),
        std::string_view("steps"),
        std::string_view("scheduledPaths"),
    };
    return std::find(parts.begin(), parts.end(), tag) != parts.end();
}

/// The nodes that make `written` into `wanted`, tag by tag.
std::vector<const XmlNode*> difference(Nodes wanted, Nodes written, Arena& arena) {
    std::vector<const XmlNode*> patch;
    const std::vector<const XmlNode*> wanted_by_tag = by_tag(wanted);
    const std::vector<const XmlNode*> written_by_tag = by_tag(written);
    Nodes targets = wanted_by_tag;
    Nodes sources = written_by_tag;
    while (!targets.empty() || !sources.empty()) {
        const bool is_target = sources.empty() || (!targets.empty() &&
                                                   targets.front()->name <= sources.front()->name);
        const std::string_view tag = is_target ? targets.front()->name : sources.front()->name;
        const Nodes target = take_tag(targets, tag);
        const Nodes source = take_tag(sources, tag);
        if (is_place(tag) && target.size() == source.size())
            continue;
        if (same(target, source))
            continue;
        if (is_part(tag) && same_names(target, source)) {
            add_inner_patches(target, source, arena, patch);
            continue;
        }
        if (target.empty()) {
            auto* const without = arena.make<XmlNode>();
            without->name = "without";
            without->text = tag;
            patch.push_back(without);
        }
        patch.insert(patch.end(), target.begin(), target.end());
    }
    return patch;
}

using Named = std::unordered_map<std::string_view, const XmlNode*>;

bool has_place(const XmlNode& node) {
    return node.has("locationX");
}

class Difference {
public:
    Difference(const XmlNode& wanted, const XmlNode& written, bool is_free_form, Arena& arena)
        : wanted_(wanted), written_(written), is_free_form_(is_free_form), arena_(arena) {}

    std::string text() {
        for (const XmlNode* const child : written_.children)
            if (const std::string_view name = child->child_text("name");
                !name.empty() && child->name != "processMetadataValues" &&
                child->name != "customProperties")
                by_name_.emplace(name, child);
        std::vector<const XmlNode*> flow_wanted;
        std::vector<const XmlNode*> flow_written;
        for (const XmlNode* const child : wanted_.children) {
            if (child->name == "start" && written_.child("start") != nullptr) {
                compare_start(*child);
                continue;
            }
            const auto found = by_name_.find(child->child_text("name"));
            if (found == by_name_.end() || found->second->name != child->name ||
                used_.contains(found->second)) {
                flow_wanted.push_back(child);
                continue;
            }
            used_.emplace(found->second, found->second);
            compare_element(*child, *found->second);
        }
        for (const XmlNode* const child : written_.children) {
            if (child->name == "start" && wanted_.child("start") != nullptr)
                continue;
            if (!used_.contains(child))
                flow_written.push_back(child);
        }
        std::vector<const XmlNode*> all = difference(flow_wanted, flow_written, arena_);
        all.insert(all.end(), elements_.begin(), elements_.end());
        if (wanted_.children.empty() && !wanted_.text.empty()) {
            auto* const text = arena_.make<XmlNode>();
            text->name = "text";
            text->text = wanted_.text;
            all.push_back(text);
        }
        if (const XmlNode* const layout = layout_node())
            all.push_back(layout);
        std::string printed;
        print_nodes(all, 0, printed);
        if (printed.ends_with('\n'))
            printed.pop_back();
        return printed;
    }

private:
    /// Where the elements stand: nothing if all stand where they are written.
    const XmlNode* layout_node() {
        if (positions_.empty() || is_plain_)
            return nullptr;
        auto* const made = arena_.make<XmlNode>();
        const std::optional<Canvas> canvas = is_free_form_ ? std::nullopt : canvas_of(wanted_);
        made->name = canvas ? "canvas" : "positions";
        made->text = arena_.copy(std::string_view(canvas ? to_text(*canvas) : positions_));
        return made;
    }

    void compare_element(const XmlNode& wanted, const XmlNode& written) {
        add_position(wanted.child_text("name"), wanted, written);
        std::vector<const XmlNode*> patch = difference(wanted.children, written.children, arena_);
        if (patch.empty())
            return;
        patch.insert(patch.begin(), wanted.child("name"));
        add_patch("element", patch);
    }

    void compare_start(const XmlNode& wanted) {
        const XmlNode& written = *written_.child("start");
        add_position(start_name, wanted, written);
        const std::vector<const XmlNode*> patch =
            difference(wanted.children, written.children, arena_);
        if (!patch.empty())
            add_patch("start", patch);
    }

    void add_patch(std::string_view tag, const std::vector<const XmlNode*>& patch) {
        auto* const made = arena_.make<XmlNode>();
        made->name = tag;
        made->children = arena_.copy(patch);
        elements_.push_back(made);
    }

    void add_position(std::string_view name, const XmlNode& wanted, const XmlNode& written) {
        if (!has_place(wanted))
            return;
        const std::string_view x = wanted.child_text("locationX");
        const std::string_view y = wanted.child_text("locationY");
        is_plain_ = is_plain_ && x == written.child_text("locationX") &&
                    y == written.child_text("locationY");
        if (!positions_.empty())
            positions_ += '\n';
        positions_ += fmt::format("{} {} {}", name, x, y);
    }

    const XmlNode& wanted_;
    const XmlNode& written_;
    bool is_free_form_;
    Arena& arena_;
    Named by_name_;
    std::unordered_map<const XmlNode*, const XmlNode*> used_;
    std::vector<const XmlNode*> elements_;
    std::string positions_;
    bool is_plain_ = true;
};

const XmlNode* canvas_mode(Nodes nodes) {
    for (const XmlNode* const node : nodes)
        if (node->name == "processMetadataValues" && node->child_text("name") == "CanvasMode")
            return node;
    return nullptr;
}

bool is_free_form_canvas(Nodes nodes, bool otherwise) {
    const XmlNode* const mode = canvas_mode(nodes);
    if (mode == nullptr)
        return otherwise;
    const XmlNode* const value = mode->child("value");
    return value != nullptr && value->child_text("stringValue") == "FREE_FORM_CANVAS";
}

} // namespace

Quiet::Quiet(const Element& flow, Arena& arena, Diagnostics& out) : arena_(arena) {
    // Process Builder knew one canvas, without a word for it.
    const auto* const type = flow.value<std::string_view>("type");
    const bool is_process = type != nullptr && type->ends_with("process");
    facts_.is_free_form = is_process;
    const auto* const text = flow.value<TextLiteral>("metadata");
    if (text == nullptr)
        return;
    root_ = parse_fragment(text->value, text->span, arena, out);
    if (root_ == nullptr)
        return;
    for (const XmlNode* const node : root_->children) {
        if (node->name == "positions")
            read_positions(node->text);
        else if (node->name == "canvas")
            read_canvas_line(node->text, text->span, out);
        else if (node->name == "element")
            elements_.emplace(node->child_text("name"), node);
        else if (node->name == "start" && !node->children.empty())
            elements_.emplace(start_name, node);
        else
            flow_patch_.push_back(node);
    }
    const bool has_facts =
        std::any_of(flow_patch_.begin(), flow_patch_.end(), [](const XmlNode* node) {
            return node->name == "processMetadataValues" ||
                   (node->name == "without" && node->text == "processMetadataValues");
        });
    // A flow whose builder left no word of its canvas is from before there were two.
    facts_.is_free_form = (has_facts || is_process) && is_free_form_canvas(flow_patch_, true);
    facts_.has_api = std::none_of(flow_patch_.begin(), flow_patch_.end(), [](const XmlNode* node) {
        return node->name == "without" && node->text == "apiVersion";
    });
}

void Quiet::read_canvas_line(std::string_view text, Span span, Diagnostics& out) {
    canvas_ = read_canvas(text);
    if (!canvas_)
        out.report(
            Code::W0005, span, "`{}` is no canvas: a step of 108 or 120, then the first row", text
        );
}

void Quiet::read_positions(std::string_view text) {
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const size_t second = line.rfind(' ');
        const size_t first = second == std::string_view::npos || second == 0
                                 ? std::string_view::npos
                                 : line.rfind(' ', second - 1);
        if (first != std::string_view::npos)
            places_.emplace(
                line.substr(0, first),
                Position{line.substr(first + 1, second - first - 1), line.substr(second + 1)}
            );
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

const XmlNode* Quiet::patched(const XmlNode& node, Nodes patch, std::string_view name) const {
    std::vector<const XmlNode*> children;
    const auto is_replaced = [&](std::string_view tag) {
        return std::any_of(patch.begin(), patch.end(), [&](const XmlNode* item) {
            return item->name == tag || (item->name == "without" && item->text == tag);
        });
    };
    const auto place = places_.find(name);
    for (const XmlNode* child : node.children) {
        const bool is_name = child->name == "name";
        if (is_part(child->name))
            for (const XmlNode* const item : patch)
                if (item->name == "element" &&
                    item->child_text("name") == child->child_text("name"))
                    child = patched(*child, item->children, {});
        if (!is_name && is_replaced(child->name))
            continue;
        if (place != places_.end() && is_place(child->name)) {
            auto* const moved = arena_.make<XmlNode>(*child);
            moved->text = child->name == "locationX" ? place->second.x : place->second.y;
            children.push_back(moved);
            continue;
        }
        children.push_back(child);
    }
    for (const XmlNode* const item : patch)
        if (item->name != "without" && item->name != "name" && item->name != "element")
            children.push_back(item);
    sort_children(node.name, children);
    auto* const made = arena_.make<XmlNode>();
    made->name = node.name;
    made->children = arena_.copy(children);
    return made;
}

const XmlNode* Quiet::apply(const XmlNode& written) const {
    if (root_ == nullptr)
        return &written;
    std::vector<const XmlNode*> children;
    const auto is_replaced = [&](std::string_view tag, bool is_named) {
        return std::any_of(flow_patch_.begin(), flow_patch_.end(), [&](const XmlNode* item) {
            if (item->name == "without")
                return item->text == tag && !is_named;
            return item->name == tag && !is_named;
        });
    };
    for (const XmlNode* const child : written.children) {
        const bool is_fact =
            child->name == "processMetadataValues" || child->name == "customProperties";
        const std::string_view name =
            child->name == "start" ? start_name : child->child_text("name");
        const bool is_named = !is_fact && !name.empty();
        if (is_replaced(child->name, is_named && child->name != "start"))
            continue;
        const auto patch = elements_.find(name);
        const Nodes parts = patch == elements_.end() ? Nodes{} : patch->second->children;
        children.push_back(is_named ? patched(*child, parts, name) : child);
    }
    std::string_view text;
    for (const XmlNode* const item : flow_patch_) {
        if (item->name == "text")
            text = item->text;
        else if (item->name != "without")
            children.push_back(item);
    }
    sort_children("Flow", children);
    auto* const made = arena_.make<XmlNode>();
    made->name = written.name;
    made->text = text;
    made->children = arena_.copy(children);
    return laid_out(*made);
}

/// What a position is kept for stays there.
const XmlNode* Quiet::laid_out(const XmlNode& flow) const {
    std::optional<Places> places = canvas_ ? lay_out(flow, *canvas_) : std::nullopt;
    if (!places)
        return &flow;
    for (const auto& [name, position] : places_)
        places->erase(name == start_name ? std::string_view{} : name);
    return moved(flow, *places, arena_);
}

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
