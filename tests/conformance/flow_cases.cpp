// What public Apex tests expect of real flows, restated as data: every case must hold.
#include "conformance/corpus.hpp"
#include "conformance/readme.hpp"
#include "weir/cases.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
#include <sstream>

namespace {

const char* const cases = "../shared/conformance/flows.jsonl";

} // namespace

TEST_CASE("flows do what the tests of their projects expect") {
    if (!std::filesystem::exists(cases) || corpus_projects().empty()) {
        WARN("there are no cases here");
        return;
    }
    weir::FlowCasesOptions options;
    options.projects = corpus_projects().string();
    const weir::FlowCasesReport report = weir::test_flow_cases(cases, options);
    REQUIRE(report.error.empty());
    CHECK(report.tests.size() >= 88);
    std::map<std::string, std::pair<size_t, size_t>> by_project;
    for (const weir::TestReport& test : report.tests) {
        auto& [passed, all] = by_project[test.project];
        ++all;
        passed += test.passed ? 1 : 0;
        INFO(test.name);
        for (const weir::ProblemReport& problem : test.problems)
            UNSCOPED_INFO(problem.rendered);
        CHECK(test.passed);
    }
    std::ostringstream table;
    table << "| project | cases | hold |\n|---|---|---|\n";
    size_t held = 0;
    for (const auto& [project, figures] : by_project) {
        table << "| `" << project << "` | " << figures.second << " | " << figures.first << " |\n";
        held += figures.first;
    }
    table << "| all | " << report.tests.size() << " | " << held << " |\n";
    expect_section("flow cases", table.str());
}
