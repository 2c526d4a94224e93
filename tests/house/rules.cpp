// Rules of style that a machine can hold.
#include "house/sources.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace {

constexpr size_t longest_file = 600;
const char* const folders[] = {"grammar", "src", "tools", "tests"};

bool has(const std::string& line, const std::string& text) { return line.find(text) != std::string::npos; }

} // namespace

TEST_CASE("no file is longer than 600 lines") {
    for (const char* folder : folders)
        for (const SourceText& source : read_sources(folder)) {
            INFO(source.path.string());
            CHECK(source.lines.size() <= longest_file);
        }
}

TEST_CASE("libraries do not print") {
    for (const SourceText& source : read_sources("src"))
        for (const std::string& line : source.lines) {
            INFO(source.path.string() << ": " << line);
            CHECK_FALSE(has(line, "#include <iostream>"));
            CHECK_FALSE(has(line, "fmt::print("));
            // A bug in weir itself is the one thing that speaks.
            if (source.path.filename() != "check.cpp") CHECK_FALSE(has(line, "printf("));
        }
}

TEST_CASE("every room says in a README what comes in and what goes out") {
    for (const auto& entry : std::filesystem::directory_iterator("src")) {
        INFO(entry.path().string());
        CHECK(std::filesystem::exists(entry.path() / "README.md"));
    }
}
