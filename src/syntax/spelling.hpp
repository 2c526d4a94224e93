// How operators are written: the formatter prints them so, and messages speak of them so.
#pragma once

#include "syntax/ast.hpp"

#include <string_view>

namespace weir {

/// Of two spellings the one that the formatter keeps to: `<>`, `=`.
[[nodiscard]] std::string_view spelling(BinaryOperator op);
[[nodiscard]] std::string_view spelling(ConditionOperator op);
[[nodiscard]] std::string_view spelling(AssignOperator op);

} // namespace weir
