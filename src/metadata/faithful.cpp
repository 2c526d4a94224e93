#include "metadata/faithful.hpp"

#include "base/source_map.hpp"
#include "metadata/conditions.hpp"
#include "metadata/flow.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace weir::metadata {

namespace {

using Children = std::vector<const XmlNode*>;

/// By their tags, and where they are elements of the flow by their names.
Children sorted(const XmlNode& node, bool is_flow) {
    Children children(node.children.begin(), node.children.end());
    std::stable_sort(
        children.begin(),
        children.end(),
        [&](const XmlNode* left, const XmlNode* right) {
            if (left->name != right->name)
                return left->name < right->name;
            return is_flow && left->child_text("name") < right->child_text("name");
        }
    );
    return children;
}

bool is_same(const XmlNode& left, const XmlNode& right, bool is_flow) {
    if (left.name != right.name || left.is_nil != right.is_nil ||
        left.children.size() != right.children.size())
        return false;
    if (left.children.empty()) {
        const bool is_logic = left.name == "filterLogic" || left.name == "conditionLogic";
        return left.text == right.text || (is_logic && same_logic(left.text, right.text));
    }
    const Children first = sorted(left, is_flow);
    const Children second = sorted(right, is_flow);
    for (size_t index = 0; index < first.size(); ++index)
        if (!is_same(*first[index], *second[index], false))
            return false;
    return true;
}

/// One attempt: a flow that says `part` and keeps the rest, and whether it comes back.
class Attempt {
public:
    Attempt(const XmlNode& root, Name name, Shapes shapes)
        : root_(root), name_(name), shapes_(shapes) {}

    /// The flow is made in `arena`, what else is needed is thrown away.
    bool comes_back(const Children& said, Arena& arena) {
        auto* const part = arena.make<XmlNode>(root_);
        part->children = arena.copy(said);
        Diagnostics unsaid;
        flow_ = read_part_of_flow(root_, *part, name_, shapes_, arena, unsaid);
        SyntaxTree tree;
        tree.declarations = tree.arena.copy(std::span<const Element* const>(&flow_, 1));
        text_ = print(tree);
        SourceMap sources;
        Diagnostics mistakes;
        const SourceFile& file = sources.add("again.flow", text_);
        const std::unique_ptr<const SyntaxTree> again = parse(file, shapes_, mistakes);
        if (mistakes.has_errors() || again->declarations.size() != 1)
            return false;
        if (print(*again) != text_)
            return false;
        Arena written;
        const XmlNode* const back = write_flow(*again->declarations[0], written, mistakes);
        return !mistakes.has_errors() && is_same_flow(root_, *back);
    }

    [[nodiscard]] const Element* flow() const { return flow_; }
    [[nodiscard]] std::string take_text() { return std::move(text_); }

private:
    const XmlNode& root_;
    Name name_;
    Shapes shapes_;
    const Element* flow_ = nullptr;
    std::string text_;
};

/// Elements and resources have names; all else are settings and the start.
bool is_named(const XmlNode& child) {
    return child.name != "start" && child.name != "processMetadataValues" &&
           child.name != "customProperties" && !child.child_text("name").empty();
}

/// Which children come back when each is tried for itself; the settings together, if they can.
Children those_that_come_back(const XmlNode& root, Name name, Shapes shapes) {
    Children settings;
    std::unordered_set<std::string_view> names;
    std::unordered_set<const XmlNode*> refused;
    const auto comes_back = [&](const Children& children) {
        Arena arena;
        XmlNode alone = root;
        alone.children = arena.copy(children);
        return Attempt(alone, name, shapes).comes_back(children, arena);
    };
    for (const XmlNode* const child : root.children) {
        if (!is_named(*child))
            settings.push_back(child);
        else if (!names.insert(child->child_text("name")).second || !comes_back({child}))
            refused.insert(child);
    }
    if (!comes_back(settings))
        for (const XmlNode* const setting : settings)
            if (!comes_back({setting}))
                refused.insert(setting);
    Children said;
    for (const XmlNode* const child : root.children)
        if (!refused.contains(child))
            said.push_back(child);
    return said;
}

} // namespace

bool is_same_flow(const XmlNode& left, const XmlNode& right) {
    return is_same(left, right, true);
}

FlowText read_for_text(const XmlNode& root, Name name, Shapes elements, Arena& arena) {
    Attempt attempt(root, name, elements);
    Children said(root.children.begin(), root.children.end());
    if (attempt.comes_back(said, arena))
        return {attempt.flow(), attempt.take_text(), {}, true};
    said = those_that_come_back(root, name, elements);
    bool comes_back = attempt.comes_back(said, arena);
    if (!comes_back) {
        // Each for itself is well, all together are not: keep the settings, then nothing.
        said.erase(
            std::remove_if(
                said.begin(), said.end(), [](const XmlNode* child) { return is_named(*child); }
            ),
            said.end()
        );
        comes_back = attempt.comes_back(said, arena);
    }
    if (!comes_back) {
        said.clear();
        comes_back = attempt.comes_back(said, arena);
    }
    const std::unordered_set<const XmlNode*> kept(said.begin(), said.end());
    Children unsaid;
    for (const XmlNode* const child : root.children)
        if (!kept.contains(child))
            unsaid.push_back(child);
    return {attempt.flow(), attempt.take_text(), arena.copy(unsaid), comes_back};
}

} // namespace weir::metadata
