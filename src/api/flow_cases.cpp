// A file of flow cases, line by line, as tests.
#include "api/flow_case.hpp"
#include "api/flow_case_run.hpp"
#include "api/flow_case_world.hpp"
#include "weir/cases.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <utility>

namespace weir {

namespace {

[[nodiscard]] ProblemReport to_report(CaseProblem problem, const std::string& path, uint32_t line) {
    ProblemReport report;
    report.file = path;
    report.line = line;
    report.column = 1;
    report.rendered = fmt::format("{}:{}: {}\n", path, line, problem.message);
    size_t begin = 0;
    while (!problem.found.empty() && begin <= problem.found.size()) {
        const size_t end = std::min(problem.found.find('\n', begin), problem.found.size());
        report.rendered += "  " + problem.found.substr(begin, end - begin) + '\n';
        begin = end + 1;
    }
    report.rendered.pop_back(); // who prints it ends the line
    report.message = std::move(problem.message);
    report.found = std::move(problem.found);
    return report;
}

[[nodiscard]] TestReport
run_case(const FlowCase& described, CaseWorlds& worlds, const std::string& path, uint32_t line) {
    const auto begin = std::chrono::steady_clock::now();
    TestReport report;
    report.project = described.flow.substr(0, described.flow.find('/'));
    report.name = described.id;
    report.file = path;
    report.line = line;
    const Result<CaseWorld*> world = worlds.find(described);
    if (!world) {
        report.problems.push_back(to_report({world.error().message, {}}, path, line));
    } else {
        for (CaseProblem& problem : run_flow_case(described, **world, worlds.actions()))
            report.problems.push_back(to_report(std::move(problem), path, line));
    }
    report.passed = report.problems.empty();
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

} // namespace

FlowCasesReport test_flow_cases(const std::string& path, const FlowCasesOptions& options) {
    FlowCasesReport report;
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        report.error = fmt::format("cannot read `{}`", path);
        return report;
    }
    std::string projects = options.projects;
    if (projects.empty())
        projects = (std::filesystem::path(path).parent_path() / ".." / "corpus" / "projects")
                       .lexically_normal()
                       .string();
    CaseWorlds worlds(projects);
    std::string line;
    for (uint32_t number = 1; std::getline(file, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        const Result<FlowCase> described = parse_flow_case(line);
        if (!described) {
            report.error = fmt::format("{}:{}: {}", path, number, described.error().message);
            return report;
        }
        if ((*described).id.find(options.filter) == std::string::npos)
            continue;
        report.tests.push_back(run_case(*described, worlds, path, number));
        if (options.done)
            options.done(report.tests.back());
    }
    if (file.bad())
        report.error = fmt::format("cannot read `{}` to its end", path);
    return report;
}

} // namespace weir
