// One flow case in an org of its own.
#pragma once

#include "api/flow_case.hpp"
#include "api/flow_case_world.hpp"

#include <string>
#include <vector>

namespace weir {

/// What does not hold: what was expected, and what was found instead.
struct CaseProblem {
    std::string message;
    std::string found; // may be empty
};

/// The layouts of the world's program grow by what the case reads; nothing else of the world
/// changes.
[[nodiscard]] std::vector<CaseProblem>
run_flow_case(const FlowCase& described, CaseWorld& world, const ActionRegistry& actions);

/// The layouts of the world's program get every field that the case writes into records or reads of
/// them. The world has a flow.
void prepare(const FlowCase& described, CaseWorld& world);

} // namespace weir
