// weir test PATH…
#include "commands.hpp"
#include "input.hpp"
#include "terminal.hpp"
#include "test_formats.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

namespace {

struct Options {
    std::vector<std::string> paths;
    std::string filter;
    std::string junit;
    bool json = false;
    bool force = false;
};

void print_result(const weir::TestReport& test) {
    const bool colour = wants_colour(stdout);
    const char* const mark = test.passed ? (colour ? "\033[32mok\033[0m  " : "ok  ") : (colour ? "\033[31mFAIL\033[0m" : "FAIL");
    fmt::print("{}  {}: {} ({:.0f} ms)\n", mark, test.project, test.name, test.seconds * 1000);
    for (const weir::ProblemReport& problem : test.problems) fmt::print("\n{}\n", problem.rendered);
}

// Runs the tests of one world; true if it has errors and none were run.
bool test_world(const std::string& path, const Options& options, std::vector<weir::TestReport>& reports) {
    const weir::Engine engine = build_one({path});
    if (engine.error_count() > 0 && !options.force) {
        print_messages(engine.messages(), engine.dropped_messages(), stderr);
        return true;
    }
    const std::vector<std::string> names = engine.tests();
    for (size_t index = 0; index < names.size(); ++index) {
        if (names[index].find(options.filter) == std::string::npos) continue;
        reports.push_back(engine.test(index));
        if (!options.json) print_result(reports.back());
    }
    return false;
}

int test(const Options& options) {
    std::vector<weir::TestReport> reports;
    size_t broken = 0;
    for (const std::string& path : worlds_of(options.paths)) broken += test_world(path, options, reports) ? 1 : 0;

    size_t failed = 0;
    for (const weir::TestReport& report : reports) failed += report.passed ? 0 : 1;
    if (!options.junit.empty()) {
        std::ofstream file(options.junit, std::ios::binary | std::ios::trunc);
        file << to_junit(reports);
        file.close();
        if (!file) {
            fmt::print(stderr, "weir: cannot write `{}`: {}\n", options.junit, std::strerror(errno));
            return exit_code::failed;
        }
    }
    const int status = failed + broken > 0 ? exit_code::failed : exit_code::ok;
    if (options.json) return print_envelope(status, to_json(reports));
    if (reports.empty() && broken == 0) fmt::print("no tests{}\n", options.filter.empty() ? "" : " of that name");
    else fmt::print("{} passed, {} failed\n", reports.size() - failed, failed);
    if (broken > 0) fmt::print(stderr, "{} with errors: not tested (--force runs the tests all the same)\n", plural(broken, "project"));
    return status;
}

} // namespace

Run add_test(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("test", "Run the tests that stand beside the flows");
    command->add_option("PATH", options->paths, "Files, or folders of .flow files")->required();
    command->add_option("--filter", options->filter, "Only tests whose name holds this text");
    command->add_option("--junit", options->junit, "Write the results as JUnit XML")->type_name("FILE");
    command->add_flag("--json", options->json, "Print the results as JSON");
    command->add_flag("--force", options->force, "Run the tests although `weir check` finds errors");
    return [options] { return test(*options); };
}
