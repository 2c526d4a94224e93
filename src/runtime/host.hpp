// What interviews need of the transaction they run in. org/transaction.hpp is the one that real
// orgs have.
#pragma once

#include "base/arena.hpp"
#include "formula/expression.hpp"
#include "program/program.hpp"
#include "runtime/figures.hpp"
#include "runtime/launch.hpp"
#include "runtime/trace.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace weir {

/// Outlives the batches that run in it; one thread.
class InterviewHost {
public:
    virtual ~InterviewHost() = default;

    /// Values and faults of interviews live here.
    virtual Arena& arena() = 0;
    [[nodiscard]] virtual const Surroundings& surroundings() const = 0;
    /// The $Flow.InterviewGuid of the interview of that number, in the arena.
    virtual std::string_view interview_guid(uint64_t /*number*/) { return {}; }
    /// Where the runs of a flow are counted.
    virtual FlowFigures& figures(const FlowProgram& flow) = 0;
    [[nodiscard]] virtual TraceSink& trace() const = 0;
    /// False: Salesforce's limits are off; those of weir itself hold all the same.
    [[nodiscard]] virtual bool has_limits() const = 0;
    /// Around each run of a step, for so many interviews: what it uses of the limits is its cost. A
    /// fault stops all interviews.
    virtual const Fault* step_begins(uint32_t /*interviews*/) { return nullptr; }
    [[nodiscard]] virtual StepCost step_ends() { return {}; }
    /// From now on this context counts; answers the one before. The driver calls it around a batch.
    virtual RunContext exchange_context(RunContext context) = 0;
    /// An interview that no other flow has called ends with a fault, which stands in it; `path` is
    /// the elements that it took, the first ones.
    virtual void
    interview_failed(Batch& /*batch*/, uint32_t /*row*/, const std::vector<StepId>& /*path*/) {}
};

} // namespace weir
