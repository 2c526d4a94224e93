// run: starts an interview; it may wait, and go on whenever it is woken.
#include "scripts/run.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

Status ScriptRun::run(const RunFlow& step, Span span) {
    Arena arena;
    std::vector<std::pair<std::string, Value>> inputs;
    for (const auto& [name, formula] : step.inputs) {
        const Result<Value> value = state_.evaluate(formula, arena);
        if (!value)
            return value.error();
        if (stop_at_fault(*value, span))
            return Done{};
        inputs.emplace_back(name, *value);
    }
    for (const auto& [name, value] : step.constants)
        inputs.emplace_back(name, value);
    Result<Org::RunReport> report = org_.run_flow(*step.flow, inputs, step.launch);
    if (!report)
        return report.error();
    RunHandle& handle = state_.handle(step.run);
    handle.flow = step.flow;
    handle.outputs = step.outputs;
    take_report(handle, *report);
    report_failed(*step.flow, report->fault, span);
    return Done{};
}

void ScriptRun::take_report(RunHandle& handle, const Org::RunReport& report) {
    handle.paused = report.paused;
    for (const auto& [name, slot] : handle.outputs) {
        Value given = Value::null();
        for (const auto& [output, value] : report.outputs)
            if (output == name)
                given = value;
        state_.set_output(slot, given);
    }
}

void ScriptRun::gone_on(uint64_t paused, const Org::RunReport& report) {
    for (auto& [slot, handle] : state_.handles())
        if (handle.paused == paused) {
            take_report(handle, report);
            return; // numbers are given once
        }
}

void ScriptRun::report_failed(const FlowProgram& flow, const Fault* fault, Span span) {
    if (fault == nullptr)
        return;
    if (expected_refusals_) {
        expected_refusals_->add({1, std::string(fault->code), std::string(fault->message)});
        return;
    }
    stop(
        span,
        fmt::format(
            "the flow `{}` failed: {}{}{}",
            flow.name,
            fault->code,
            fault->code.empty() ? "" : ": ",
            fault->message
        )
    );
}

} // namespace weir
