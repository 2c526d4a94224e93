#include "metadata/xml_maker.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace weir::metadata {

namespace {

/// Parts of an element that a retrieve writes first. A name is one of them except in a pair of a
/// name and what it is given.
constexpr std::array head{
    std::string_view("processMetadataValues"),
    std::string_view("description"),
    std::string_view("name"),
    std::string_view("elementSubtype"),
    std::string_view("label"),
    std::string_view("locationX"),
    std::string_view("locationY"),
};

constexpr std::array without_head{
    std::string_view("outputParameters"),
    std::string_view("outputAssignments"),
    std::string_view("Flow"),
};

size_t rank(std::string_view tag, bool is_node) {
    const auto found = std::find(head.begin(), head.end(), tag);
    if (found == head.end())
        return head.size();
    // The label stands at the head of what has a place on the canvas; elsewhere by the alphabet.
    if (tag == "label" && !is_node)
        return head.size();
    return static_cast<size_t>(found - head.begin());
}

bool less_without_case(std::string_view left, std::string_view right) {
    const auto fold = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
    };
    return std::lexicographical_compare(
        left.begin(),
        left.end(),
        right.begin(),
        right.end(),
        [&](char a, char b) { return fold(a) < fold(b); }
    );
}

} // namespace

void sort_children(std::string_view parent, std::vector<const XmlNode*>& children) {
    if (children.size() < 2)
        return;
    const bool is_flow = parent == "Flow";
    if (std::find(without_head.begin(), without_head.end(), parent) != without_head.end()) {
        std::stable_sort(
            children.begin(),
            children.end(),
            [&](const XmlNode* left, const XmlNode* right) {
                if (left->name != right->name)
                    return left->name < right->name;
                return is_flow &&
                       less_without_case(left->child_text("name"), right->child_text("name"));
            }
        );
        return;
    }
    const bool is_node = std::any_of(children.begin(), children.end(), [](const XmlNode* child) {
        return child->name == "locationX";
    });
    struct Ranked {
        size_t rank;
        const XmlNode* node;
    };
    const auto less = [](const Ranked& left, const Ranked& right) {
        return left.rank != right.rank
                   ? left.rank < right.rank
                   : left.rank == head.size() && left.node->name < right.node->name;
    };
    std::vector<Ranked> ranked;
    ranked.reserve(children.size());
    for (const XmlNode* const child : children)
        ranked.push_back({rank(child->name, is_node), child});
    if (std::is_sorted(ranked.begin(), ranked.end(), less))
        return;
    std::stable_sort(ranked.begin(), ranked.end(), less);
    for (size_t index = 0; index < ranked.size(); ++index)
        children[index] = ranked[index].node;
}

const XmlNode* XmlMaker::leaf(std::string_view tag, std::string_view text) {
    auto* const made = arena_.make<XmlNode>();
    made->name = tag;
    made->text = text;
    return made;
}

const XmlNode* XmlMaker::nil(std::string_view tag) {
    auto* const made = arena_.make<XmlNode>();
    made->name = tag;
    made->is_nil = true;
    return made;
}

const XmlNode* XmlMaker::node(std::string_view tag, std::vector<const XmlNode*> children) {
    sort_children(tag, children);
    auto* const made = arena_.make<XmlNode>();
    made->name = tag;
    made->children = arena_.copy(children);
    return made;
}

const XmlNode* XmlMaker::boolean(std::string_view tag, bool value) {
    return node(tag, {leaf("booleanValue", value ? "true" : "false")});
}

std::string_view XmlMaker::path_text(const Path& path) {
    std::string text;
    for (const Name& part : path.parts) {
        if (!text.empty())
            text += '.';
        text += part.text;
    }
    return arena_.copy(std::string_view(text));
}

std::string_view XmlMaker::merge_field(const Formula& formula) {
    const bool is_reference = formula.root->kind == ExprKind::reference;
    std::string text = "{!";
    text += is_reference ? path_text(static_cast<const ReferenceExpr&>(*formula.root).path)
                         : formula_resource_(formula, "String");
    text += '}';
    return arena_.copy(std::string_view(text));
}

std::string_view XmlMaker::comment_text(List<Comment> lines) {
    std::string text;
    for (size_t index = 0; index < lines.size(); ++index) {
        if (index > 0)
            text += '\n';
        text += lines[index].text;
    }
    return arena_.copy(std::string_view(text));
}

const XmlNode* XmlMaker::path(std::string_view tag, const Path& path) {
    return leaf(tag, path_text(path));
}

const XmlNode*
XmlMaker::value(std::string_view tag, const Formula& formula, std::string_view wanted) {
    const Expr& root = *formula.root;
    switch (root.kind) {
    case ExprKind::null:
        return nullptr;
    case ExprKind::text:
        return node(tag, {leaf("stringValue", static_cast<const TextExpr&>(root).value)});
    case ExprKind::number:
        return node(tag, {leaf("numberValue", static_cast<const NumberExpr&>(root).digits)});
    case ExprKind::boolean:
        return boolean(tag, static_cast<const BooleanExpr&>(root).value);
    case ExprKind::reference:
        return node(tag, {path("elementReference", static_cast<const ReferenceExpr&>(root).path)});
    case ExprKind::unary: {
        const auto& unary = static_cast<const UnaryExpr&>(root);
        if (unary.op == UnaryOperator::minus && unary.operand->kind == ExprKind::number) {
            const std::string digits =
                "-" + std::string(static_cast<const NumberExpr&>(*unary.operand).digits);
            return node(tag, {leaf("numberValue", arena_.copy(std::string_view(digits)))});
        }
        break;
    }
    case ExprKind::call: {
        const auto& call = static_cast<const CallExpr&>(root);
        if (call.arguments.size() != 1 || call.arguments[0]->kind != ExprKind::text)
            break;
        const std::string_view text = static_cast<const TextExpr&>(*call.arguments[0]).value;
        if (call.function.text == "DATEVALUE")
            return node(tag, {leaf("dateValue", text)});
        if (call.function.text == "DATETIMEVALUE")
            return node(tag, {leaf("dateTimeValue", text)});
        break;
    }
    case ExprKind::chain:
    case ExprKind::error:
        break;
    }
    return node(tag, {leaf("elementReference", formula_resource_(formula, wanted))});
}

const XmlNode*
XmlMaker::reference(std::string_view tag, const Formula& formula, std::string_view wanted) {
    if (formula.root->kind == ExprKind::reference)
        return path(tag, static_cast<const ReferenceExpr&>(*formula.root).path);
    return leaf(tag, formula_resource_(formula, wanted));
}

} // namespace weir::metadata
