// The elements that stand inside of an element.
#pragma once

#include "syntax/ast.hpp"

#include <variant>

namespace weir {

/// Calls `visit` with each element that the clause holds: in its braces, in those of its target, in
/// those of its outcomes. Not with what these hold in turn; who goes on guards the depth.
template<class Visit>
void for_each_element_in(const Clause& clause, Visit&& visit) {
    const auto visit_block = [&](const Block* block) {
        if (block == nullptr)
            return;
        for (const Statement& statement : block->statements)
            if (statement.element != nullptr)
                visit(*statement.element);
    };
    if (const auto* const held = std::get_if<const Block*>(&clause.value))
        visit_block(*held);
    else if (const auto* const target = std::get_if<Target>(&clause.value))
        visit_block(target->block);
    else if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value))
        for (const Outcome& outcome : *outcomes)
            visit_block(outcome.target.block);
}

} // namespace weir
