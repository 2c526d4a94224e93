// Walks a flow with groups: splits them at decisions, joins them where paths meet, takes faults to
// their paths.
#pragma once

#include "runtime/batch.hpp"

namespace weir {

/// Runs every interview of the batch from the flow's entry to its end, its failure, or the step
/// limit. Inputs (fixed slots, input variables) must be set; other variables get their defaults
/// here. The group whose step stands first in the text runs first, so that interviews wait for each
/// other where paths join and loops go in step. After an uncatchable fault of one interview all
/// others are stopped with the same fault.
void run(Batch& batch);

} // namespace weir
