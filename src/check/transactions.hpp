// What a transaction does as a whole: the flows that a save sets off, subflows, and what they may write together.
#pragma once

#include "check/flow_model.hpp"

#include <memory>
#include <span>

namespace weir {

/// Setup and non-setup objects in one transaction (W0720).
void analyse_transactions(std::span<const std::unique_ptr<FlowModel>> flows, Diagnostics& out);

/// Flows that call themselves (W0508).
void analyse_recursion(std::span<const std::unique_ptr<FlowModel>> flows, Diagnostics& out);

} // namespace weir
