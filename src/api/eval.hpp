// One formula against a running org: what Session::evaluate does.
#pragma once

#include "org/org.hpp"
#include "weir/eval.h"

namespace weir {

[[nodiscard]] FormulaOutcome evaluate_formula(const FormulaInput& input, Org& org);

} // namespace weir
