// Behavioural cases of flows, as data: what is there, what is given, what must come out.
#pragma once

#include "weir/report.h"

#include <functional>
#include <string>
#include <vector>

namespace weir {

struct FlowCasesOptions {
    /// The folder that the paths of the flows begin in; empty: `../corpus/projects` beside the file.
    std::string projects;
    std::string filter; // only cases whose id holds this text
    /// Told of each case when it is done.
    std::function<void(const TestReport&)> done;
};

struct FlowCasesReport {
    std::vector<TestReport> tests; // by place in the file
    std::string error;             // the file cannot be read, or a line of it; empty: none
};

/// Runs every line of a file of cases (tests/conformance/README.md describes them): each in an org
/// of its own, which holds the objects of the flow's project, the rows of the case and no other
/// flows than the one it is about and those that this one calls.
[[nodiscard]] FlowCasesReport
test_flow_cases(const std::string& path, const FlowCasesOptions& options = {});

} // namespace weir
