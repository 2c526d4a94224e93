// Evaluation for those who know more about where the results go.
#pragma once

#include "formula/expression.hpp"

namespace weir {

/// As `evaluate`, where `out` is none of the frame's columns: nothing has to be kept apart, and a frame of
/// thousands of columns is not looked through for it.
void evaluate_apart(const Expression& expression, const Frame& frame, Rows rows, Value* out);

} // namespace weir
