// Pieces of a syntax tree that come from XML instead of text.
#pragma once

#include "base/arena.hpp"
#include "base/diagnostic.hpp"
#include "metadata/xml.hpp"
#include "syntax/ast.hpp"

#include <string_view>

namespace weir::metadata {

/// Makes nodes in an arena. Texts that it is given must live as long as the arena.
class Maker {
public:
    Maker(Arena& arena, Diagnostics& out) : arena_(arena), out_(out) {}

    [[nodiscard]] Arena& arena() { return arena_; }
    [[nodiscard]] Diagnostics& out() { return out_; }

    /// `$Record.Account.Name`, split at its dots; empty for an empty text.
    [[nodiscard]] Path path(std::string_view text, Span span);
    [[nodiscard]] const Formula* reference(std::string_view text, Span span);
    [[nodiscard]] const Formula* text(std::string_view value, Span span);
    [[nodiscard]] const Formula* null(Span span);
    [[nodiscard]] const Formula* boolean(bool value, Span span);
    /// Null if the digits are no number of the language.
    [[nodiscard]] const Formula* number(std::string_view digits, Span span);
    /// A formula letter for letter, as XML holds it; what is wrong in it is reported at its place.
    [[nodiscard]] const Formula* formula(const XmlNode& node);
    /// Of an element that holds one of `stringValue`, `elementReference`, …; null if it holds
    /// something that the language has no word for. No node, or an empty one, is null.
    [[nodiscard]] const Formula* value(const XmlNode* node, Span otherwise);
    [[nodiscard]] const TextLiteral* literal(const XmlNode& node);
    [[nodiscard]] static Name name(const XmlNode& node) { return {node.text, node.text_span}; }

private:
    template<class T>
    [[nodiscard]] const Formula* formula_of(std::string_view text, T expression);
    [[nodiscard]] const Formula* moment(std::string_view function, const XmlNode& node);

    Arena& arena_;
    Diagnostics& out_;
};

/// Operators by their names in XML.
[[nodiscard]] const char* xml_name(AssignOperator op);
[[nodiscard]] bool find_operator(std::string_view xml, AssignOperator& op);

} // namespace weir::metadata
