// Interviews of a batch that stand at the same step: what Step::run sees of the runtime.
#pragma once

#include "runtime/batch.hpp"
#include "runtime/figures.hpp"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace weir {

/// What one run of a batch lends to its groups, one after the other, so that steps allocate nothing
/// in the steady state.
struct GroupMemory {
    GroupMemory(Batch& batch, FlowFigures& flow_figures)
        : goes_to(batch.size()),
          has_left(batch.arena().make_array<uint8_t>(batch.size())),
          figures(flow_figures) {}

    std::vector<StepId> goes_to; // by row
    std::span<uint8_t> has_left; // by row: faulted in the step that runs now
    StepId target = StepId::end; // where rows go of which nothing else is said
    bool may_part = false;       // some row may go elsewhere than to `target`
    bool has_stopped = false;    // some row has faulted or paused in the step that runs now
    std::vector<Value*> columns; // of the arena
    size_t columns_used = 0;
    FlowFigures& figures;

    /// Interviews that go from step to step together are told of it only where one of them is
    /// looked at, or when they part: `step` is where all of them are, and so many steps they have
    /// begun since they were told.
    StepId step = StepId::end;
    uint32_t untold_steps = 0;
    void tell(Batch& batch, Rows rows);

    /// The elements that interviews have come to, the first ones: for what is told of one that
    /// fails.
    struct Visit {
        StepId step = StepId::end;
        uint32_t group = 0; // which of `groups` has come to it; 0: all of the batch
    };
    static constexpr size_t most_visits = 200;
    std::vector<Visit> visits;
    std::vector<std::vector<uint32_t>> groups; // group n is groups[n - 1]

    /// `is_same`: it is the group of the visit before.
    void note_visit(Rows rows, uint32_t size, bool is_same);
    /// Tells the host that the row's interview has failed.
    void tell_failure(Batch& batch, uint32_t row) const;
};

class Group {
public:
    /// Made by the driver for one run of one step.
    Group(Batch& batch, const Step& step, Rows rows, GroupMemory& memory);

    [[nodiscard]] Batch& batch() const { return batch_; }
    [[nodiscard]] Transaction& transaction() const { return batch_.transaction(); }
    [[nodiscard]] Arena& arena() const { return batch_.arena(); }
    [[nodiscard]] const Step& step() const { return step_; }
    /// Rows of the batch in this group, rising, without those that `fault` was called for. A span
    /// that was taken before keeps all of them, so a loop over it may call `fault`. One query or
    /// DML statement serves them all.
    [[nodiscard]] Rows rows() const {
        if (left_ > 0) [[unlikely]]
            leave_out_faulted();
        return rows_;
    }
    [[nodiscard]] std::span<Value> slot(uint32_t slot) const { return batch_.slot(slot); }

    /// The expression for `rows` (by default all of the group), indexed by row of the batch; valid
    /// until the step ends. A row whose value is a fault is taken out of the group by `fault`: it
    /// keeps the fault as its value, and is not in what `evaluate` leaves in `rows()`. The empty
    /// expression is null.
    std::span<const Value> evaluate(const Expression& expression);
    std::span<const Value> evaluate(const Expression& expression, Rows rows);
    /// The same into a column of the caller's, which is no slot. What is unset becomes null.
    void evaluate_given(const Expression& expression, std::span<Value> column);
    /// A column of the batch's size to work in, until the step ends. It holds anything.
    std::span<Value> scratch();

    /// Where a row goes; without a word it goes to Step::next.
    void go(uint32_t row, StepId target) {
        memory_.goes_to[row] = target;
        memory_.may_part |= target != memory_.target;
    }
    void go_all(StepId target);
    /// The row's element failed: it takes the fault path with $Flow.FaultMessage set, or its
    /// interview fails. The message is the element's whole text (see operation_fault in
    /// runtime/fault_text.hpp). The row leaves `rows()`. A second fault of a row is ignored.
    void fault(uint32_t row, const Fault* fault);
    /// A custom error: the record that started this interview must not be saved; the interview goes
    /// on. A further refusal is added to the first.
    void refuse(uint32_t row, const Fault* fault);

    /// The row's interview stops here until something wakes it; then this step runs again for it.
    /// It leaves the walk without a fault and stays in `rows()`.
    void pause(uint32_t row, std::shared_ptr<const Pause> pause);
    /// The same, of an interview whose subflow has paused.
    void pause(uint32_t row, std::unique_ptr<SavedInterview> inner);
    /// What woke the row at this step; null if it has come here by itself.
    [[nodiscard]] const Wake* wake(uint32_t row) const { return batch_.interview(row).wake; }

private:
    void leave_out_faulted() const;
    /// Some row goes no further: interviews are told where they are.
    void stop();

    Batch& batch_;
    const Step& step_;
    const Rows all_; // also those that have left
    mutable Rows rows_;
    mutable uint32_t left_ = 0; // rows that have left and still are in rows_
    GroupMemory& memory_;
};

} // namespace weir
