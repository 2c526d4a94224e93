#include "base/diagnostic.hpp"

#include "base/limits.hpp"

#include <catch2/catch.hpp>

using namespace weir;

TEST_CASE("codes are found by their names") {
    REQUIRE(find_code("W0101") != nullptr);
    CHECK(find_code("w0101")->code == Code::W0101);
    CHECK(find_code("W9999") == nullptr);
    CHECK(find_code("") == nullptr);
    CHECK(facts(Code::W0102).name == "W0102");
    for (const CodeFacts& code : all_codes())
        CHECK(find_code(code.name) == &code);
}

TEST_CASE("one mistake is said once") {
    SourceMap sources;
    const SourceFile& file = sources.add("a", "text");
    Diagnostics out;
    out.report(Code::W0101, {file.begin, file.begin + 1}, "one");
    out.report(Code::W0102, {file.begin, file.begin + 1}, "two").help("dropped with it");
    out.report(Code::W0101, {}, "nowhere");
    out.report(Code::W0101, {}, "nowhere, too");
    CHECK(out.all().size() == 3);
    CHECK(out.error_count() == 3);
}

TEST_CASE("diagnostics are sorted by place and capped by file") {
    SourceMap sources;
    const SourceFile& first = sources.add("a", std::string(1000, 'x'));
    const SourceFile& second = sources.add("b", "y");
    Diagnostics out;
    out.report(Code::W0101, {second.begin, second.begin + 1}, "last");
    for (uint32_t index = 200; index > 0; --index)
        out.report(Code::W0101, {first.begin + index, first.begin + index + 1}, "{}", index);
    CHECK(out.sort_and_cap(sources) == 200 - limits::diagnostics_per_file);
    CHECK(out.all().front().message == "1");
    CHECK(out.all().back().message == "last");
    CHECK(out.all().size() == limits::diagnostics_per_file + 1);
}

TEST_CASE("a near name becomes a help with an edit") {
    Diagnostics out;
    const std::vector<std::string_view> names = {"first", "limit"};
    out.report(Code::W0102, {5, 10}, "no clause")
        .help_nearest("frist", names, "a similar one: `{}`");
    const Help& help = out.all().front().helps.front();
    CHECK(help.text == "a similar one: `first`");
    CHECK(help.edit->text == "first");
    CHECK(help.edit->span == Span{5, 10});
}
