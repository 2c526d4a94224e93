// The binary operators of formulas as loops over two columns.
#pragma once

#include "formula/node.hpp"

namespace weir::operators {

// Numbers; null on either side makes null.
void add(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void subtract(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void multiply(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void divide(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void power(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);

// `+` and `-` of a date, date-time or time with a number, and of two of a kind; what stands where
// is seen at run time.
void add_moment(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void subtract_moment(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);

// Texts; null is nothing, and null only if both are.
void concatenate(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);

// See compare_values.hpp.
void equal(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void not_equal(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void equal_text(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void not_equal_text(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void less(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void greater(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void less_equal(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);
void greater_equal(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);

} // namespace weir::operators
