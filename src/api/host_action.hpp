// A host's action as an action of the org.
#pragma once

#include "program/action.hpp"
#include "weir/action.h"

#include <memory>

namespace weir {

[[nodiscard]] std::unique_ptr<const Action> adapt(HostAction action);

} // namespace weir
