// Flows that actions run.
#pragma once

#include "program/action.hpp"

#include <span>
#include <string_view>

namespace weir {

/// Runs the flow for every row that has not failed, in the transaction of the call. Inputs that the
/// flow lacks are passed over. Outputs are its output variables, and Flow__InterviewStatus. An
/// interview that waits is kept when the transaction commits.
void call_flow(ActionCall& call, std::string_view flow, std::span<const ActionColumn> inputs);

} // namespace weir
