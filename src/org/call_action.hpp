// The one way from a flow to an action.
#pragma once

#include "program/action.hpp"

namespace weir {

/// Calls the action of the org, which a test may stand before (Org::action_front). An action that
/// the org does not have faults every row.
void call_action(ActionCall& call);

/// Runs what the org has for the call; null: nothing, which faults every row.
void run_action(ActionCall& call, const Action* action);

} // namespace weir
