// Pieces of metadata XML that come from a syntax tree.
#pragma once

#include "base/arena.hpp"
#include "metadata/xml.hpp"
#include "syntax/ast.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace weir::metadata {

/// Makes nodes in an arena. An expression where XML only takes a value becomes a formula resource:
/// `formula_resource` is asked for its name (given the expression, and the type that is wanted or
/// nothing).
class XmlMaker {
public:
    using FormulaResource =
        std::function<std::string_view(const Formula&, std::string_view wanted)>;

    XmlMaker(Arena& arena, FormulaResource formula_resource)
        : arena_(arena), formula_resource_(std::move(formula_resource)) {}

    [[nodiscard]] Arena& arena() { return arena_; }

    [[nodiscard]] const XmlNode* leaf(std::string_view tag, std::string_view text);
    /// `<tag xsi:nil="true"/>`
    [[nodiscard]] const XmlNode* nil(std::string_view tag);
    /// The children are put into the order that a retrieve writes.
    [[nodiscard]] const XmlNode* node(std::string_view tag, std::vector<const XmlNode*> children);
    [[nodiscard]] const XmlNode* boolean(std::string_view tag, bool value);
    /// `<tag><stringValue>…`; null for the formula `null`, which XML says by nothing.
    [[nodiscard]] const XmlNode*
    value(std::string_view tag, const Formula& formula, std::string_view wanted = {});
    /// `<tag>Name.Of.Something</tag>`.
    [[nodiscard]] const XmlNode*
    reference(std::string_view tag, const Formula& formula, std::string_view wanted = {});
    [[nodiscard]] const XmlNode* path(std::string_view tag, const Path& path);
    [[nodiscard]] std::string_view path_text(const Path& path);
    /// `{!Name}`, of an expression that XML cannot hold the formula resource made of it.
    [[nodiscard]] std::string_view merge_field(const Formula& formula);
    /// The lines of a comment as one text.
    [[nodiscard]] std::string_view comment_text(List<Comment> lines);

private:
    Arena& arena_;
    FormulaResource formula_resource_;
};

/// The order of children in a file that was retrieved: what every element has, then by the
/// alphabet.
void sort_children(std::string_view parent, std::vector<const XmlNode*>& children);

} // namespace weir::metadata
