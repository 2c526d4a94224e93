#include "test_formats.hpp"

#include "files.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string_view>
#include <utility>

namespace {

constexpr std::string_view flow_test_prefix = "FlowTesting.";

// Text of an attribute or element; characters that XML 1.0 cannot hold are left out.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char character : text) {
        switch (character) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        case '\n': result += "&#10;"; break;
        case '\t': result += "&#9;"; break;
        default:
            if (static_cast<unsigned char>(character) >= 0x20) result += character;
        }
    }
    return result;
}

/// Text between `<![CDATA[` and `]]>`.
std::string cdata(std::string_view text) {
    std::string result = "<![CDATA[";
    for (size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at).starts_with("]]>")) result += "]]]]><![CDATA[>", at += 2;
        else if (static_cast<unsigned char>(text[at]) >= 0x20 || text[at] == '\n' || text[at] == '\t') result += text[at];
    }
    return result + "]]>";
}

/// Class and method of a test, as `sf` takes them apart.
struct TestName {
    std::string owner;
    std::string method;
};

TestName name_of(const weir::TestReport& test) {
    std::string_view name = test.name;
    if (name.starts_with(flow_test_prefix)) {
        name.remove_prefix(flow_test_prefix.size());
        const size_t dot = std::min(name.find('.'), name.size());
        return {std::string(name.substr(0, dot)), std::string(name.substr(std::min(dot + 1, name.size())))};
    }
    return {std::filesystem::path(test.file).stem().string(), test.name};
}

std::string message_of(const weir::TestReport& test) {
    std::string text;
    for (const weir::ProblemReport& problem : test.problems) text += (text.empty() ? "" : "\n") + problem.message;
    return text;
}

/// "portal_user.flow: line 12, column 3" for each problem.
std::string stack_of(const weir::TestReport& test) {
    std::string text;
    for (const weir::ProblemReport& problem : test.problems)
        if (problem.line > 0) text += fmt::format("{}{}: line {}, column {}", text.empty() ? "" : "\n", problem.file, problem.line, problem.column);
    return text;
}

int milliseconds(double seconds) { return static_cast<int>(std::lround(seconds * 1000)); }

double test_seconds(const TestRun& run) {
    double total = 0;
    for (const weir::TestReport& test : run.tests) total += test.seconds;
    return total;
}

std::string rate(size_t part, size_t whole) {
    const double share = whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    return fmt::format("{:.0f}%", share);
}

std::string time_text(std::chrono::system_clock::time_point time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

/// What `sf` says of a run, in its order. Times are milliseconds.
std::vector<std::pair<std::string, std::string>> summary(const TestRun& run) {
    const size_t failing = run.failed();
    const size_t all = run.tests.size();
    return {
        {"outcome", failing == 0 ? "Passed" : "Failed"},
        {"testsRan", fmt::to_string(all)},
        {"passing", fmt::to_string(all - failing)},
        {"failing", fmt::to_string(failing)},
        {"skipped", "0"},
        {"passRate", rate(all - failing, all)},
        {"failRate", rate(failing, all)},
        {"testStartTime", time_text(run.start)},
        {"testExecutionTime", fmt::format("{} ms", milliseconds(test_seconds(run)))},
        {"testTotalTime", fmt::format("{} ms", milliseconds(test_seconds(run)))},
        {"commandTime", fmt::format("{} ms", milliseconds(run.seconds))},
        {"hostname", "localhost"},
        {"orgId", ""},
        {"username", ""},
        {"testRunId", run.id()},
        {"userId", ""},
    };
}

/// Rows under a head and a rule, each column as wide as its widest cell.
std::string table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<size_t> widths(rows.front().size(), 0);
    const auto cells = [](std::string_view text) {
        return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
    };
    for (const std::vector<std::string>& row : rows)
        for (size_t column = 0; column < row.size(); ++column) widths[column] = std::max(widths[column], cells(row[column]));
    std::string text;
    for (size_t at = 0; at < rows.size(); ++at) {
        std::string line;
        for (size_t column = 0; column < rows[at].size(); ++column)
            line += rows[at][column] + std::string(widths[column] - cells(rows[at][column]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
        if (at > 0) continue;
        for (size_t column = 0; column < widths.size(); ++column) {
            for (size_t cell = 0; cell < widths[column]; ++cell) text += "─";
            text += column + 1 < widths.size() ? "  " : "\n";
        }
    }
    return text;
}

} // namespace

size_t TestRun::failed() const {
    return static_cast<size_t>(std::count_if(tests.begin(), tests.end(), [](const weir::TestReport& test) { return !test.passed; }));
}

std::string TestRun::id() const { return fmt::format("weir-{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(start))); }

std::string full_name(const weir::TestReport& test) {
    if (test.name.starts_with(flow_test_prefix)) return test.name;
    const TestName name = name_of(test);
    return name.owner + '.' + name.method;
}

nlohmann::json to_json(const TestRun& run) {
    nlohmann::json facts = nlohmann::json::object();
    for (const auto& [name, value] : summary(run)) facts[name] = value;
    facts["testsRan"] = run.tests.size();
    facts["passing"] = run.tests.size() - run.failed();
    facts["failing"] = run.failed();
    facts["skipped"] = 0;
    nlohmann::json list = nlohmann::json::array();
    for (const weir::TestReport& test : run.tests) {
        nlohmann::json problems = nlohmann::json::array();
        for (const weir::ProblemReport& problem : test.problems)
            problems.push_back(
                {{"file", problem.file}, {"line", problem.line}, {"column", problem.column}, {"message", problem.message}, {"found", problem.found}}
            );
        const TestName name = name_of(test);
        list.push_back({
            {"Id", ""},
            {"QueueItemId", ""},
            {"AsyncApexJobId", run.id()},
            {"ApexClass", {{"Id", ""}, {"Name", name.owner}, {"NamespacePrefix", ""}}},
            {"MethodName", name.method},
            {"FullName", full_name(test)},
            {"Category", "Flow"},
            {"Outcome", test.passed ? "Pass" : "Fail"},
            {"Message", test.passed ? nlohmann::json() : nlohmann::json(message_of(test))},
            {"StackTrace", test.passed ? nlohmann::json() : nlohmann::json(stack_of(test))},
            {"RunTime", milliseconds(test.seconds)},
            {"project", test.project},
            {"name", test.name},
            {"file", test.file},
            {"line", test.line},
            {"seconds", test.seconds},
            {"problems", std::move(problems)},
        });
    }
    return {{"summary", std::move(facts)}, {"tests", std::move(list)}};
}

std::string to_junit(const TestRun& run) {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    text += fmt::format(
        "    <testsuite name=\"force.apex\" timestamp=\"{}\" hostname=\"localhost\" tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"{:.3f}\">\n",
        time_text(run.start),
        run.tests.size(),
        run.failed(),
        test_seconds(run)
    );
    text += "        <properties>\n";
    for (auto [name, value] : summary(run)) {
        if (name == "outcome" && value == "Passed") value = "Successful";
        if (value.ends_with(" ms")) value = fmt::format("{:.2f} s", std::stod(value) / 1000);
        if (!value.empty()) text += fmt::format("            <property name=\"{}\" value=\"{}\"/>\n", name, escaped(value));
    }
    text += "        </properties>\n";
    for (const weir::TestReport& test : run.tests) {
        const TestName name = name_of(test);
        text += fmt::format(
            "        <testcase name=\"{}\" classname=\"{}\" time=\"{:.3f}\" file=\"{}\" line=\"{}\">\n",
            escaped(name.method),
            escaped(name.owner),
            test.seconds,
            escaped(test.file),
            test.line
        );
        if (!test.passed) {
            std::string frames;
            for (const weir::ProblemReport& problem : test.problems) frames += problem.rendered + '\n';
            text += fmt::format("            <failure message=\"{}\">{}</failure>\n", escaped(message_of(test)), cdata(frames));
        }
        text += "        </testcase>\n";
    }
    return text + "    </testsuite>\n</testsuites>\n";
}

std::string to_tap(const TestRun& run) {
    std::string text = fmt::format("1..{}\n", run.tests.size());
    size_t number = 0;
    for (const weir::TestReport& test : run.tests) {
        // A `#` would begin a directive.
        std::string name = full_name(test);
        std::replace(name.begin(), name.end(), '#', ' ');
        text += fmt::format("{} {} {}\n", test.passed ? "ok" : "not ok", ++number, name);
        for (const weir::ProblemReport& problem : test.problems) {
            std::string_view rest = problem.rendered;
            while (!rest.empty()) {
                const size_t end = std::min(rest.find('\n'), rest.size());
                if (end > 0) text += fmt::format("# {}\n", rest.substr(0, end));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
    }
    return text;
}

std::string to_tables(const TestRun& run) {
    constexpr std::pair<std::string_view, std::string_view> shown[] = {
        {"outcome", "Outcome"},
        {"testsRan", "Tests Ran"},
        {"passRate", "Pass Rate"},
        {"failRate", "Fail Rate"},
        {"testRunId", "Test Run Id"},
        {"testExecutionTime", "Test Execution Time"},
        {"testTotalTime", "Test Total Time"},
        {"commandTime", "Command Time"},
    };
    std::vector<std::vector<std::string>> facts{{"NAME", "VALUE"}};
    const auto all = summary(run);
    for (const auto& [key, title] : shown)
        for (const auto& [name, value] : all)
            if (name == key) facts.push_back({std::string(title), value});
    std::vector<std::vector<std::string>> rows{{"TEST NAME", "OUTCOME", "MESSAGE", "RUNTIME (MS)", "CATEGORY"}};
    for (const weir::TestReport& test : run.tests) {
        std::string message = message_of(test);
        std::replace(message.begin(), message.end(), '\n', ' ');
        rows.push_back({full_name(test), test.passed ? "Pass" : "Fail", message, fmt::to_string(milliseconds(test.seconds)), "Flow"});
    }
    return fmt::format("=== Test Summary\n{}\n=== Test Results\n{}", table(facts), table(rows));
}

std::string write_results(const TestRun& run, const std::string& folder) {
    const std::string json = to_json(run).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
    const std::string id = run.id();
    const std::pair<std::string, std::string> files[] = {
        {"test-run-id.txt", id},
        {"test-result-" + id + ".json", json},
        {"test-result-" + id + "-junit.xml", to_junit(run)},
        {"test-result-" + id + "-tap.txt", to_tap(run)},
        {"test-result-" + id + ".txt", to_tables(run)},
        {"test-result.json", json},
        {"test-result.xml", to_junit(run)},
        {"test-result.txt", to_tables(run)},
    };
    for (const auto& [name, text] : files) {
        const std::string path = (std::filesystem::path(folder) / name).string();
        if (const std::string reason = write_file(path, text); !reason.empty()) return fmt::format("cannot write `{}`: {}", path, reason);
    }
    return {};
}
