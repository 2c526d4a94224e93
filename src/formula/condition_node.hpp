// The comparisons of flow conditions as nodes: text without case, null a value of its own
// (reference/runtime.md, section 6).
#pragma once

#include "formula/node.hpp"

namespace weir {

/// The operators of conditions that have a right side.
enum class ConditionComparison : uint8_t {
    equal,
    not_equal,
    less,
    greater,
    less_equal,
    greater_equal,
    starts_with,
    ends_with,
    contains,
    in,
    not_in,
};
/// Never null.
[[nodiscard]] const Node*
make_condition(ConditionComparison op, const Node* left, const Node* right, Arena& arena);

enum class ConditionTest : uint8_t {
    is_null,
    is_blank, // null, empty or white text
    is_empty, // no collection or one without items
    is_true,
};
/// What is asked of one value. Never null.
[[nodiscard]] const Node*
make_condition_test(ConditionTest test, const Node* operand, Arena& arena);

/// True where two values differ exactly (text with case); null equals null.
[[nodiscard]] const Node* make_difference(const Node* left, const Node* right, Arena& arena);

} // namespace weir
