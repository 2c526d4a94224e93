// What interviews need of the transaction they run in. org/transaction.hpp is the one that real
// orgs have.
#pragma once

#include "base/arena.hpp"
#include "formula/expression.hpp"
#include "program/program.hpp"
#include "runtime/figures.hpp"
#include "runtime/trace.hpp"

namespace weir {

/// Outlives the batches that run in it; one thread.
class InterviewHost {
public:
    virtual ~InterviewHost() = default;

    /// Values and faults of interviews live here.
    virtual Arena& arena() = 0;
    [[nodiscard]] virtual const Surroundings& surroundings() const = 0;
    /// Where the runs of a flow are counted.
    virtual FlowFigures& figures(const FlowProgram& flow) = 0;
    [[nodiscard]] virtual TraceSink& trace() const = 0;
    /// False: Salesforce's limits are off; those of weir itself hold all the same.
    [[nodiscard]] virtual bool has_limits() const = 0;
};

} // namespace weir
