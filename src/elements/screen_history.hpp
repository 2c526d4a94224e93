// Where `Previous` of a screen leads, through screens and subflows that have shown some.
#pragma once

#include "runtime/group.hpp"

namespace weir::elements {

/// Whether there is a screen before the one that is shown, or will be shown, at this step.
[[nodiscard]] bool has_screen_before(Group& group, uint32_t row, bool is_shown);

/// The step shows a screen, or its subflow does. Coming back to one adds nothing.
void note_shown(Group& group, uint32_t row);

/// Sends the row to what was shown before this step's screen; without any, out of the subflow.
void go_back(Group& group, uint32_t row);

} // namespace weir::elements
