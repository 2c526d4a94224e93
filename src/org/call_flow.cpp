#include "org/call_flow.hpp"

#include "base/limits.hpp"
#include "org/action_tools.hpp"
#include "org/later_work.hpp"
#include "runtime/driver.hpp"
#include "runtime/pause.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

const Fault* why_not(ActionCall& call, const FlowProgram* flow, std::string_view name) {
    if (flow == nullptr || !flow->active)
        return call.transaction.fault(
            {}, fmt::format("The flow {} has no active version that could run.", name)
        );
    if (flow->start != FlowStart::autolaunched)
        return call.transaction.fault(
            {}, fmt::format("The flow {} is started by a trigger and not by an action.", name)
        );
    if (call.depth >= limits::subflow_depth)
        return call.transaction.fault(
            {},
            fmt::format(
                "The flow {} was not run because flows are nested more than {} deep.",
                name,
                limits::subflow_depth
            )
        );
    return nullptr;
}

void hand_in(Batch& batch, std::span<const uint32_t> rows, std::span<const ActionColumn> inputs) {
    OrgState& state = batch.transaction().org().state();
    for (uint32_t index = 0; index < batch.size(); ++index) {
        batch.slot(fixed_slot::record)[index] = Value::null();
        batch.slot(fixed_slot::prior)[index] = Value::null();
        batch.slot(fixed_slot::is_new)[index] = Value::boolean(false);
        batch.slot(fixed_slot::interview_guid)[index] = Value::text(state.new_guid(batch.arena()));
    }
    for (const ActionColumn& input : inputs)
        for (const Variable& variable : batch.flow().variables)
            if (variable.input && equal_ignoring_case(variable.name, input.name))
                for (uint32_t index = 0; index < batch.size(); ++index) {
                    const Value value = input.values[rows[index]];
                    batch.slot(variable.slot)[index] =
                        value.is_null() ? Value::null() : copy(value, batch.arena());
                }
}

/// A paused interview is one of the org's as soon as what it has done is committed.
void keep_paused(ActionCall& call, Batch& batch, uint32_t index) {
    auto waiting = std::make_shared<std::unique_ptr<SavedInterview>>(save(batch, index));
    const Id user = call.transaction.surroundings().user;
    const int64_t now = call.transaction.surroundings().now;
    const std::string label = batch.flow().label;
    call.transaction.after_commit([waiting, user, now, label](Org& org) {
        if (*waiting != nullptr)
            arm(org, org.state().paused.add({std::move(*waiting), user, now, label}));
    });
}

} // namespace

void call_flow(ActionCall& call, std::string_view name, std::span<const ActionColumn> inputs) {
    const std::vector<uint32_t> rows = rows_left(call);
    const FlowProgram* const flow = call.transaction.program().find_flow(name);
    if (const Fault* const reason = why_not(call, flow, name)) {
        for (const uint32_t row : rows)
            call.faults[row] = reason;
        return;
    }
    if (rows.empty())
        return;
    Batch batch(*flow, static_cast<uint32_t>(rows.size()), call.transaction);
    batch.subflow_depth = call.depth + 1;
    batch.context = run_context(*flow, call.transaction.context());
    hand_in(batch, rows, inputs);
    run(batch);
    for (uint32_t index = 0; index < batch.size(); ++index) {
        const uint32_t row = rows[index];
        const Interview& interview = batch.interview(index);
        call.faults[row] = interview.fault != nullptr ? interview.fault : interview.refusal;
        if (call.faults[row] != nullptr)
            continue;
        for (const Variable& variable : flow->variables)
            if (variable.output)
                set_output(
                    call, variable.name, row, copy(batch.slot(variable.slot)[index], call.arena)
                );
        set_output(
            call,
            "Flow__InterviewStatus",
            row,
            Value::text(interview.is_paused ? "Waiting" : "Finished")
        );
        if (interview.is_paused)
            keep_paused(call, batch, index);
    }
}

} // namespace weir
