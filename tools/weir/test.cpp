// weir test PATH…
#include "commands.hpp"
#include "files.hpp"
#include "input.hpp"
#include "terminal.hpp"
#include "test_formats.hpp"
#include "weir/cases.h"

#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <iterator>
#include <memory>

namespace {

struct Options {
    std::vector<std::string> paths;
    std::vector<std::string> tests; // files and folders that belong to every world
    std::string filter;
    std::string junit;
    std::string folder;
    std::string format;
    std::string projects; // of flow cases
    bool json = false;
    bool force = false;
    bool trace = false;
    bool sf_exit_codes = false;

    /// Results that are printed when all is done, and not as they come.
    [[nodiscard]] bool is_late() const { return json || !format.empty(); }
};

/// What `sf` ends with when tests have failed.
constexpr int sf_failed = 100;

void print_result(const weir::TestReport& test) {
    const bool colour = wants_colour(stdout);
    const char* const mark = test.passed ? (colour ? "\033[32mok\033[0m  " : "ok  ") : (colour ? "\033[31mFAIL\033[0m" : "FAIL");
    fmt::print("{}  {}: {} ({:.0f} ms)\n", mark, test.project, test.name, test.seconds * 1000);
    for (const weir::ProblemReport& problem : test.problems) fmt::print("\n{}\n", problem.rendered);
}

// Runs the tests of one world; true if it has errors and none were run.
bool test_world(const std::string& path, const Options& options, std::vector<weir::TestReport>& reports) {
    std::vector<std::string> paths{path};
    paths.insert(paths.end(), options.tests.begin(), options.tests.end());
    const weir::Engine engine = build_one(paths);
    if (engine.error_count() > 0 && !options.force) {
        print_messages(engine.messages(), engine.dropped_messages(), stderr);
        return true;
    }
    const std::vector<std::string> names = engine.tests();
    for (size_t index = 0; index < names.size(); ++index) {
        if (names[index].find(options.filter) == std::string::npos) continue;
        reports.push_back(engine.test(index, options.trace ? (options.is_late() ? &std::cerr : &std::cout) : nullptr));
        if (!options.is_late()) print_result(reports.back());
    }
    return false;
}

/// Flow cases, one a line (weir/cases.h); true if the file cannot be read.
bool test_cases(const std::string& path, const Options& options, std::vector<weir::TestReport>& reports) {
    weir::FlowCasesOptions cases;
    cases.projects = options.projects;
    cases.filter = options.filter;
    if (!options.is_late()) cases.done = print_result;
    weir::FlowCasesReport report = weir::test_flow_cases(path, cases);
    reports.insert(reports.end(), std::make_move_iterator(report.tests.begin()), std::make_move_iterator(report.tests.end()));
    if (!report.error.empty()) fmt::print(stderr, "weir: {}\n", report.error);
    return !report.error.empty();
}

bool write_files(const TestRun& run, const Options& options) {
    std::string reason;
    if (!options.junit.empty()) {
        reason = write_file(options.junit, to_junit(run));
        if (!reason.empty()) reason = fmt::format("cannot write `{}`: {}", options.junit, reason);
    }
    if (reason.empty() && !options.folder.empty()) reason = write_results(run, options.folder);
    if (!reason.empty()) fmt::print(stderr, "weir: {}\n", reason);
    return reason.empty();
}

int status_of(const TestRun& run, size_t broken, const Options& options) {
    if (broken > 0) return exit_code::failed;
    if (run.failed() == 0) return exit_code::ok;
    return options.sf_exit_codes ? sf_failed : exit_code::failed;
}

int test(const Options& options) {
    TestRun run;
    run.start = std::chrono::system_clock::now();
    const auto begin = std::chrono::steady_clock::now();
    size_t broken = 0;
    std::vector<std::string> worlds;
    for (const std::string& path : options.paths) {
        if (path.ends_with(".jsonl")) broken += test_cases(path, options, run.tests) ? 1 : 0;
        else worlds.push_back(path);
    }
    for (const std::string& path : worlds_of(worlds)) broken += test_world(path, options, run.tests) ? 1 : 0;
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

    if (!write_files(run, options)) return exit_code::failed;
    const int status = status_of(run, broken, options);
    const size_t failed = run.failed();
    if (options.json || options.format == "json") print_envelope(status, to_json(run));
    else if (options.format == "junit") fmt::print("{}", to_junit(run));
    else if (options.format == "tap") fmt::print("{}", to_tap(run));
    else if (options.format == "human") fmt::print("{}", to_tables(run));
    else if (run.tests.empty() && broken == 0) fmt::print("no tests{}\n", options.filter.empty() ? "" : " of that name");
    else fmt::print("{} passed, {} failed\n", run.tests.size() - failed, failed);
    if (broken > 0) fmt::print(stderr, "{} with errors: not tested (--force runs the tests all the same)\n", plural(broken, "project"));
    return status;
}

} // namespace

Run add_test(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("test", "Run the tests that stand beside the flows");
    command->add_option("PATH", options->paths, "Projects, files, folders of .flow files, or a file of flow cases (.jsonl)")->required();
    command->add_option("--projects", options->projects, "Where the paths of flow cases begin; without it in ../corpus/projects beside their file")->type_name("DIR");
    command->add_option("--tests", options->tests, "Tests that stand elsewhere: a .flow file or a folder of them; may be repeated")->type_name("PATH")->allow_extra_args(false);
    command->add_option("--filter", options->filter, "Only tests whose name holds this text");
    command->add_option("-r,--result-format", options->format, "Print the results as sf does: human, json, junit or tap")
        ->check(CLI::IsMember({"human", "json", "junit", "tap"}));
    command->add_option("-d,--output-dir", options->folder, "Write the results into a folder, in all formats")->type_name("DIR");
    command->add_option("--junit", options->junit, "Write the results as JUnit XML")->type_name("FILE");
    command->add_flag("--json", options->json, "Print the results as JSON");
    command->add_flag("--sf-exit-codes", options->sf_exit_codes, "End with 100 when tests fail, as sf does");
    command->add_flag("--trace", options->trace, "Print each interview's way while the tests run, above their results");
    command->add_flag("--force", options->force, "Run the tests although `weir check` finds errors");
    return [options] { return test(*options); };
}
