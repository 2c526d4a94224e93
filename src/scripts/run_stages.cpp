// complete step: what someone does in an orchestration.
#include "org/paused_interviews.hpp"
#include "org/waiting_work.hpp"
#include "runtime/stages.hpp"
#include "scripts/run.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

Status ScriptRun::run(const CompleteStep& step, Span span) {
    std::vector<uint64_t> waiting = orchestrations_at(org_, step.step);
    if (step.run) {
        const auto wanted = state_.handle(*step.run).paused;
        std::erase_if(waiting, [&](uint64_t number) { return wanted != number; });
    }
    if (waiting.empty()) {
        stop(step.step_span, fmt::format("no orchestration waits for the step `{}`", step.step));
        return Done{};
    }
    const uint64_t number = waiting.front();
    const FlowProgram& flow = *org_.paused(number)->interview->flow;
    Arena arena;
    StageWake wake;
    wake.step = step.step;
    for (const GivenValue& output : step.outputs) {
        if (!output.value.expression)
            continue; // reported when it was checked
        const Result<Value> value = state_.evaluate(output.value, arena);
        if (!value)
            return value.error();
        if (stop_at_fault(*value, output.span))
            return Done{};
        wake.outputs.emplace_back(output.name, *value);
    }
    Result<Org::RunReport> report = org_.go_on(number, wake);
    if (!report)
        return report.error();
    report_failed(flow, report->fault, span);
    return Done{};
}

} // namespace weir
