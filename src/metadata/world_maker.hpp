// Elements of the world from XML: a shape, a name, and the clauses that the XML fills.
#pragma once

#include "metadata/maker.hpp"
#include "schema/fold.hpp"
#include "syntax/declarations.hpp"

#include <string_view>
#include <vector>

namespace weir::metadata {

/// Collects the clauses of one element. Texts live as long as the arena.
class ElementMaker {
public:
    ElementMaker(const Shape& shape, Name name, Span place, Maker& make);

    /// The label, unless it is empty.
    void label(const XmlNode* node);
    void label(std::string_view text, Span span);
    /// A field's type.
    void type(std::string_view name, Span span, std::vector<const Expr*> arguments = {});

    void flag(std::string_view key, Span span);
    void add(std::string_view key, ClauseValue value, Span span);
    /// A clause that takes a text or a dotted name, if the node is there and not empty.
    void text(std::string_view key, const XmlNode* node);
    void path(std::string_view key, const XmlNode* node);
    void words(std::string_view key, std::string_view choice, Span span);
    void texts(std::string_view key, const std::vector<TextLiteral>& values, Span span);
    void paths(std::string_view key, const std::vector<Path>& values, Span span);
    void members(const std::vector<const Element*>& elements);
    void assignments(const std::vector<Assignment>& values, Span span);
    /// Empty braces, of an element that has nothing but clauses inside.
    void braces();

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] const Shape* shape() const { return element_.shape; }
    [[nodiscard]] std::string_view name() const { return element_.name.text; }
    [[nodiscard]] const Element* finish();

private:
    Maker& make_;
    Element element_;
    std::vector<Clause> clauses_;
};

[[nodiscard]] const Expr* text_argument(const XmlNode& node, Maker& make);
[[nodiscard]] const Expr* name_argument(const XmlNode& node, Maker& make);
[[nodiscard]] const Expr* number_argument(std::string_view digits, Span span, Maker& make);

[[nodiscard]] bool ends_with_folded(std::string_view name, std::string_view suffix);

} // namespace weir::metadata
