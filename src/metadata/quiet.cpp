#include "metadata/quiet.hpp"

#include "metadata/quiet_words.hpp"
#include "metadata/xml_maker.hpp"

#include <algorithm>

namespace weir::metadata {

namespace {

const XmlNode* canvas_mode(Nodes nodes) {
    for (const XmlNode* const node : nodes)
        if (node->name == "processMetadataValues" && node->child_text("name") == "CanvasMode")
            return node;
    return nullptr;
}

} // namespace

bool is_free_form_canvas(Nodes nodes, bool otherwise) {
    const XmlNode* const mode = canvas_mode(nodes);
    if (mode == nullptr)
        return otherwise;
    const XmlNode* const value = mode->child("value");
    return value != nullptr && value->child_text("stringValue") == "FREE_FORM_CANVAS";
}

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
        else if (node->name == start_name && start_ == nullptr)
            start_ = node;
        else if (node->name == "more")
            more_.insert(more_.end(), node->children.begin(), node->children.end());
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

/// `position` is what its place goes by, and empty for what has none of its own.
const XmlNode* Quiet::patched(const XmlNode& node, Nodes patch, std::string_view position) const {
    std::vector<const XmlNode*> children;
    // The name of a named element says which one is meant.
    const bool is_start = &node == start_written_;
    const auto is_replaced = [&](std::string_view tag) {
        if (tag == "name" && !is_start)
            return false;
        return std::any_of(patch.begin(), patch.end(), [&](const XmlNode* item) {
            return item->name == tag || (item->name == "without" && item->text == tag);
        });
    };
    const auto place = position.empty() ? places_.end() : places_.find(position);
    for (const XmlNode* child : node.children) {
        if (is_part(child->name))
            for (const XmlNode* const item : patch)
                if (item->name == "element" &&
                    item->child_text("name") == child->child_text("name"))
                    child = patched(*child, item->children, {});
        if (is_replaced(child->name))
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
        if (item->name != "without" && (item->name != "name" || is_start) &&
            item->name != "element")
            children.push_back(item);
    sort_children(node.name, children);
    auto* const made = arena_.make<XmlNode>();
    made->name = node.name;
    made->children = arena_.copy(children);
    return made;
}

/// Whether a child of the flow, as it would be written, is not there or stands in the block.
bool Quiet::is_replaced(const XmlNode& child, std::string_view name) const {
    return std::any_of(flow_patch_.begin(), flow_patch_.end(), [&](const XmlNode* item) {
        if (name.empty())
            return (item->name == "without" ? item->text : item->name) == child.name;
        // `formulas Name`: this one alone.
        return item->name == "without" &&
               item->text.size() == child.name.size() + 1 + name.size() &&
               item->text.starts_with(child.name) && item->text.ends_with(name) &&
               item->text[child.name.size()] == ' ';
    });
}

const XmlNode* Quiet::apply(const XmlNode& written) {
    if (root_ == nullptr)
        return &written;
    start_written_ = written.child(start_name);
    std::vector<const XmlNode*> children;
    for (const XmlNode* const child : written.children) {
        const bool is_start = child == start_written_;
        const std::string_view name =
            is_start || is_fact(child->name) ? std::string_view{} : child->child_text("name");
        if (is_replaced(*child, name))
            continue;
        if (is_start) {
            const Nodes parts = start_ == nullptr ? Nodes{} : start_->children;
            children.push_back(patched(*child, parts, start_name));
        } else if (!name.empty()) {
            const auto patch = elements_.find(name);
            const Nodes parts = patch == elements_.end() ? Nodes{} : patch->second->children;
            children.push_back(patched(*child, parts, position_name(name)));
        } else {
            children.push_back(child);
        }
    }
    std::string_view text;
    for (const XmlNode* const item : flow_patch_) {
        if (item->name == "text")
            text = item->text;
        else if (item->name != "without")
            children.push_back(item);
    }
    children.insert(children.end(), more_.begin(), more_.end());
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
        places->erase(
            name == start_name    ? std::string_view{}
            : name == named_start ? start_name
                                  : name
        );
    return moved(flow, *places, arena_);
}

} // namespace weir::metadata
