// Laws over every sample, the standard library and every golden: printing loses nothing and is a fixed point.
#include "base/source_map.hpp"
#include "elements/catalogue.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> all_flow_files() {
    std::vector<fs::path> files;
    for (const char* folder : {"samples", "stdlib", "tests"})
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
            if (entry.path().extension() == ".flow") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

TEST_CASE("parsing what was printed gives the same tree, and printing it again the same text") {
    size_t checked = 0;
    for (const fs::path& path : all_flow_files()) {
        weir::SourceMap sources;
        weir::Diagnostics mistakes;
        const auto file = sources.read(path.string());
        REQUIRE(file);
        const auto tree = weir::parse(**file, weir::element_shapes(), mistakes);
        if (mistakes.has_errors()) continue; // a golden of the parser's own diagnostics

        INFO(path.string());
        const std::string printed = weir::print(*tree);
        const auto again = weir::parse(sources.add("printed", printed), weir::element_shapes(), mistakes);
        CHECK(mistakes.all().empty());
        CHECK(weir::equal(*tree, *again));
        CHECK(weir::print(*again) == printed);
        ++checked;
    }
    CHECK(checked > 10);
}
