// The figures of an org as the public RunReport.
#pragma once

#include "org/org.hpp"
#include "weir/report.h"

namespace weir {

/// Without the time and the rows refused by loads, which the session knows.
[[nodiscard]] RunReport to_report(Org& org);

} // namespace weir
