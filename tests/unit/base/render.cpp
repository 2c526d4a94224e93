#include "base/render.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace weir;

namespace {

Span find(const SourceFile& file, std::string_view text) {
    const size_t at = file.text.find(text);
    REQUIRE(at != std::string::npos);
    const uint32_t begin = file.begin + static_cast<uint32_t>(at);
    return {begin, begin + static_cast<uint32_t>(text.size())};
}

} // namespace

TEST_CASE("a diagnostic has a frame with the line, carets, labels, notes and helps") {
    SourceMap sources;
    const SourceFile& file =
        sources.add("portal.flow", "one\non Contact after create\n\n\ncreate User {\n");
    Diagnostics out;
    out.report(Code::W0720, find(file, "create User"), "two kinds in one transaction")
        .here("and this is another one")
        .label(find(file, "Contact"), "this is one")
        .note("Salesforce refuses it")
        .help("use an event");
    CHECK(render(out.all()[0], sources, false) == R"(error[W0720]: two kinds in one transaction
 --> portal.flow:5:1
  |
2 | on Contact after create
  |    ------- this is one
  …
5 | create User {
  | ^^^^^^^^^^^ and this is another one
  |
  = note: Salesforce refuses it
  = help: use an event
)");
}

TEST_CASE("several labels of one line stand below each other") {
    SourceMap sources;
    const SourceFile& file = sources.add("a", "alpha beta gamma");
    Diagnostics out;
    out.report(Code::W0101, find(file, "beta"), "m")
        .here("second")
        .label(find(file, "alpha"), "first")
        .label(find(file, "gamma"), "third");
    CHECK(render(out.all()[0], sources, false) == R"(error[W0101]: m
 --> a:1:7
  |
1 | alpha beta gamma
  | ----- ^^^^ ----- third
  |       second
  | first
)");
}

TEST_CASE("tabs, wide letters, control characters and empty spans keep the columns") {
    SourceMap sources;
    const SourceFile& file = sources.add("a", "\t\xE6\xBC\xA2\xC3\xA4\x01x = y");
    Diagnostics out;
    out.report(Code::W0101, find(file, "x"), "m");
    out.report(Code::W0101, {file.end(), file.end()}, "end");
    CHECK(
        render(out.all()[0], sources, false) ==
        "error[W0101]: m\n --> a:1:5\n  |\n1 |     \xE6\xBC\xA2\xC3\xA4?x = y\n  |         ^\n"
    );
    CHECK(render(out.all()[1], sources, false).find("\n  |              ^\n") != std::string::npos);
}

TEST_CASE("a span of several lines is underlined in its first") {
    SourceMap sources;
    const SourceFile& file = sources.add("a", "one two\nthree");
    Diagnostics out;
    out.report(Code::W0101, {file.begin + 4, file.end()}, "m");
    CHECK(
        render(out.all()[0], sources, false) ==
        "error[W0101]: m\n --> a:1:5\n  |\n1 | one two\n  |     ^^^\n"
    );
}

TEST_CASE("labels in other files have frames of their own, and nowhere has none") {
    SourceMap sources;
    const SourceFile& first = sources.add("a", "one");
    const SourceFile& second = sources.add("b", "two");
    Diagnostics out;
    out.report(Code::W0101, first.span(), "m").label(second.span(), "there");
    out.report(Code::W0101, {}, "no place").note("why");
    CHECK(
        render(out.all()[0], sources, false) == "error[W0101]: m\n --> a:1:1\n  |\n1 | one\n  | "
                                                "^^^\n ::: b:1:1\n  |\n1 | two\n  | --- there\n"
    );
    CHECK(render(out.all()[1], sources, false) == "error[W0101]: no place\n  = note: why\n");
}

TEST_CASE("colour adds sequences and nothing else") {
    SourceMap sources;
    const SourceFile& file = sources.add("a", "one two");
    Diagnostics out;
    out.report(Code::W0101, find(file, "two"), "m")
        .here("h")
        .label(find(file, "one"), "l")
        .note("n")
        .help("h");
    std::string text = render(out.all()[0], sources, true);
    CHECK(text.find("\x1b[1;31m") == 0);
    for (size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b'))
        text.erase(at, text.find('m', at) - at + 1);
    CHECK(text == render(out.all()[0], sources, false));
}

TEST_CASE("JSON carries everything") {
    SourceMap sources;
    const SourceFile& file = sources.add("a.flow", "one\ntwo \xFF");
    Diagnostics out;
    out.report(Code::W0101, find(file, "two"), "m `\xFF`")
        .here("h")
        .label(find(file, "one"), "l")
        .note("n")
        .help("f", Edit{find(file, "two"), "2"});
    const std::string text = render_json(out.all()[0], sources);
    CHECK(text.find('\n') == std::string::npos);
    const auto json = nlohmann::json::parse(text);
    CHECK(json["code"] == "W0101");
    CHECK(json["severity"] == "error");
    CHECK(json["file"] == "a.flow");
    CHECK(json["line"] == 2);
    CHECK(json["column"] == 1);
    CHECK(json["endColumn"] == 4);
    CHECK(json["labels"][0]["text"] == "l");
    CHECK(json["notes"][0] == "n");
    CHECK(json["helps"][0]["edit"]["text"] == "2");
}
