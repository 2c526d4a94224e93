#include "metadata/world_maker.hpp"

#include "base/check.hpp"

#include <algorithm>

namespace weir::metadata {

ElementMaker::ElementMaker(const Shape& shape, Name name, Span place, Maker& make) : make_(make) {
    element_.shape = &shape;
    element_.name = name;
    element_.keyword_span = place;
    element_.header = place;
    element_.span = place;
}

void ElementMaker::label(const XmlNode* node) {
    if (node != nullptr)
        label(node->text, node->text_span);
}

void ElementMaker::label(std::string_view text, Span span) {
    if (!text.empty())
        element_.label = make_.arena().make<TextLiteral>(text, span, false);
}

void ElementMaker::type(std::string_view name, Span span, std::vector<const Expr*> arguments) {
    element_.subject.type = {{name, span}, make_.arena().copy(arguments), false, span};
    element_.subject.span = span;
}

void ElementMaker::add(std::string_view key, ClauseValue value, Span span) {
    const ClauseShape* const shape = element_.shape->clause(key);
    WEIR_CHECK(shape != nullptr, "the reader names clauses that the shape has");
    Clause clause;
    clause.shape = shape;
    clause.key_span = span;
    clause.span = span;
    clause.value = value;
    clauses_.push_back(clause);
}

void ElementMaker::flag(std::string_view key, Span span) {
    add(key, std::monostate{}, span);
}

void ElementMaker::text(std::string_view key, const XmlNode* node) {
    if (node != nullptr && !node->text.empty())
        add(key, *make_.literal(*node), node->text_span);
}

void ElementMaker::path(std::string_view key, const XmlNode* node) {
    if (node != nullptr && !node->text.empty())
        add(key, make_.path(node->text, node->text_span), node->text_span);
}

void ElementMaker::words(std::string_view key, std::string_view choice, Span span) {
    for (const std::string_view word : element_.shape->clause(key)->choices)
        if (word == choice)
            add(key, word, span);
}

void ElementMaker::texts(std::string_view key, const std::vector<TextLiteral>& values, Span span) {
    if (!values.empty())
        add(key, make_.arena().copy(values), span);
}

void ElementMaker::paths(std::string_view key, const std::vector<Path>& values, Span span) {
    if (!values.empty())
        add(key, make_.arena().copy(values), span);
}

void ElementMaker::members(const std::vector<const Element*>& elements) {
    std::vector<Statement> statements;
    statements.reserve(elements.size());
    for (const Element* const element : elements)
        statements.push_back({StatementKind::element, element, {}, element->span, {}});
    auto* const block = make_.arena().make<Block>();
    block->statements = make_.arena().copy(statements);
    block->open = element_.span;
    block->close = element_.span;
    add("", static_cast<const Block*>(block), element_.span);
}

void ElementMaker::assignments(const std::vector<Assignment>& values, Span span) {
    add("", make_.arena().copy(values), span);
}

void ElementMaker::braces() {
    add("", std::monostate{}, element_.span);
}

bool ElementMaker::has(std::string_view key) const {
    return std::any_of(clauses_.begin(), clauses_.end(), [&](const Clause& clause) {
        return clause.shape->key == key;
    });
}

const Element* ElementMaker::finish() {
    // The block is the last clause, as in text.
    std::stable_partition(clauses_.begin(), clauses_.end(), [](const Clause& clause) {
        return !clause.shape->key.empty();
    });
    element_.clauses = make_.arena().copy(clauses_);
    return make_.arena().make<Element>(element_);
}

const Expr* text_argument(const XmlNode& node, Maker& make) {
    TextExpr expression{};
    expression.kind = ExprKind::text;
    expression.span = node.text_span;
    expression.value = node.text;
    return make.arena().make<TextExpr>(expression);
}

const Expr* name_argument(const XmlNode& node, Maker& make) {
    ReferenceExpr expression{};
    expression.kind = ExprKind::reference;
    expression.span = node.text_span;
    const Name name = Maker::name(node);
    expression.path = {make.arena().copy(std::span<const Name>(&name, 1)), node.text_span};
    return make.arena().make<ReferenceExpr>(expression);
}

const Expr* number_argument(std::string_view digits, Span span, Maker& make) {
    NumberExpr expression{};
    expression.kind = ExprKind::number;
    expression.span = span;
    expression.digits = make.arena().copy(digits);
    return make.arena().make<NumberExpr>(expression);
}

bool ends_with_folded(std::string_view name, std::string_view suffix) {
    return name.size() > suffix.size() &&
           folded(name.substr(name.size() - suffix.size())) == suffix;
}

} // namespace weir::metadata
