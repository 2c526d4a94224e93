#include "metadata/connectors.hpp"

#include "base/limits.hpp"

namespace weir::metadata {

Connection Connectors::wire(const Block& block, Connection behind, size_t depth) {
    if (depth > limits::nesting)
        return {}; // refused by the parser
    Connection following = behind;
    for (size_t index = block.statements.size(); index-- > 0;) {
        const Statement& statement = block.statements[index];
        switch (statement.kind) {
        case StatementKind::end:
            following = {};
            break;
        case StatementKind::go_to:
            following = {statement.target.text, true};
            break;
        case StatementKind::element:
            if (statement.element->shape->category == Category::path)
                wire_path(*statement.element, depth);
            if (statement.element->shape->category != Category::element)
                break;
            wire_element(*statement.element, following, depth);
            following = {statement.element->name.text, false};
            break;
        }
    }
    return following;
}

void Connectors::wire_element(const Element& element, Connection behind, size_t depth) {
    nexts_.emplace(&element, behind);
    for (const Clause& clause : element.clauses) {
        if (const auto* const target = std::get_if<Target>(&clause.value))
            wire_target(*target, behind, depth);
        if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value))
            for (const Outcome& outcome : *outcomes)
                wire_target(outcome.target, behind, depth);
        if (const auto* const body = std::get_if<const Block*>(&clause.value);
            body != nullptr && *body != nullptr) {
            if (!clause.shape->children.empty()) {
                wire_members(**body, behind, depth);
                continue;
            }
            // The end of a body goes back to its element; empty braces are no body.
            const bool is_empty = (*body)->statements.empty();
            bodies_.emplace(
                *body, is_empty ? Connection{} : wire(**body, {element.name.text, false}, depth + 1)
            );
        }
    }
}

/// Members go on behind their element.
void Connectors::wire_members(const Block& members, Connection behind, size_t depth) {
    if (depth > limits::nesting)
        return;
    for (const Statement& member : members.statements) {
        if (member.kind != StatementKind::element)
            continue;
        for (const Clause& clause : member.element->clauses) {
            if (const auto* const target = std::get_if<Target>(&clause.value))
                wire_target(*target, behind, depth);
            if (const auto* const inner = std::get_if<const Block*>(&clause.value);
                inner != nullptr && *inner != nullptr)
                wire_members(**inner, behind, depth + 1);
        }
    }
}

/// A path ends with its braces.
void Connectors::wire_path(const Element& path, size_t depth) {
    if (const auto* const body = path.value<const Block*>(""); body != nullptr && *body != nullptr)
        bodies_.emplace(*body, wire(**body, {}, depth + 1));
}

void Connectors::wire_target(const Target& target, Connection behind, size_t depth) {
    Connection connection = behind;
    if (target.kind == TargetKind::go_to)
        connection = {target.name.text, true};
    if (target.kind == TargetKind::block && target.block != nullptr)
        connection = wire(*target.block, behind, depth + 1);
    targets_.emplace(&target, connection);
}

} // namespace weir::metadata
