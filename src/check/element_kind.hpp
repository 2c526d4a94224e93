// What the checker asks of an element kind; src/elements brings one for each.
#pragma once

#include "program/step.hpp"
#include "syntax/ast.hpp"
#include "syntax/shape.hpp"

#include <memory>
#include <span>

namespace weir {

class FlowChecker; // check/flow_checker.hpp

/// One kind of element or resource. Connectors are not its business: the checker wires every clause of
/// ValueKind::target, outcomes and elements by itself (Step::next, fault, targets).
struct ElementKind {
    const Shape* shape = nullptr;

    /// First pass over a flow, in text order (loops last, so that what they run over has its type): say which names the
    /// element gives (a variable, a Get's result, outcomes) with FlowChecker::declare. Null: none.
    void (*declare)(const Element& element, FlowChecker& checker) = nullptr;

    /// Second pass: check the clauses and make the step. Never null for an element (after a mistake a step that ends the interview); not
    /// called for resources, whose values are compiled where they are used.
    std::unique_ptr<Step> (*check)(const Element& element, FlowChecker& checker) = nullptr;

    /// The elements block is a loop's body: its end goes back to the element. False: it goes on behind it.
    bool body_returns = false;
};

/// All kinds: elements/catalogue.hpp.
using ElementKinds = std::span<const ElementKind* const>;

} // namespace weir
