// The members of an element, whatever its kind.
#pragma once

#include "check/element_kind.hpp"

namespace weir::elements {

/// Calls `visit` for each member, inner ones behind those that hold them.
template<class Visit>
void for_each_member(const Element& element, Visit visit, uint32_t depth = 0) {
    constexpr uint32_t deepest = 200; // the parser takes no more
    for (const Clause& clause : element.clauses) {
        const auto* const block = std::get_if<const Block*>(&clause.value);
        if (block == nullptr || *block == nullptr || clause.shape->children.empty())
            continue;
        for (const Statement& statement : (*block)->statements) {
            if (statement.element == nullptr || depth > deepest)
                continue;
            visit(*statement.element);
            for_each_member(*statement.element, visit, depth + 1);
        }
    }
}

} // namespace weir::elements
