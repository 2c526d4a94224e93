// The command line as a user sees it: `command` holds the arguments (run in the project's folder), expected.txt all output and the exit code.
#include "golden/golden.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <regex>
#include <sys/wait.h>

namespace {

std::string run(const std::string& arguments) {
    const std::string command = std::string("NO_COLOR=1 '") + WEIR_COMMAND + "' " + arguments + " 2>&1";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    std::array<char, 4096> buffer{};
    while (const size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), count);
    const int status = ::pclose(pipe);
    return output + "exit " + std::to_string(WEXITSTATUS(status)) + "\n";
}

// Times and memory differ from run to run; that they are there does not.
std::string without_measures(std::string text) {
    text = std::regex_replace(text, std::regex(R"(\(\d+ ms\))"), "(N ms)");
    text = std::regex_replace(text, std::regex(R"(\d+\.\d{3} s, \d+\.\d MiB)"), "N s, N MiB");
    return text;
}

} // namespace

TEST_CASE("commands answer as their golden files say") {
    for (const std::filesystem::path& folder : cases("command")) {
        std::string arguments = read_file(folder / "command");
        while (!arguments.empty() && arguments.back() == '\n') arguments.pop_back();
        expect_golden(folder / "expected.txt", without_measures(run(arguments)));
    }
}
