// Test results in the shapes that `sf … run test` gives, for what already reads those.
#pragma once

#include "weir/report.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

/// A run of tests as a whole.
struct TestRun {
    std::vector<weir::TestReport> tests;
    std::chrono::system_clock::time_point start;
    double seconds = 0; // of the command

    [[nodiscard]] size_t failed() const;
    /// "weir-20260301T090000Z": names the files of the run.
    [[nodiscard]] std::string id() const;
};

/// The name by which `sf` would call a test: `FlowTesting.<Flow>.<Test>` of a flow test, `<file>.<title>` of a test in a .flow file.
[[nodiscard]] std::string full_name(const weir::TestReport& test);

[[nodiscard]] nlohmann::json to_json(const TestRun& run);
/// The JUnit file that CI systems read.
[[nodiscard]] std::string to_junit(const TestRun& run);
[[nodiscard]] std::string to_tap(const TestRun& run);
/// Two tables: the summary, and a line a test.
[[nodiscard]] std::string to_tables(const TestRun& run);

/// Writes all of them into a folder, under the names that `sf` gives them. The reason it could not; empty: done.
[[nodiscard]] std::string write_results(const TestRun& run, const std::string& folder);
