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
/// An interview that pauses stays where it is (Interview::is_paused); the others go on.
void run(Batch& batch);

/// Goes on with interviews that `restore` (runtime/pause.hpp) has put into the batch: each runs its
/// step again, which sees its Wake. No defaults are set and no interview is counted again.
void resume(Batch& batch);

/// Begins at a path of the flow instead of its entry (a scheduled path, what runs after the
/// commit); otherwise as `run`.
void run_path(Batch& batch, StepId entry);

} // namespace weir
