// Interviews of a batch that stand at the same step: what Step::run sees of the runtime.
#pragma once

#include "runtime/batch.hpp"

#include <span>
#include <string_view>

namespace weir {

class Group {
public:
    Group(Batch& batch, const Step& step, Rows rows, std::vector<StepId>& goes_to)
        : batch_(batch), step_(step), rows_(rows), goes_to_(goes_to) {}

    [[nodiscard]] Batch& batch() const { return batch_; }
    [[nodiscard]] Transaction& transaction() const { return batch_.transaction(); }
    [[nodiscard]] Arena& arena() const { return batch_.arena(); }
    /// Rows of the batch in this group, rising. One query or DML statement serves them all.
    [[nodiscard]] Rows rows() const { return rows_; }
    [[nodiscard]] std::span<Value> slot(uint32_t slot) const { return batch_.slot(slot); }

    /// The expression for `rows` (by default all of the group), indexed by row of the batch; valid until the step ends. A row
    /// whose value is a fault is taken out of the group by `fault`, and is not in what `evaluate` leaves in `rows()`.
    std::span<const Value> evaluate(const Expression& expression);
    std::span<const Value> evaluate(const Expression& expression, Rows rows);

    /// Where a row goes; without a word it goes to Step::next.
    void go(uint32_t row, StepId target) { goes_to_[row] = target; }
    void go_all(StepId target) {
        for (const uint32_t row : rows_) goes_to_[row] = target;
    }
    /// The row's element failed: it takes the fault path with $Flow.FaultMessage set, or its interview fails. The message is the element's
    /// whole text (see fault_message in runtime/fault_text.hpp). The row leaves `rows()`.
    void fault(uint32_t row, const Fault* fault);
    /// A custom error: the record that started this interview must not be saved; the interview goes on.
    void refuse(uint32_t row, const Fault* fault);

private:
    Batch& batch_;
    const Step& step_;
    Rows rows_;
    std::vector<StepId>& goes_to_;
};

} // namespace weir
