// The operators of Assignment: which types have them, what they take, and what they do
// (reference/runtime.md, section 6).
#pragma once

#include "check/flow_checker.hpp"
#include "syntax/ast.hpp"
#include "types/value.hpp"

#include <optional>
#include <string_view>

namespace weir::elements {

/// The operand of an assignment to something of type `target`, converted to what the operator
/// takes. Reports an operator that the type does not have (W0801) and an operand that it does not
/// take (W0802, W0401); then nothing, or something usable.
[[nodiscard]] std::optional<Expression> check_operand(
    const Assignment& assignment,
    Expression operand,
    Type target,
    std::string_view what,
    FlowChecker& checker
);

/// What `op` makes of the value that is there; a fault value if that cannot be. A number that is
/// null counts as zero in a sum with `null_is_zero`; without it the sum is null.
[[nodiscard]] Value apply(
    AssignOperator op, Type target, Value old, Value operand, bool null_is_zero, Arena& arena
);

} // namespace weir::elements
