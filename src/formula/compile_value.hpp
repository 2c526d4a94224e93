// Values of elements: a formula, or a text that may hold merge fields.
#pragma once

#include "formula/compile.hpp"

namespace weir {

/// The value that a clause of an element gives: `compile`, but a text that stands alone merges
/// `{!Name}` as Salesforce does wherever a flow lets a text be typed in. Inside of formulas texts
/// mean themselves.
[[nodiscard]] Expression
compile_value(const Formula& formula, Scope& scope, CompileContext& context);

/// The same for the line of an assignment, where a field of a record that a Get has not found is
/// null: everywhere else it is a fault.
[[nodiscard]] Expression
compile_assigned(const Formula& formula, Scope& scope, CompileContext& context);

} // namespace weir
