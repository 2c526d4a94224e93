#include "test_formats.hpp"

#include <fmt/format.h>

#include <string_view>

namespace {

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

size_t failures(const std::vector<weir::TestReport>& tests) {
    size_t count = 0;
    for (const weir::TestReport& test : tests) count += test.passed ? 0 : 1;
    return count;
}

double seconds(const std::vector<weir::TestReport>& tests) {
    double total = 0;
    for (const weir::TestReport& test : tests) total += test.seconds;
    return total;
}

} // namespace

std::string to_junit(const std::vector<weir::TestReport>& tests) {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    text += fmt::format(
        "    <testsuite name=\"weir\" tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"{:.3f}\">\n", tests.size(), failures(tests), seconds(tests)
    );
    for (const weir::TestReport& test : tests) {
        text += fmt::format(
            "        <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.3f}\"",
            escaped(test.name),
            escaped(test.project),
            escaped(test.file),
            test.line,
            test.seconds
        );
        if (test.passed) {
            text += "/>\n";
            continue;
        }
        text += ">\n";
        for (const weir::ProblemReport& problem : test.problems)
            text += fmt::format(
                "            <failure message=\"{}\">{}</failure>\n", escaped(problem.message), escaped(problem.rendered)
            );
        text += "        </testcase>\n";
    }
    return text + "    </testsuite>\n</testsuites>\n";
}

nlohmann::json to_json(const std::vector<weir::TestReport>& tests) {
    nlohmann::json list = nlohmann::json::array();
    for (const weir::TestReport& test : tests) {
        nlohmann::json problems = nlohmann::json::array();
        for (const weir::ProblemReport& problem : test.problems)
            problems.push_back(
                {{"file", problem.file}, {"line", problem.line}, {"column", problem.column}, {"message", problem.message}, {"found", problem.found}}
            );
        list.push_back(
            {{"project", test.project},
             {"name", test.name},
             {"file", test.file},
             {"line", test.line},
             {"outcome", test.passed ? "Pass" : "Fail"},
             {"seconds", test.seconds},
             {"problems", std::move(problems)}}
        );
    }
    const size_t failed = failures(tests);
    return {{"summary", {{"testsRan", tests.size()}, {"passing", tests.size() - failed}, {"failing", failed}}}, {"tests", std::move(list)}};
}
