// The formatter: input.flow as somebody wrote it and expected.flow as it should be.
#include "golden/golden.hpp"

#include "weir/engine.h"

#include <catch2/catch.hpp>

TEST_CASE("text is laid out as its golden file is") {
    for (const std::filesystem::path& folder : cases("format")) {
        INFO(folder.string());
        const weir::Formatted formatted = weir::format_text("input.flow", read_file(folder / "input.flow"));
        CHECK(formatted.messages.empty());
        expect_golden(folder / "expected.flow", formatted.text);
    }
}
