// What an org does, as tests in the language: every .flow file of this folder is a world of its own, and all of its tests must pass.
#include "weir/engine.h"

#include <catch2/catch.hpp>

TEST_CASE("an org behaves as its tests say") {
    const std::vector<std::string> files = weir::find_files("tests/behaviour");
    REQUIRE(!files.empty());
    for (const std::string& file : files) {
        DYNAMIC_SECTION(file) {
            const weir::Engine engine = weir::Engine::Builder().add_path(file).build();
            for (const weir::DiagnosticMessage& message : engine.messages())
                if (message.is_error)
                    FAIL_CHECK(message.plain);
            const std::vector<std::string> tests = engine.tests();
            CHECK(!tests.empty());
            for (size_t index = 0; index < tests.size(); ++index) {
                const weir::TestReport report = engine.test(index);
                INFO(tests[index]);
                for (const auto& problem : report.problems)
                    FAIL_CHECK(problem.message);
                CHECK(report.passed);
            }
        }
    }
}
