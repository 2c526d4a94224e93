#include "diff/outline.hpp"

#include "base/limits.hpp"
#include "diff/bare.hpp"
#include "diff/lines.hpp"
#include "metadata/connectors.hpp"
#include "syntax/print.hpp"
#include "syntax/shape.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace weir::diff {

namespace {

using metadata::Connection;
using metadata::Connectors;

constexpr std::string_view description_part = "description";

std::string comment_text(List<Comment> comments) {
    std::string text;
    for (const Comment& comment : comments) {
        if (!text.empty())
            text += '\n';
        text += comment.text;
    }
    return text;
}

class Outliner {
public:
    Outliner(const Element& declaration, Arena& arena)
        : declaration_(declaration), bare_(arena), connectors_(connected(declaration)) {}

    [[nodiscard]] Outline run() {
        Outline result;
        result.head = item(declaration_);
        if (const Block* const body = body_of(declaration_)) {
            if (has_elements(declaration_))
                result.head.wires.push_back(wire("start", connectors_.entry()));
            block(*body, result, 0);
        }
        return result;
    }

private:
    static const Block* body_of(const Element& element) {
        const auto* const body = element.value<const Block*>("");
        return body != nullptr ? *body : nullptr;
    }
    /// A flow; members of other declarations are not connected.
    static bool has_elements(const Element& declaration) {
        const ClauseShape* const shape = declaration.shape->block();
        return shape != nullptr && shape->children.empty();
    }
    static const Block& connected(const Element& declaration) {
        static const Block nothing;
        const Block* const body = body_of(declaration);
        return body != nullptr && has_elements(declaration) ? *body : nothing;
    }

    static Wire wire(std::string label, const Connection& connection) {
        return {std::move(label), std::string(connection.to), false, false};
    }

    void block(const Block& statements, Outline& result, size_t depth) {
        if (depth > limits::nesting)
            return;
        for (const Statement& statement : statements.statements) {
            if (statement.kind != StatementKind::element)
                continue;
            const Element& element = *statement.element;
            result.items.push_back(item(element));
            for (const Clause& clause : element.clauses)
                inside(clause, result, depth + 1);
        }
    }

    void inside(const Clause& clause, Outline& result, size_t depth) {
        if (const auto* const target = std::get_if<Target>(&clause.value)) {
            if (target->block != nullptr)
                block(*target->block, result, depth);
        } else if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value)) {
            for (const Outcome& outcome : *outcomes)
                if (outcome.target.block != nullptr)
                    block(*outcome.target.block, result, depth);
        } else if (const auto* const body = std::get_if<const Block*>(&clause.value)) {
            if (*body == nullptr)
                return;
            if (clause.shape->children.empty())
                block(**body, result, depth);
            else
                members(**body, result, depth);
        }
    }

    /// Elements within the members of an element.
    void members(const Block& body, Outline& result, size_t depth) {
        if (depth > limits::nesting)
            return;
        for (const Statement& member : body.statements)
            if (member.kind == StatementKind::element)
                for (const Clause& clause : member.element->clauses)
                    inside(clause, result, depth + 1);
    }

    Item item(const Element& element) {
        Item result;
        const Shape& shape = *element.shape;
        result.element = &element;
        result.keyword = shape.keyword.empty() ? "field" : std::string(shape.keyword);
        result.name = element.name.text;
        const bool is_title = shape.name == NameForm::title;
        if (is_title && element.label != nullptr)
            result.name = fmt::format("\"{}\"", element.label->value);
        result.key = unique_key(shape, result);
        result.has_order = shape.category == Category::element;

        const Element bare = bare_.element(element);
        result.text = printed(bare);
        if (element.label != nullptr && !is_title)
            part(result, "label", std::string(element.label->value));
        if (!bare.subject.empty()) {
            Element one;
            one.shape = bare.shape;
            one.subject = bare.subject;
            part(result, "type", printed(one));
        }
        if (!bare.trivia.leading.empty())
            part(result, description_part, comment_text(bare.trivia.leading));
        for (const Clause& clause : bare.clauses)
            clause_parts(bare, clause, result);
        if (shape.category != Category::declaration)
            wires(element, result);
        return result;
    }

    /// Names are unique among elements and resources; members of one name may be of two kinds.
    std::string unique_key(const Shape& shape, const Item& item) {
        std::string key = small_letters(item.name);
        if (shape.category == Category::member || key.empty())
            key = fmt::format("{} {}", item.keyword, key);
        std::string result = key;
        for (size_t number = 2; !keys_.insert(result).second; ++number)
            result = fmt::format("{}#{}", key, number);
        return result;
    }

    static void part(Item& item, std::string_view name, std::string text) {
        std::string unique(name);
        for (size_t number = 2; item.parts.contains(unique); ++number)
            unique = fmt::format("{} {}", name, number);
        item.part_names.push_back(unique);
        item.parts.emplace(std::move(unique), std::move(text));
    }

    void clause_parts(const Element& element, const Clause& clause, Item& item) {
        const std::string_view key = clause.shape->key;
        if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value)) {
            outcome_parts(element, clause, *outcomes, item);
        } else if (const auto* const assignments = std::get_if<List<Assignment>>(&clause.value)) {
            for (const Assignment& assignment : *assignments) {
                Clause one = clause;
                one.value = List<Assignment>(&assignment, 1);
                part(item, print(assignment.target), bare_.alone(element, one));
            }
        } else if (const auto* const body = std::get_if<const Block*>(&clause.value)) {
            for (const Statement& member : (*body)->statements)
                if (member.kind == StatementKind::element)
                    part(item, member_name(*member.element), printed(*member.element));
        } else if (key == description_part) {
            const auto* const text = std::get_if<TextLiteral>(&clause.value);
            part(item, description_part, text != nullptr ? std::string(text->value) : "");
        } else if (!key.empty() || !std::holds_alternative<std::monostate>(clause.value)) {
            part(item, part_name(element, key), bare_.alone(element, clause));
        }
    }

    static std::string part_name(const Element& element, std::string_view key) {
        if (key.empty())
            return "steps";
        if (key == "=")
            return "value";
        const bool is_flow = element.shape->category == Category::declaration;
        return key == "when" && is_flow ? "entry conditions" : std::string(key);
    }

    static std::string member_name(const Element& member) {
        std::string name(member.shape->keyword);
        if (!member.name.text.empty())
            name += (name.empty() ? "" : " ") + std::string(member.name.text);
        return name;
    }

    void outcome_parts(
        const Element& element, const Clause& clause, List<Outcome> outcomes, Item& item
    ) {
        std::string order;
        for (const Outcome& outcome : outcomes) {
            const std::string name = outcome_name(outcome);
            if (outcome.label != nullptr)
                part(item, name + " label", std::string(outcome.label->value));
            if (!outcome.trivia.leading.empty())
                part(item, name + " comment", comment_text(outcome.trivia.leading));
            Outcome plain = outcome;
            plain.label = nullptr;
            plain.trivia = {};
            Clause one = clause;
            one.value = List<Outcome>(&plain, 1);
            part(item, name + " condition", bare_.alone(element, one));
            order += name + '\n';
        }
        part(item, "order of outcomes", order);
    }

    static std::string outcome_name(const Outcome& outcome) {
        if (outcome.name.text.empty())
            return "otherwise";
        return fmt::format("outcome {}", outcome.name.text);
    }

    void wires(const Element& element, Item& item) {
        bool has_default = false;
        for (const Clause& clause : element.clauses)
            clause_wires(clause, "", item, has_default);
        const Shape& shape = *element.shape;
        if (shape.category != Category::element || shape.xml_next.empty())
            return;
        const bool is_decision = element.shape->block() != nullptr &&
                                 element.shape->block()->value == ValueKind::outcomes;
        if (!has_default)
            item.wires.push_back(wire(is_decision ? "otherwise" : "", connectors_.next(element)));
    }

    void
    clause_wires(const Clause& clause, const std::string& member, Item& item, bool& has_default) {
        const std::string key(clause.shape->key);
        if (const auto* const target = std::get_if<Target>(&clause.value)) {
            Wire found = wire(
                member.empty() ? key : member + (key.empty() ? "" : " " + key),
                connectors_.target(*target)
            );
            found.is_fault = key == "fault";
            item.wires.push_back(std::move(found));
        } else if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value)) {
            for (const Outcome& outcome : *outcomes) {
                const bool is_default = outcome.name.text.empty();
                Wire found = wire(
                    is_default ? "otherwise" : std::string(outcome.name.text),
                    connectors_.target(outcome.target)
                );
                found.is_outcome = true;
                has_default = has_default || is_default;
                item.wires.push_back(std::move(found));
            }
        } else if (const auto* const body = std::get_if<const Block*>(&clause.value)) {
            if (*body == nullptr)
                return;
            if (clause.shape->children.empty()) {
                item.wires.push_back(wire("body", connectors_.body(**body)));
                return;
            }
            for (const Statement& inner : (*body)->statements)
                if (inner.kind == StatementKind::element)
                    for (const Clause& deeper : inner.element->clauses)
                        clause_wires(
                            deeper, std::string(inner.element->name.text), item, has_default
                        );
        }
    }

    const Element& declaration_;
    Bare bare_;
    Connectors connectors_;
    std::set<std::string> keys_;
};

} // namespace

Outline outline(const Element& declaration, Arena& arena) {
    return Outliner(declaration, arena).run();
}

std::string wire_text(const Wire& wire) {
    const std::string label = wire.label.empty() ? std::string() : wire.label + ' ';
    if (!wire.to.empty())
        return fmt::format("{}-> {}", label, wire.to);
    return wire.label.empty() ? "end" : label + "{ end }";
}

} // namespace weir::diff
