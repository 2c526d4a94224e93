// What the last interviews of the flows that a test asks about left in their slots.
#pragma once

#include "base/arena.hpp"
#include "org/org.hpp"
#include "runtime/trace.hpp"
#include "scripts/steps.hpp"

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace weir {

/// Listens to an org while it lives; another listener goes on hearing everything.
class InterviewWatch final : public TraceSink {
public:
    explicit InterviewWatch(Org& org) : org_(org) {}
    InterviewWatch(const InterviewWatch&) = delete;
    InterviewWatch& operator=(const InterviewWatch&) = delete;
    ~InterviewWatch() override;

    /// Slots of a test; listens from the first on that is read from a flow.
    void watch(const std::vector<ScriptSlot>& slots);
    /// Null before the flow has run.
    [[nodiscard]] Value value(const ScriptSlot& slot) const;

    void transaction_begins(std::string_view what) override;
    void transaction_ends(bool committed) override;
    void flow_begins(const Batch& batch) override;
    void flow_ends(const Batch& batch) override;
    void step_begins(const Batch& batch, const Step& step, Rows rows) override;
    void step_ends(
        const Batch& batch, const Step& step, Rows rows, const std::vector<StepId>& goes_to
    ) override;
    void faulted(
        const Batch& batch, const Step& step, uint32_t row, const Fault& fault, bool handled
    ) override;
    void cost(const Batch& batch, const Step& step, const StepCost& cost) override;
    void sent(
        std::string_view kind,
        std::string_view to,
        std::string_view subject,
        std::string_view element
    ) override;
    void
    saved(Operation operation, const Object& object, uint32_t records, uint32_t refused) override;

private:
    struct Watched {
        std::unordered_map<uint32_t, Value> values; // by slot, of the last interview of a batch
        std::vector<bool> visits;                   // by StepId, of all interviews of a batch
        std::unique_ptr<Arena> arena;               // of the values
    };

    Org& org_;
    TraceSink* next_ = nullptr; // whoever listened before; null: not yet listening
    std::unordered_map<const FlowProgram*, Watched> flows_;
};

} // namespace weir
