// Every limit of reading: at it all is well, beyond it one diagnostic, and never a crash.
#include "base/limits.hpp"
#include "base/source_map.hpp"
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace {

std::vector<std::string> codes(const std::string& text) {
    const weir::Engine engine = weir::Engine::Builder().add_source("limit.flow", text).build();
    std::vector<std::string> result;
    for (const weir::DiagnosticMessage& message : engine.messages())
        if (message.is_error) result.push_back(message.code);
    return result;
}

std::string repeated(const std::string& text, size_t count) {
    std::string result;
    for (size_t index = 0; index < count; ++index) result += text;
    return result;
}

std::string with_formula(const std::string& formula) {
    return "flow A {\n  var X: Number output\n  formula F: Number = " + formula + "\n  assign Use { X = F }\n}\n";
}

} // namespace

TEST_CASE("nesting of expressions") {
    CHECK(codes(with_formula(repeated("(", 150) + "1" + repeated(")", 150))).empty());
    CHECK(codes(with_formula(repeated("(", weir::limits::nesting + 1) + "1" + repeated(")", weir::limits::nesting + 1))).size() == 1);
    CHECK(codes(with_formula(repeated("(", 100'000))).size() >= 1);
    CHECK(codes(with_formula(repeated("-", 100'000) + "1")).size() >= 1);
    CHECK(codes(with_formula(repeated("ABS(", 100'000))).size() >= 1);
}

TEST_CASE("nesting of conditions and blocks") {
    const auto condition = [](const std::string& text) {
        return codes("flow A {\n  on Account before create\n    when " + text + "\n  assign Use { $Record.Name = \"x\" }\n}\n");
    };
    CHECK(condition(repeated("not ", 100'000) + "Name is null").size() >= 1);
    CHECK(condition(repeated("(", 100'000)).size() >= 1);
    CHECK(codes("flow A {\n" + repeated("decision D { Y when true {\n", 100'000)).size() >= 1);
}

TEST_CASE("operands of one chain") {
    CHECK(codes(with_formula("1" + repeated(" + 1", weir::limits::operands - 1))).size() <= 1);
    CHECK(codes(with_formula("1" + repeated(" + 1", weir::limits::operands + 1))).size() == 1);
}

TEST_CASE("declarations of one file") {
    std::string text;
    for (size_t index = 0; index <= weir::limits::declarations_per_file; ++index) text += "flow F" + std::to_string(index) + " { }\n";
    CHECK(codes(text).size() == 1);
}

TEST_CASE("diagnostics of one file are capped, and the rest is counted") {
    std::string text;
    for (size_t index = 0; index < 80; ++index) text += "flow F" + std::to_string(index) + " { on Nothing" + std::to_string(index) + " after create }\n";
    const weir::Engine engine = weir::Engine::Builder().add_source("limit.flow", text).build();
    CHECK(engine.messages().size() == weir::limits::diagnostics_per_file);
    CHECK(engine.dropped_messages() >= 30);
}

TEST_CASE("bytes of one file") {
    const auto path = std::filesystem::temp_directory_path() / "weir_large.flow";
    std::ofstream(path, std::ios::binary).seekp(static_cast<std::streamoff>(weir::limits::file_bytes)).put(' ');
    const weir::Engine engine = weir::Engine::Builder().add_path(path.string()).build();
    std::filesystem::remove(path);
    REQUIRE(engine.messages().size() == 1);
    CHECK(engine.messages()[0].code == "W0001");
    CHECK(engine.messages()[0].text.find("64 MiB") != std::string::npos);
}
