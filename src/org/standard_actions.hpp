// The actions that every org has.
#pragma once

#include "program/action.hpp"

namespace weir {

/// emailSimple and emailAlert (reference/actions.md).
void add_standard_actions(ActionRegistry& registry);

} // namespace weir
