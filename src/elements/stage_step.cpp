// A stage at run time: begins the steps whose conditions hold, runs those of flows, waits for those
// of people, and ends when its exit conditions say so.
#include "elements/stage_step.hpp"

#include "base/limits.hpp"
#include "org/waiting_work.hpp"
#include "runtime/driver.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/group.hpp"
#include "runtime/stages.hpp"
#include "types/cell.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

namespace {

constexpr std::string_view not_started = "Not Started";
constexpr std::string_view in_progress = "In Progress";
constexpr std::string_view completed = "Completed";
/// What a flow that decides says.
constexpr std::string_view decision = "isOrchestrationConditionMet";

using Outputs = std::vector<std::pair<std::string_view, Value>>;

/// One interview at the stage.
class StageRun {
public:
    StageRun(const Step& step, const StagePlan& plan, Group& group, uint32_t row)
        : step_(step), plan_(plan), group_(group), row_(row) {}

    void begin() {
        set_status(plan_.status_slot, plan_.named_status_slot, in_progress);
        for (const StageStepPlan& step : plan_.steps) {
            set_status(step.status_slot, step.named_status_slot, not_started);
            group_.slot(step.done_slot)[row_] = Value::boolean(false);
            for (const OpenOutput& output : *step.outputs)
                group_.slot(output.slot)[row_] = Value::null();
        }
        go();
    }

    void go_on(const StageWake& wake) {
        read_record();
        for (const StageStepPlan& step : plan_.steps) {
            const bool is_it = !wake.step.empty() && equal_ignoring_case(step.name, wake.step) &&
                               status(step) == in_progress && !is_done(step);
            if (!is_it)
                continue;
            if (step.is_interactive) {
                Outputs outputs;
                for (const auto& [name, value] : wake.outputs)
                    outputs.emplace_back(name, copy(value, group_.arena()));
                done(step, outputs);
            } else if (!run_flow_of(step)) {
                return;
            }
        }
        go();
    }

private:
    [[nodiscard]] std::string_view status(const StageStepPlan& step) const {
        const Value value = group_.slot(step.status_slot)[row_];
        return value.tag() == Tag::text ? value.as_text() : not_started;
    }

    void set_status(uint32_t slot, uint32_t named, std::string_view text) {
        group_.slot(slot)[row_] = Value::text(text);
        group_.slot(named)[row_] = Value::text(text);
    }

    /// `$Record` is the record as it is now.
    void read_record() {
        const FlowProgram& flow = group_.batch().flow();
        Value& record = group_.slot(fixed_slot::record)[row_];
        if (record.tag() != Tag::record || record.row()->size == 0)
            return;
        const Value now =
            read_record_now(group_.transaction(), flow.object, id_from(record.row()->cells()[0]));
        if (!now.is_null())
            record = now;
    }

    /// Begins what can begin, until nothing more does; then the stage ends or waits.
    void go() {
        for (bool any = true; any;) {
            any = false;
            for (const StageStepPlan& step : plan_.steps) {
                const auto result = advance(step);
                if (!result)
                    return; // a fault
                any |= *result;
            }
        }
        const auto is_over = stage_is_over();
        if (!is_over)
            return;
        if (!*is_over) {
            group_.pause(row_, wait());
            return;
        }
        set_status(plan_.status_slot, plan_.named_status_slot, completed);
        group_.go(row_, step_.next);
    }

    /// Whether anything has changed; nothing after a fault.
    std::optional<bool> advance(const StageStepPlan& step) {
        if (status(step) == completed)
            return false;
        if (status(step) == in_progress) {
            if (!is_done(step))
                return false;
            const auto is_over = holds(step.exit, step.exit_flow);
            if (is_over && *is_over)
                set_status(step.status_slot, step.named_status_slot, completed);
            return is_over;
        }
        const auto begins = holds(step.entry, step.entry_flow);
        if (!begins || !*begins)
            return begins;
        set_status(step.status_slot, step.named_status_slot, in_progress);
        if (!step.is_interactive && !step.is_asynchronous && !run_flow_of(step))
            return std::nullopt;
        return true;
    }

    [[nodiscard]] bool is_done(const StageStepPlan& step) const {
        return group_.slot(step.done_slot)[row_].is_true();
    }

    /// A condition, or a flow that decides; neither: true.
    std::optional<bool> holds(const Expression& condition, const StageFlow& flow) {
        if (condition) {
            const std::span<const Value> value = group_.evaluate(condition, {&row_, 1});
            if (value[row_].is_fault())
                return std::nullopt;
            if (!value[row_].is_true())
                return false;
        }
        if (flow.name.empty())
            return true;
        Outputs outputs;
        if (!run_flow(flow, outputs))
            return std::nullopt;
        for (const auto& [name, value] : outputs)
            if (equal_ignoring_case(name, decision))
                return value.is_true();
        return false;
    }

    std::optional<bool> stage_is_over() {
        if (plan_.exit || !plan_.exit_flow.name.empty())
            return holds(plan_.exit, plan_.exit_flow);
        return std::ranges::all_of(plan_.steps, [&](const StageStepPlan& step) {
            return status(step) == completed;
        });
    }

    bool run_flow_of(const StageStepPlan& step) {
        Outputs outputs;
        if (!run_flow(step.flow, outputs))
            return false;
        done(step, outputs);
        return true;
    }

    /// The work of a step is done; its exit conditions may still hold it.
    void done(const StageStepPlan& step, const Outputs& outputs) {
        group_.slot(step.done_slot)[row_] = Value::boolean(true);
        const auto value_of = [&](std::string_view wanted) {
            for (const auto& [name, value] : outputs)
                if (equal_ignoring_case(name, wanted))
                    return share(given(value));
            return Value::null();
        };
        for (const OpenOutput& output : *step.outputs)
            group_.slot(output.slot)[row_] = value_of(output.name);
        for (const NamedOutput& output : step.returned) {
            group_.slot(output.delivery.slot)[row_] = value_of(output.name);
            output.delivery.deliver(group_, {&row_, 1});
        }
    }

    /// Runs a flow within this transaction; false after a fault.
    bool run_flow(const StageFlow& called, Outputs& outputs) {
        const FlowProgram* const flow = group_.transaction().program().find_flow(called.name);
        const bool can_run =
            flow != nullptr && flow->active && group_.batch().subflow_depth < limits::subflow_depth;
        if (!can_run) {
            fail(fmt::format(
                "The flow {} has no active version that {} could run.", called.name, step_.name
            ));
            return false;
        }
        Batch batch(*flow, 1, group_.transaction());
        batch.caller = &group_.batch();
        batch.subflow_depth = group_.batch().subflow_depth + 1;
        batch.context = run_context(*flow, group_.batch().context);
        batch.slot(fixed_slot::interview_guid)[0] = group_.slot(fixed_slot::interview_guid)[row_];
        for (const NamedInput& input : called.inputs) {
            const std::span<const Value> value = group_.evaluate(input.value, {&row_, 1});
            if (value[row_].is_fault())
                return false;
            if (const Variable* const variable = flow->find_variable(input.name);
                variable != nullptr && variable->input)
                batch.slot(variable->slot)[0] = given(share(value[row_]));
        }
        weir::run(batch);
        const Interview& interview = batch.interview(0);
        if (interview.fault != nullptr) {
            group_.fault(row_, interview.fault);
            return false;
        }
        if (interview.is_paused) {
            fail(fmt::format(
                "The flow {} waits, and a step of an orchestration does not.", called.name
            ));
            return false;
        }
        for (const Variable& variable : flow->variables)
            if (variable.output)
                outputs.emplace_back(variable.name, batch.slot(variable.slot)[0]);
        return true;
    }

    void fail(const std::string& text) { group_.fault(row_, text_fault(text, group_.arena())); }

    /// What people, and transactions of their own, still have to do.
    std::shared_ptr<const Pause> wait() {
        auto pause = std::make_shared<StagePause>();
        pause->stage = step_.name;
        for (uint32_t index = 0; index < plan_.steps.size(); ++index) {
            const StageStepPlan& step = plan_.steps[index];
            if (status(step) != in_progress || is_done(step))
                continue;
            if (!step.is_interactive) {
                pause->background.push_back(step.name);
                continue;
            }
            WorkItem work{index, step.name, step.label, step.flow.name, {}, {}};
            if (step.assignee) {
                const Value who = group_.evaluate(step.assignee, {&row_, 1})[row_];
                if (who.tag() == Tag::text)
                    work.assignee = who.as_text();
            }
            for (const NamedInput& input : step.flow.inputs) {
                const Value value = group_.evaluate(input.value, {&row_, 1})[row_];
                if (!value.is_fault())
                    work.inputs.emplace_back(input.name, copy(value, pause->values));
            }
            pause->work.push_back(std::move(work));
        }
        return pause;
    }

    const Step& step_;
    const StagePlan& plan_;
    Group& group_;
    const uint32_t row_;
};

class StageStep final : public Step {
public:
    explicit StageStep(StagePlan plan) : plan_(std::move(plan)) {}

    void run(Group& group) const override {
        const Rows rows = group.rows();
        const std::vector<uint32_t> all(rows.begin(), rows.end());
        for (const uint32_t row : all) {
            StageRun run(*this, plan_, group, row);
            if (const auto* const wake = dynamic_cast<const StageWake*>(group.wake(row)))
                run.go_on(*wake);
            else
                run.begin();
        }
    }

private:
    StagePlan plan_;
};

} // namespace

std::unique_ptr<Step> make_stage_step(StagePlan plan) {
    return std::make_unique<StageStep>(std::move(plan));
}

} // namespace weir::elements
