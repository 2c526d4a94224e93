// The actions that every org has.
#pragma once

#include "program/action.hpp"

namespace weir {

/// Everything of reference/actions.md that is no class of Apex.
void add_standard_actions(ActionRegistry& registry);

} // namespace weir
