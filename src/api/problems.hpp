// Failed expectations and steps of tests as the public ProblemReport.
#pragma once

#include "base/result.hpp"
#include "base/source_map.hpp"
#include "scripts/scripts.hpp"
#include "weir/report.h"

namespace weir {

[[nodiscard]] ProblemReport to_report(const Problem& problem, const SourceMap& sources);
/// What the machine failed at: without a place.
[[nodiscard]] ProblemReport problem_of(const Error& error);

} // namespace weir
