// What an orchestration waits for, and what wakes it: steps of a stage that people do
// (reference/metadata.md, FlowOrchestratedStage).
#pragma once

#include "runtime/pause.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// A step of a stage that somebody is to complete.
struct WorkItem {
    uint32_t step = 0; // its place in the stage
    std::string name;  // of the step
    std::string label;
    std::string flow;     // the screen flow that is to be run for it
    std::string assignee; // username, group or queue; empty: nobody in particular
    std::vector<std::pair<std::string, Value>> inputs; // of that flow, in StagePause::values
};

struct StagePause final : Pause {
    StagePause() : Pause(Kind::stage) {}
    std::string stage;
    std::vector<WorkItem> work;          // what people have to do
    std::vector<std::string> background; // steps that run in transactions of their own
    Arena values;
};

/// A step is complete, or (without a step) conditions are to be looked at again.
struct StageWake final : Wake {
    std::string step;                                   // without case; empty: none
    std::vector<std::pair<std::string, Value>> outputs; // live as long as the wake
};

} // namespace weir
