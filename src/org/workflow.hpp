// Workflow rules outside of the save that they belong to.
#pragma once

#include "org/save_chunk.hpp"
#include "program/save_rules.hpp"

namespace weir {

/// A time trigger is due for the records whose ids stand in the chunk, an update that nothing is
/// given: they get its field updates, as a save by the rule itself would write them, and its alerts
/// are sent. Records that are gone are left out.
void run_time_trigger(SaveChunk& chunk, const TimeTrigger& trigger);

} // namespace weir
