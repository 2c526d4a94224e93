// Triggers of a host as the org runs them.
#pragma once

#include "org/triggers.hpp"
#include "weir/trigger.h"

#include <memory>
#include <vector>

namespace weir {

/// Null if there are none. Triggers of objects that the schema does not have never run.
[[nodiscard]] std::unique_ptr<const RecordTriggers>
adapt(std::vector<HostTrigger> triggers, const Schema& schema);

} // namespace weir
