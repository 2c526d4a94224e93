// Flows that someone runs: autolaunched and screen flows, from their start or from where they
// paused.
#include "org/access.hpp"
#include "org/later_work.hpp"
#include "org/state.hpp"
#include "runtime/driver.hpp"
#include "runtime/launch.hpp"
#include "runtime/pause.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

/// What the interview has come to, into the report. A paused one is saved before its transaction
/// ends, because its values live there.
std::unique_ptr<SavedInterview> report_end(Batch& batch, Org::RunReport& report) {
    const Interview& interview = batch.interview(0);
    const Fault* const fault = interview.fault != nullptr ? interview.fault : interview.refusal;
    if (fault != nullptr)
        report.fault = copy_fault(*fault, report.arena);
    for (const Variable& variable : batch.flow().variables)
        if (variable.output)
            report.outputs.emplace_back(
                variable.name, copy(batch.slot(variable.slot)[0], report.arena)
            );
    return fault == nullptr && interview.is_paused ? save(batch, 0) : nullptr;
}

} // namespace

Result<Org::RunReport> Org::run_flow(
    const FlowProgram& flow,
    std::span<const std::pair<std::string, Value>> inputs,
    FlowLaunch launch
) {
    RunReport report;
    std::unique_ptr<SavedInterview> waiting;
    Transaction transaction(*this, "run of " + flow.name);
    const Id user = transaction.surroundings().user;
    if (const Fault* const refused = refuse_flow(transaction, flow)) {
        report.fault = copy_fault(*refused, report.arena);
    } else if (transaction.failure() == nullptr) {
        Batch batch(flow, 1, transaction);
        batch.context = launch_context(flow, launch);
        for (const auto& [name, value] : inputs) {
            const Variable* const variable = flow.find_variable(name);
            if (variable == nullptr || !variable->input)
                return Failure{
                    fmt::format("the flow `{}` has no input variable `{}`", flow.name, name)};
            batch.slot(variable->slot)[0] = value.is_unset() ? Value::null() : value;
        }
        batch.slot(fixed_slot::record)[0] = Value::null();
        batch.slot(fixed_slot::prior)[0] = Value::null();
        batch.slot(fixed_slot::is_new)[0] = Value::boolean(false);
        batch.slot(fixed_slot::interview_guid)[0] = Value::text(state_->new_guid(batch.arena()));
        run(batch);
        waiting = report_end(batch, report);
    }
    if (const Status done = finish(transaction, report.fault == nullptr); !done)
        return done.error();
    if (waiting != nullptr) {
        report.paused = state_->paused.add({std::move(waiting), user, now(), flow.label});
        arm(*this, *report.paused);
    }
    return report;
}

Result<Org::RunReport> Org::go_on(uint64_t number, const Wake& wake) {
    const PausedInterview* const paused = state_->paused.find(number);
    if (paused == nullptr)
        return Failure{fmt::format("there is no paused interview {}", number)};
    RunReport report;
    std::unique_ptr<SavedInterview> waiting;
    const FlowProgram& flow = *paused->interview->flow;
    const std::string label = paused->label;
    Transaction transaction(*this, flow.name + ", gone on", paused->user);
    const Id user = transaction.surroundings().user;
    if (transaction.failure() == nullptr) {
        Batch batch(flow, 1, transaction);
        restore(batch, 0, *paused->interview, wake);
        resume(batch);
        waiting = report_end(batch, report);
    }
    if (const Status done = finish(transaction, report.fault == nullptr); !done)
        return done.error();
    disarm(*this, number);
    state_->paused.erase(number);
    if (waiting != nullptr) {
        report.paused = state_->paused.add({std::move(waiting), user, now(), label});
        arm(*this, *report.paused);
    }
    tell_gone_on(number, report);
    return report;
}

Result<std::shared_ptr<const Pause>> Org::look(uint64_t number, const Wake& wake) {
    const PausedInterview* const paused = state_->paused.find(number);
    if (paused == nullptr)
        return Failure{fmt::format("there is no paused interview {}", number)};
    state_->end_reading();
    const OrgFigures before = figures_;
    TraceSink* const trace = std::exchange(trace_, &state_->silence);
    std::shared_ptr<const Pause> pause;
    Status done = Done{};
    {
        const FlowProgram& flow = *paused->interview->flow;
        Transaction transaction(*this, {}, paused->user); // nameless: neither traced nor counted
        if (transaction.failure() == nullptr) {
            Batch batch(flow, 1, transaction);
            restore(batch, 0, *paused->interview, wake);
            resume(batch);
            if (batch.interview(0).is_paused)
                pause = batch.rest(0).pause;
        }
        transaction.state().failures.clear(); // nobody is told of a look
        if (const Error* const failed = transaction.failure())
            done = *failed;
        if (const Status undone = transaction.rollback(); done && !undone)
            done = undone;
    }
    trace_ = trace;
    figures_ = before;
    if (!done)
        return done.error();
    return pause;
}

const PausedInterview* Org::paused(uint64_t number) const {
    return state_->paused.find(number);
}

} // namespace weir
