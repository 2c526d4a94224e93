// Told what interviews do, while they do it: --trace, and later a debugger.
#pragma once

#include "program/program.hpp"
#include "runtime/figures.hpp"

#include <string_view>

namespace weir {

class Batch; // runtime/batch.hpp

/// All calls come in the order of the run, on its thread. Default: silence.
class TraceSink {
public:
    virtual ~TraceSink() = default;

    virtual void transaction_begins(std::string_view /*what*/) {}
    virtual void transaction_ends(bool /*committed*/) {}
    /// A batch of interviews starts and ends; nested for subflows and nested saves.
    virtual void flow_begins(const Batch&) {}
    virtual void flow_ends(const Batch&) {}
    /// Before and after a step runs for `rows` (rows of the batch).
    virtual void step_begins(const Batch&, const Step&, Rows) {}
    virtual void
    step_ends(const Batch&, const Step&, Rows, const std::vector<StepId>& /*goes_to, by row*/) {}
    /// What the step has used of the limits, before it ends; silent where it has used none.
    virtual void cost(const Batch&, const Step&, const StepCost&) {}
    virtual void
    faulted(const Batch&, const Step&, uint32_t /*row*/, const Fault&, bool /*handled*/) {}
    /// A DML statement has ended: so many records were written, and so many refused.
    virtual void saved(Operation, const Object&, uint32_t /*records*/, uint32_t /*refused*/) {}
    /// A message is on its way: it leaves with the commit, and stays if there is none. `kind` is
    /// the word of expectations ("email", "post"), `to` is who gets it. `element` has sent it, if
    /// it is not the one that runs (empty).
    virtual void sent(
        std::string_view /*kind*/,
        std::string_view /*to*/,
        std::string_view /*subject*/,
        std::string_view /*element*/
    ) {}
};

} // namespace weir
