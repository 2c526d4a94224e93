#include "base/limits.hpp"

#include "reading.hpp"
#include "syntax/parse_formula.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace weir;
using test::Reading;

namespace {

std::string repeat(std::string_view text, size_t count) {
    std::string result;
    result.reserve(text.size() * count);
    for (size_t index = 0; index < count; ++index)
        result += text;
    return result;
}

constexpr size_t many = 100'000;

} // namespace

TEST_CASE("deep nesting is one clean mistake") {
    for (const char* const opener : {"(", "not ", "!", "-", "f(", "{!", "a = (", "NOT "}) {
        INFO(opener);
        const Reading condition("flow F {\n  get A: B where " + repeat(opener, many) + "\n}\n");
        CHECK(condition.messages().find("W0108 this is nested more than 200 levels deep") == 0);
        CHECK(condition.out.error_count() <= 2);
        SourceMap sources;
        Arena arena;
        Diagnostics out;
        const SourceFile& file = sources.add("f", repeat(opener, many));
        CHECK(parse_formula(file.text, file.begin, arena, out)->root->kind == ExprKind::error);
        CHECK(out.error_count() == 1);
    }
    const Reading blocks("flow F {\n" + repeat("decision D { A when b { ", many));
    CHECK(blocks.messages().find("W0108") != std::string::npos);
    const Reading braces(repeat("{", many));
    CHECK(braces.out.has_errors());
    const Reading steps("test \"t\" {" + repeat(" expect refused A {", many));
    CHECK(steps.messages().find("W0108") != std::string::npos);
}

TEST_CASE("what is nested less deep is read") {
    const size_t deep = 150;
    const Reading read(
        "flow F {\n  get A: B where " + repeat("(", deep) + "a" + repeat(")", deep) + " = 1\n}\n"
    );
    CHECK(read.said() == "");
    const Reading blocks(
        "flow F {\n" + repeat("decision D { A when b { ", 100) + repeat("} }", 100) + "}\n"
    );
    CHECK(blocks.said() == "");
}

TEST_CASE("long chains are limited") {
    const Reading read(
        "flow F {\n  var A: Text = 1" + repeat(" + 1", limits::operands - 1) + "\n}\n"
    );
    CHECK(read.said() == "");
    const Reading beyond(
        "flow F {\n  var A: Text = 1" + repeat(" + 1", limits::operands + 1) + "\n}\n"
    );
    CHECK(beyond.messages() == "W0109 there are more than 10000 operands here\n");
    const Reading joined(
        "flow F {\n  get A: B where a" + repeat(" and a", limits::operands + 1) + "\n}\n"
    );
    CHECK(joined.messages() == "W0109 there are more than 10000 joined conditions here\n");
}

TEST_CASE("a file holds so many declarations") {
    const Reading full(repeat("use \"x\"\n", limits::declarations_per_file));
    CHECK(full.said() == "");
    const Reading beyond(repeat("use \"x\"\n", limits::declarations_per_file + 1));
    CHECK(beyond.messages() == "W0109 a file holds at most 10000 declarations\n");
    CHECK(beyond.tree->declarations.size() == limits::declarations_per_file);
}

TEST_CASE("megabytes of mistakes end early") {
    const Reading read("flow F {\n" + repeat("  get get get\n  ) (\n", many) + "}\n");
    CHECK(read.out.error_count() <= 2 * limits::diagnostics_per_file + 1);
    const Reading unclosed(repeat("flow F {\n", many));
    CHECK(unclosed.out.has_errors());
}

TEST_CASE("bytes that are no UTF-8 are refused with their place") {
    const Reading read("use \"x\"\n\"\xC3\x28\"");
    CHECK(read.messages() == "W0002 byte 9 of `test.flow` is not part of UTF-8 text\n");
    CHECK(read.tree->declarations.empty());
    for (const char* const text :
         {"\x80",
          "\xC0\xAF",
          "\xE0\x80\x80",
          "\xED\xA0\x80",
          "\xF4\x90\x80\x80",
          "\xF5",
          "\xE2\x82",
          "aaaaaaaaaaa\xFF"})
        CHECK(Reading(text).messages().find("W0002") == 0);
    CHECK(Reading("// \xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80").said() == "");
}

TEST_CASE("bytes that mean nothing are mistakes like others") {
    const Reading read("flow F {\n  get A: B where " + std::string(1, '\0') + " = 1\n}\n");
    CHECK(read.out.error_count() == 1);
}
