// What elements have used of the limits, in words.
#pragma once

#include "runtime/figures.hpp"

#include <string>

namespace weir {

/// "1 SOQL query with 3 rows, 1 DML statement with 200 rows"; empty if it is nothing.
[[nodiscard]] std::string cost_text(const StepCost& cost);

} // namespace weir
