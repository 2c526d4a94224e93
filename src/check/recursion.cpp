#include "base/limits.hpp"
#include "check/transactions.hpp"

#include <fmt/format.h>

#include <set>

namespace weir {

namespace {

/// Whether running `from` can come to run `wanted`.
bool leads_to(const Flows& flows, const std::string& from, const std::string& wanted) {
    std::set<std::string_view> seen;
    std::vector<std::string_view> open{from};
    while (!open.empty()) {
        const std::string_view name = open.back();
        open.pop_back();
        if (name == wanted)
            return true;
        if (!seen.insert(name).second)
            continue;
        if (const FlowModel* const flow = flows.find(std::string(name)))
            for (const SubflowCall& call : flow->calls)
                open.push_back(call.flow);
    }
    return false;
}

} // namespace

void analyse_recursion(FlowList list, Diagnostics& out) {
    const Flows flows(list);
    for (const auto& flow : list) {
        const std::string own = folded(flow->program->name);
        for (const SubflowCall& call : flow->calls) {
            if (!leads_to(flows, call.flow, own))
                continue;
            auto report = out.report(
                Code::W0508, call.name.span, "the flow `{}` calls itself", flow->program->name
            );
            report.here(
                call.flow == own ? std::string("here") : fmt::format("through `{}`", call.name.text)
            );
            report.label(flow->program->span, "the flow");
            report.note(fmt::format(
                "the interview fails when flows are nested more than {} deep", limits::subflow_depth
            ));
        }
    }
}

} // namespace weir
