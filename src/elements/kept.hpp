// Elements that are checked and kept, and that weir does not execute yet.
#pragma once

#include "check/element_kind.hpp"

#include <memory>

namespace weir::elements {

/// Checks what stands in an element and its members: values and conditions are compiled, so that
/// their names are found and count as read, and what outputs go into counts as given.
void check_contents(const Element& element, FlowChecker& checker);

/// Fails every interview that comes to it: "weir does not run `wait` yet".
[[nodiscard]] std::unique_ptr<Step> kept_step();

/// Checks the contents and makes a kept_step.
[[nodiscard]] std::unique_ptr<Step> check_kept(const Element& element, FlowChecker& checker);

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
