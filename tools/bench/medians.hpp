// How the suites of Google Benchmark begin and what they keep: medians.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace weir::bench {

/// Sets Google Benchmark up: repetitions of all benchmarks in turns, so that what else the machine
/// does meets all of them, with these arguments of the suite, which those of the command line
/// overrule. False if it does not know one of them.
[[nodiscard]] bool
begin_benchmarks(int argc, char** argv, int repetitions, std::vector<std::string> own = {});

/// Runs all that are registered; the medians of processor time by name, in the unit of the
/// benchmark. `prints` each as it is measured.
[[nodiscard]] std::map<std::string, double> run_benchmarks(bool prints);

} // namespace weir::bench
