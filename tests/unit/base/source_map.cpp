#include "base/source_map.hpp"

#include "base/limits.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <fstream>

using namespace weir;

TEST_CASE("offsets name a file, a line and a column") {
    SourceMap sources;
    const SourceFile& first = sources.add("a", "one\ntwo");
    const SourceFile& second = sources.add("b", "x\r\ny\n");
    CHECK(sources.file_at(0) == nullptr);
    CHECK(sources.file_at(first.begin) == &first);
    CHECK(sources.file_at(first.end()) == &first);
    CHECK(sources.file_at(second.begin) == &second);
    CHECK(sources.file_at(second.end() + 5) == nullptr);
    const Location place = sources.locate(first.begin + 5);
    CHECK(place.line == 2);
    CHECK(place.column == 2);
    CHECK(sources.text({first.begin + 4, first.begin + 7}) == "two");
    CHECK(sources.text({first.begin, second.end()}).empty());
    CHECK(SourceMap::line(second, 1) == "x");
    CHECK(SourceMap::line(second, 2) == "y");
    CHECK(SourceMap::line(second, 9).empty());
}

TEST_CASE("empty files have a place of their own") {
    SourceMap sources;
    const SourceFile& first = sources.add("a", "");
    const SourceFile& second = sources.add("b", "");
    CHECK(sources.file_at(first.begin) == &first);
    CHECK(sources.file_at(second.begin) == &second);
}

TEST_CASE("files are read, and what cannot be read is said") {
    const std::string path = "test_base_source_map.txt";
    std::ofstream(path, std::ios::binary) << "a\r\nb";
    SourceMap sources;
    const auto file = sources.read(path);
    REQUIRE(file);
    CHECK((*file)->name == path);
    std::remove(path.c_str());
    CHECK(sources.read(path).error().message.find("cannot read `" + path + "`") == 0);
    CHECK(sources.read("/").error().message == "cannot read `/`: it is a folder");
}
