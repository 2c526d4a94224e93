#include "medians.hpp"

#include <benchmark/benchmark.h>

#include <utility>

namespace weir::bench {

namespace {

class MedianKeeper final : public benchmark::ConsoleReporter {
public:
    explicit MedianKeeper(bool prints) : prints_(prints) {}

    bool ReportContext(const Context& context) override {
        return !prints_ || ConsoleReporter::ReportContext(context);
    }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Aggregate && run.aggregate_name == "median")
                medians[run.run_name.function_name] = run.GetAdjustedCPUTime();
        if (prints_)
            ConsoleReporter::ReportRuns(runs);
    }

    std::map<std::string, double> medians;

private:
    bool prints_;
};

} // namespace

bool begin_benchmarks(int argc, char** argv, int repetitions, std::vector<std::string> own) {
    std::vector<std::string> arguments(argv, argv + 1);
    arguments.push_back("--benchmark_repetitions=" + std::to_string(repetitions));
    arguments.emplace_back("--benchmark_min_time=0.05");
    arguments.emplace_back("--benchmark_enable_random_interleaving=true");
    arguments.insert(arguments.end(), own.begin(), own.end());
    arguments.insert(arguments.end(), argv + 1, argv + argc);
    std::vector<char*> pointers;
    for (std::string& argument : arguments)
        pointers.push_back(argument.data());
    int count = static_cast<int>(pointers.size());
    benchmark::Initialize(&count, pointers.data());
    return !benchmark::ReportUnrecognizedArguments(count, pointers.data());
}

std::map<std::string, double> run_benchmarks(bool prints) {
    MedianKeeper keeper(prints);
    benchmark::RunSpecifiedBenchmarks(&keeper);
    return std::move(keeper.medians);
}

} // namespace weir::bench
