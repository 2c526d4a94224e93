// What `weir check` says: input.flow (with other .flow files beside it, taken if it names them by `use`), or a folder `project` of metadata,
// and expected.txt.
#include "golden/golden.hpp"

#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

namespace {

std::vector<weir::DiagnosticMessage> check(const std::filesystem::path& folder) {
    const InFolder here(folder);
    const bool is_project = std::filesystem::is_directory("project");
    return weir::Engine::Builder().add_path(is_project ? "project" : "input.flow").build().messages();
}

} // namespace

TEST_CASE("every mistake is said as its golden file says it") {
    for (const std::string& kind : check_kinds())
        for (const std::filesystem::path& folder : cases(kind)) {
            std::string text;
            for (const weir::DiagnosticMessage& message : check(folder)) text += message.plain + "\n";
            expect_golden(folder / "expected.txt", text);
        }
}

TEST_CASE("every diagnostic code has a golden case") {
    std::set<std::string> seen;
    for (const std::string& kind : check_kinds())
        for (const std::filesystem::path& folder : cases(kind))
            for (const weir::DiagnosticMessage& message : check(folder)) seen.insert(message.code);
    for (const weir::CodeTitle& title : weir::codes()) {
        INFO(title.code << ": " << title.title);
        CHECK(seen.contains(title.code));
    }
}

TEST_CASE("every diagnostic code has a page with its name and title") {
    for (const weir::CodeTitle& title : weir::codes()) {
        INFO(title.code);
        const std::optional<std::string> page = weir::explain(title.code);
        REQUIRE(page.has_value());
        CHECK(page->find(title.code) != std::string::npos);
        CHECK(std::count(page->begin(), page->end(), '\n') >= 5);
    }
    CHECK_FALSE(weir::explain("W9999").has_value());
}

TEST_CASE("checking twice says the same") {
    for (const std::string& kind : check_kinds())
        for (const std::filesystem::path& folder : cases(kind)) {
            std::string first;
            std::string second;
            for (const weir::DiagnosticMessage& message : check(folder)) first += message.json;
            for (const weir::DiagnosticMessage& message : check(folder)) second += message.json;
            INFO(folder.string());
            CHECK(first == second);
        }
}
