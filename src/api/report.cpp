#include "api/report.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <tuple>

namespace weir {

namespace {

std::vector<NamedCount> counts(const std::map<std::string, uint64_t>& figures) {
    std::vector<NamedCount> result;
    for (const auto& [name, count] : figures) result.push_back({name, count});
    return result;
}

// The same fault of one element, many times, is one line.
void add_faults(const FlowProgram& flow, const FlowFigures& figures, std::vector<FaultReport>& faults) {
    std::map<std::tuple<std::string, std::string, std::string>, FaultReport> grouped;
    for (const FaultRecord& fault : figures.faults) {
        FaultReport& entry = grouped[{fault.element, fault.code, fault.handled_by}];
        if (entry.count++ == 0)
            entry = {flow.name, fault.element, fault.code, 1, fault.handled_by, fault.message};
    }
    for (auto& [key, fault] : grouped) faults.push_back(std::move(fault));
}

void add_elements(const FlowProgram& flow, const FlowFigures& figures, std::vector<ElementReport>& elements) {
    for (size_t index = 0; index < figures.costs.size() && index < flow.steps.size(); ++index) {
        const StepCost& cost = figures.costs[index];
        if (cost.soql_queries + cost.soql_rows + cost.dml_statements + cost.dml_rows == 0) continue;
        const Step& step = *flow.steps[index];
        elements.push_back(
            {flow.name,
             step.name,
             std::string(step.kind),
             index < figures.visits.size() ? figures.visits[index] : 0,
             cost.soql_queries,
             cost.soql_rows,
             cost.dml_statements,
             cost.dml_rows,
             cost.cpu_microseconds}
        );
    }
}

// High-water mark of the process; 0 where /proc does not tell.
uint64_t peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        uint64_t kibibytes = 0;
        if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
    }
    return 0;
}

} // namespace

RunReport to_report(Org& org) {
    const OrgFigures& figures = org.figures();
    RunReport report;
    report.saved = counts(figures.saved);
    report.refused = counts(figures.refused);
    report.created = counts(figures.created);
    report.published = counts(figures.published);
    report.delivered = counts(figures.delivered);
    for (const auto& flow : org.program().flows) {
        const auto found = figures.flows.find(flow.get());
        if (found == figures.flows.end()) continue;
        report.flows.push_back(
            {flow->name, found->second.interviews, found->second.failed, found->second.handled_faults}
        );
        add_faults(*flow, found->second, report.faults);
        add_elements(*flow, found->second, report.elements);
    }
    for (size_t index = 0; index < static_cast<size_t>(Governor::count); ++index) {
        const GovernorFacts& limit = facts(static_cast<Governor>(index));
        if (limit.is_rare && figures.highest[index].used * 10 < limit.limit) continue;
        report.limits.push_back(
            {std::string(limit.label), figures.highest[index].used, limit.limit, figures.highest[index].where}
        );
    }
    const Outbox& outbox = org.outbox();
    report.emails = outbox.emails.size();
    for (const MessageKindFacts& kind : message_kinds())
        if (kind.kind != MessageKind::email && !outbox.of(kind.kind).empty())
            report.sent.push_back({std::string(kind.title), outbox.of(kind.kind).size()});
    for (const FailedInterview& failed : outbox.failed)
        report.failed_interviews.push_back(
            {failed.flow,
             failed.label,
             failed.guid,
             failed.element,
             failed.message,
             failed.interviews,
             failed.variables,
             failed.path}
        );
    report.transactions = figures.transactions;
    report.rolled_back = figures.rolled_back;
    report.peak_memory = peak_memory();
    return report;
}

} // namespace weir
