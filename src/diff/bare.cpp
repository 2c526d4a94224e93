#include "diff/bare.hpp"

#include "base/limits.hpp"
#include "metadata/xml.hpp"
#include "syntax/print.hpp"
#include "syntax/shape.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace weir::diff {

namespace {

constexpr std::string_view quiet_key = "metadata";

bool is_position(const metadata::XmlNode& node) {
    if (node.name == "positions" || node.name == "canvas" || node.name == "locationX" ||
        node.name == "locationY")
        return true;
    if (node.name != "processMetadataValues")
        return false;
    // A canvas that is laid out by hand is written with the builder that flows have anyway.
    const std::string_view fact = node.child_text("name");
    const metadata::XmlNode* const value = node.child("value");
    const bool is_usual =
        value != nullptr && value->child_text("stringValue") == "LightningFlowBuilder";
    return fact == "CanvasMode" ||
           (is_usual && (fact == "BuilderType" || fact == "OriginBuilderType"));
}

/// A quiet block without what only says where things stand on a canvas.
std::string without_positions(std::string_view text) {
    Arena arena;
    Diagnostics unsaid; // the checker's to say; then the text counts as it is
    const metadata::XmlNode* const root = metadata::parse_fragment(text, {}, arena, unsaid);
    if (root == nullptr)
        return std::string(text);
    std::vector<const metadata::XmlNode*> kept;
    for (const metadata::XmlNode* const node : root->children)
        if (!is_position(*node))
            kept.push_back(node);
    std::string result;
    metadata::print_nodes(kept, 0, result);
    while (result.ends_with('\n'))
        result.pop_back();
    return result;
}

/// Comments stay, empty lines go.
Trivia trivia(const Trivia& source) {
    Trivia result;
    result.leading = source.leading;
    result.trailing = source.trailing;
    return result;
}

/// The way that it leads is said by its wire.
Outcome outcome(const Outcome& source) {
    Outcome result = source;
    result.target = {};
    result.trivia = trivia(source.trivia);
    return result;
}

} // namespace

std::string printed(const Element& element) {
    SyntaxTree tree;
    const Element* const one[] = {&element};
    tree.declarations = one;
    std::string text = print(tree);
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

Element Bare::element(const Element& source, size_t depth) const {
    Element result = source;
    result.trivia = trivia(source.trivia);
    std::vector<Clause> clauses;
    size_t inline_clauses = 0;
    for (const Clause& candidate : source.clauses) {
        Clause clause = candidate;
        if (!take(source, clause, depth))
            continue;
        clause.trivia = trivia(candidate.trivia);
        clause.one_line = false;
        clause.dangling = {};
        inline_clauses += clause.shape->key.empty() ? 0U : 1U;
        clauses.push_back(clause);
    }
    const bool has_lines = source.shape->category == Category::element && inline_clauses > 1;
    for (Clause& clause : clauses)
        clause.own_line = has_lines;
    result.clauses = arena_.copy(std::span<const Clause>(clauses));
    return result;
}

std::string Bare::alone(const Element& source, const Clause& clause) const {
    Element one;
    one.shape = source.shape;
    std::vector<Clause> clauses{clause};
    // What stands inside of braces is only printed with them.
    if (const ClauseShape* const braces = source.shape->block();
        clause.shape->inside && braces != nullptr) {
        Clause empty;
        empty.shape = braces;
        if (braces->value == ValueKind::elements)
            empty.value = static_cast<const Block*>(arena_.make<Block>());
        clauses.push_back(empty);
    }
    one.clauses = clauses;
    return printed(one);
}

bool Bare::take(const Element& source, Clause& clause, size_t depth) const {
    if (std::holds_alternative<Target>(clause.value))
        return false;
    if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value)) {
        std::vector<Outcome> bare;
        for (const Outcome& item : *outcomes)
            bare.push_back(outcome(item));
        clause.value = List<Outcome>(arena_.copy(std::span<const Outcome>(bare)));
        return true;
    }
    if (const auto* const block = std::get_if<const Block*>(&clause.value))
        return take_block(source, clause, *block, depth);
    if (clause.shape->key == quiet_key && source.shape->category == Category::declaration)
        return take_quiet(clause);
    return true;
}

bool Bare::take_quiet(Clause& clause) const {
    const auto* const literal = std::get_if<TextLiteral>(&clause.value);
    if (literal == nullptr)
        return true;
    const std::string text = without_positions(literal->value);
    TextLiteral kept = *literal;
    kept.value = arena_.copy(std::string_view(text));
    kept.block = false;
    clause.value = kept;
    return !text.empty();
}

bool Bare::take_block(const Element& source, Clause& clause, const Block* block, size_t depth)
    const {
    if (source.shape->category == Category::declaration) {
        clause.value = static_cast<const Block*>(arena_.make<Block>());
        return true; // its braces hold the settings
    }
    // Members, such as the fields of a screen, are part of the element.
    if (clause.shape->children.empty() || block == nullptr || depth > limits::nesting)
        return false;
    std::vector<Statement> statements;
    for (Statement statement : block->statements) {
        if (statement.element != nullptr)
            statement.element = arena_.make<Element>(element(*statement.element, depth + 1));
        statement.trivia = trivia(statement.trivia);
        statements.push_back(statement);
    }
    Block* const copy = arena_.make<Block>(*block);
    copy->statements = arena_.copy(std::span<const Statement>(statements));
    copy->dangling = {};
    clause.value = static_cast<const Block*>(copy);
    return true;
}

} // namespace weir::diff
