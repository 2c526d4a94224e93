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
    }
    for (size_t index = 0; index < static_cast<size_t>(Governor::count); ++index) {
        const GovernorFacts& limit = facts(static_cast<Governor>(index));
        report.limits.push_back(
            {std::string(limit.label), figures.highest[index].used, limit.limit, figures.highest[index].where}
        );
    }
    report.emails = org.outbox().emails.size();
    report.transactions = figures.transactions;
    report.rolled_back = figures.rolled_back;
    report.peak_memory = peak_memory();
    return report;
}

} // namespace weir
