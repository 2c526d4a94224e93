// The checker: syntax trees of a world to a Program, and everything that is wrong with them.
#pragma once

#include "base/diagnostic.hpp"
#include "check/declare.hpp"
#include "check/element_kind.hpp"
#include "program/action.hpp"
#include "program/program.hpp"
#include "syntax/ast.hpp"

#include <memory>
#include <span>

namespace weir {

/// Checks all files together (the standard library first) and compiles them. Deterministic. Never null: flows with errors are in it,
/// inactive steps and all, but only a Program without errors, or one that the user forces, should run. The result
/// owns everything it needs; the trees may go.
[[nodiscard]] std::unique_ptr<Program>
check(std::span<const SyntaxTree* const> trees, ElementKinds kinds, const ActionRegistry& actions, Diagnostics& out);

} // namespace weir
