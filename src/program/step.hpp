// One element of a checked flow, ready to run: immutable, and run for a whole group of interviews at once.
#pragma once

#include "base/span.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weir {

class Group; // runtime/group.hpp

/// Index of a step in its flow.
enum class StepId : uint32_t {
    none = 0xfffffffe, // no such connector (an element without a fault path)
    end = 0xffffffff,  // the interview is finished
};

class Step {
public:
    Step() = default;
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    virtual ~Step() = default;

    /// Runs the step once for all interviews of the group and says for each where it goes
    /// (Group::go, go_all) or what went wrong (Group::fault). An interview of which nothing is said goes to `next`.
    virtual void run(Group& group) const = 0;

    // Set by the checker, constant afterwards.
    std::string name;
    std::string_view kind;  // the keyword: "get"
    std::string label;
    Span span;              // the element's header
    StepId next = StepId::end;
    StepId fault = StepId::none;
    /// Outcomes in their order (decision: the default is the one after the last outcome, if it is written), or the body of a loop.
    std::vector<StepId> targets;
    /// Slots that become true when the step runs and when it fails; 0: nobody asks.
    uint32_t visited_slot = 0;
    uint32_t error_slot = 0;
};

} // namespace weir
