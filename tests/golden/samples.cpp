// Every sample: it has a README line and tests, and they pass; its files are laid out by the formatter.
#include "golden/golden.hpp"

#include "weir/engine.h"

#include <catch2/catch.hpp>

TEST_CASE("every sample has tests, and they pass") {
    for (const std::string& path : weir::find_projects("samples")) {
        INFO(path);
        const weir::Engine engine = weir::Engine::Builder().add_path(path).build();
        for (const weir::DiagnosticMessage& message : engine.messages()) UNSCOPED_INFO(message.plain);
        CHECK(engine.error_count() == 0);
        CHECK_FALSE(engine.tests().empty());
        CHECK_FALSE(read_file(std::filesystem::path(path) / "README.md").empty());
        for (size_t test = 0; test < engine.tests().size(); ++test) {
            const weir::TestReport report = engine.test(test);
            INFO(report.name);
            for (const weir::ProblemReport& problem : report.problems) UNSCOPED_INFO(problem.rendered);
            CHECK(report.passed);
        }
    }
}

TEST_CASE("samples that show a mistake are refused by the checker and do in the run what their tests say") {
    for (const char* path : {"samples/portal_user/mixed_dml.flow", "samples/portal_user/log_in_fault_path.flow"}) {
        INFO(path);
        const weir::Engine engine = weir::Engine::Builder().add_path(path).build();
        REQUIRE(engine.error_count() == 1);
        CHECK(engine.messages().front().code == "W0720");
        REQUIRE_FALSE(engine.tests().empty());
        for (size_t test = 0; test < engine.tests().size(); ++test) {
            const weir::TestReport report = engine.test(test);
            INFO(report.name);
            for (const weir::ProblemReport& problem : report.problems) UNSCOPED_INFO(problem.rendered);
            CHECK(report.passed);
        }
    }
}

TEST_CASE("samples and the standard library are laid out by the formatter") {
    for (const char* folder : {"samples", "stdlib"})
        for (const std::string& file : weir::find_files(folder)) {
            INFO(file);
            const weir::Formatted formatted = weir::format_file(file);
            CHECK(formatted.messages.empty());
            CHECK_FALSE(formatted.changed);
        }
}
