#include "runtime/driver.hpp"

#include "base/limits.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/group.hpp"
#include "runtime/trace.hpp"
#include "runtime/waiting.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace weir {

namespace {

/// Flows of API 56 and before are stopped by Salesforce itself (reference/limits.md, section 3).
constexpr uint32_t elements_before_api_57 = 2000;

/// One run of one batch.
class Driver {
public:
    explicit Driver(Batch& batch)
        : batch_(batch),
          flow_(batch.flow()),
          trace_(batch.host().trace()),
          memory_(batch, batch.host().figures(flow_)),
          waiting_(flow_.steps.size(), batch.size()) {
        rows_.reserve(batch.size());
        const bool is_old = flow_.api > 0 && flow_.api < 57 && batch.host().has_limits();
        most_steps_ = is_old ? elements_before_api_57 : limits::steps_per_interview;
        is_old_ = is_old;
    }

    /// Begins all interviews at this step.
    void run(StepId entry) {
        start();
        if (entry >= StepId::none)
            for (const uint32_t row : rows_)
                batch_.interview(row).at = StepId::end;
        else if (!rows_.empty())
            together_ = entry;
        walk();
    }

    /// Goes on with restored interviews.
    void resume() {
        prepare();
        for (uint32_t row = 0; row < batch_.size(); ++row) {
            Interview& interview = batch_.interview(row);
            has_woken_ |= interview.wake != nullptr;
            steps_at_most_ = std::max(steps_at_most_, interview.steps);
            if (interview.is_running())
                wait(row, interview.at);
        }
        walk();
    }

private:
    void walk() {
        const RunContext outer = batch_.host().exchange_context(batch_.context);
        for (StepId step = next(); batch_.stopped_by == nullptr && step != StepId::end;
             step = next())
            run_step(step);
        if (batch_.stopped_by != nullptr)
            stop_all();
        static_cast<void>(batch_.host().exchange_context(outer));
        trace_.flow_ends(batch_);
    }

    StepId next() { return together_ != StepId::end ? together_ : waiting_.take_first(rows_); }

    void prepare() {
        FlowFigures& figures = memory_.figures;
        if (figures.visits.size() < flow_.steps.size())
            figures.visits.resize(flow_.steps.size());
        if (figures.costs.size() < flow_.steps.size())
            figures.costs.resize(flow_.steps.size());
        memory_.visits.reserve(std::min(flow_.steps.size(), GroupMemory::most_visits));
        trace_.flow_begins(batch_);
    }

    void start() {
        memory_.figures.interviews += batch_.size();
        prepare();
        rows_.resize(batch_.size());
        std::iota(rows_.begin(), rows_.end(), 0U);
        start_times();
        for (const Variable& variable : flow_.variables)
            set_default(variable);
    }

    void start_times() {
        const Value now = Value::date_time(batch_.host().surroundings().now);
        if (!batch_.is_set(fixed_slot::start_time))
            return batch_.set_slot(fixed_slot::start_time, now);
        for (Value& time : batch_.slot(fixed_slot::start_time))
            if (time.is_unset())
                time = now;
    }

    /// Gives the variable its default where nobody set it. Interviews whose default cannot be
    /// evaluated leave `rows_`.
    void set_default(const Variable& variable) {
        if (!variable.default_value || rows_.empty())
            return;
        const std::span<Value> slot = batch_.slot(variable.slot);
        std::vector<uint32_t> unset;
        for (const uint32_t row : rows_)
            if (!variable.input || slot[row].is_unset())
                unset.push_back(row);
        if (unset.empty())
            return;
        std::vector<Value> values(batch_.size());
        evaluate(variable.default_value, batch_.frame(), unset, values.data());
        for (const uint32_t row : unset) {
            if (values[row].tag() == Tag::record)
                values[row].row()->shared = true;
            if (values[row].is_fault())
                fail(row, &values[row].as_fault(), nullptr, variable.name);
            else
                slot[row] = values[row];
        }
        drop_failed();
    }

    void run_step(StepId id) {
        const bool is_same = std::exchange(together_, StepId::end) != StepId::end;
        const Step& step = *flow_.steps[static_cast<size_t>(id)];
        memory_.step = id;
        count_visits(id);
        const size_t coming = rows_.size();
        if (!count_step(step))
            return;
        memory_.note_visit(rows_, batch_.size(), is_same && rows_.size() == coming);
        trace_.step_begins(batch_, step, rows_);
        if (step.visited_slot != 0)
            for (const uint32_t row : rows_)
                batch_.slot(step.visited_slot)[row] = Value::boolean(true);
        Group group(batch_, step, rows_, memory_);
        const Fault* const limit = batch_.host().step_begins(static_cast<uint32_t>(rows_.size()));
        if (limit == nullptr)
            step.run(group);
        else
            group.fault(rows_.front(), limit);
        note_cost(id, step);
        trace_.step_ends(batch_, step, rows_, memory_.goes_to);
        if (!go_together())
            go_apart();
    }

    /// Most often all go on to the same step, and nobody waits before it: it is the next.
    bool go_together() {
        const StepId target = memory_.goes_to[rows_.front()];
        if (has_woken_ || memory_.has_stopped || target >= StepId::none ||
            !waiting_.is_before_all(target))
            return false;
        const auto goes_elsewhere = [&](uint32_t row) { return memory_.goes_to[row] != target; };
        if (memory_.may_part && std::ranges::any_of(rows_, goes_elsewhere))
            return false;
        together_ = target;
        return true;
    }

    void go_apart() {
        memory_.tell(batch_, rows_);
        for (const uint32_t row : rows_) {
            Interview& interview = batch_.interview(row);
            interview.wake = nullptr;
            if (interview.fault == nullptr && !interview.is_paused)
                wait(row, memory_.goes_to[row]);
        }
    }

    /// Who is woken at a step has come to it before.
    void count_visits(StepId id) {
        uint64_t& visits = memory_.figures.visits[static_cast<size_t>(id)];
        visits += rows_.size();
        if (has_woken_)
            for (const uint32_t row : rows_)
                visits -= batch_.interview(row).wake == nullptr ? 0U : 1U;
    }

    void note_cost(StepId id, const Step& step) {
        const StepCost cost = batch_.host().step_ends();
        StepCost& sum = memory_.figures.costs[static_cast<size_t>(id)];
        sum.soql_queries += cost.soql_queries;
        sum.soql_rows += cost.soql_rows;
        sum.dml_statements += cost.dml_statements;
        sum.dml_rows += cost.dml_rows;
        sum.cpu_microseconds += cost.cpu_microseconds;
        if (cost.soql_queries + cost.soql_rows + cost.dml_statements + cost.dml_rows > 0)
            trace_.cost(batch_, step, cost);
    }

    /// Counts the step for each of `rows_` and stops those who have had too many. False if nobody
    /// is left.
    bool count_step(const Step& step) {
        ++memory_.untold_steps;
        if (++steps_at_most_ <= most_steps_) [[likely]]
            return true;
        memory_.tell(batch_, rows_);
        steps_at_most_ = 0;
        for (uint32_t row = 0; row < batch_.size(); ++row)
            if (batch_.interview(row).fault == nullptr)
                steps_at_most_ = std::max(steps_at_most_, batch_.interview(row).steps);
        const auto is_over = [&](uint32_t row) {
            return batch_.interview(row).steps > most_steps_;
        };
        if (std::ranges::none_of(rows_, is_over))
            return true;
        // No fault path helps: it may be part of the circle.
        const Fault* const fault = text_fault(
            is_old_ ? "Number of iterations exceeded" : endless_text(step.name, most_steps_),
            batch_.arena()
        );
        for (const uint32_t row : rows_)
            if (is_over(row))
                fail(row, fault, &step, step.name);
        drop_failed();
        return !rows_.empty();
    }

    void wait(uint32_t row, StepId target) {
        if (target == StepId::none)
            target = StepId::end;
        batch_.interview(row).at = target;
        if (target != StepId::end)
            waiting_.add(target, row);
    }

    void fail(uint32_t row, const Fault* fault, const Step* step, std::string_view name) {
        Interview& interview = batch_.interview(row);
        interview.fault = fault;
        interview.failed_at = step;
        batch_.slot(fixed_slot::fault_message)[row] = Value::text(fault->message);
        if (fault->uncatchable)
            batch_.stopped_by = fault;
        ++memory_.figures.failed;
        if (memory_.figures.faults.size() < faults_kept)
            memory_.figures.faults.push_back(
                {std::string(name),
                 std::string(fault->code),
                 std::string(fault->message),
                 std::string()}
            );
        if (step != nullptr)
            trace_.faulted(batch_, *step, row, *fault, false);
        memory_.tell_failure(batch_, row);
    }

    void drop_failed() {
        std::erase_if(rows_, [&](uint32_t row) { return batch_.interview(row).fault != nullptr; });
    }

    /// An uncatchable fault fails the transaction, and with it whatever the other interviews have
    /// done or would do.
    void stop_all() {
        for (uint32_t row = 0; row < batch_.size(); ++row) {
            Interview& interview = batch_.interview(row);
            if (interview.fault != nullptr)
                continue;
            interview.fault = batch_.stopped_by;
            ++memory_.figures.failed;
        }
    }

    Batch& batch_;
    const FlowProgram& flow_;
    TraceSink& trace_;
    GroupMemory memory_;
    Waiting waiting_;
    std::vector<uint32_t> rows_;    // of the step that runs
    StepId together_ = StepId::end; // where all of `rows_` go; end: taken from those who wait
    bool has_woken_ = false;        // some of the interviews were paused before
    uint32_t steps_at_most_ = 0;    // of any interview, counted and untold
    uint32_t most_steps_ = limits::steps_per_interview;
    bool is_old_ = false;
};

} // namespace

void run(Batch& batch) {
    run_path(batch, batch.flow().entry);
}

void run_path(Batch& batch, StepId entry) {
    if (batch.size() > 0)
        Driver(batch).run(entry);
}

void resume(Batch& batch) {
    if (batch.size() > 0)
        Driver(batch).resume();
}

} // namespace weir
