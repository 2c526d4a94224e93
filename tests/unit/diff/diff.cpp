// What counts as a difference of two flows, and what it is called.
#include "weir/diff.h"

#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <string>

namespace {

/// The headlines of all changes, a line each.
std::string headlines(const std::string& before, const std::string& after) {
    const weir::FlowDiff diff =
        weir::diff_flows(weir::FlowVersion{"a.flow", before}, weir::FlowVersion{"b.flow", after});
    std::string text;
    for (const weir::DeclarationDiff& declaration : diff.declarations) {
        if (declaration.kind != weir::DiffKind::changed || !declaration.old_name.empty())
            text +=
                declaration.keyword + " " + declaration.old_name + ">" + declaration.name + "\n";
        for (const weir::ElementDiff& change : declaration.changes)
            text += change.headline() + "\n";
    }
    return text;
}

std::string flow(const std::string& body) {
    return "flow F {\n  api 62.0\n" + body + "\n}\n";
}

const std::string one = "get One: Account where Name = \"x\" first\n";
const std::string two = "get Two: Contact where LastName = One.Name first\n";
const std::string three = "get Three: Case where Subject = \"z\" first\n";
const std::string four = "get Four: Task where Subject = \"z\" first\n";

} // namespace

TEST_CASE("layout is no difference") {
    CHECK(headlines(
              flow("var A: Text var B: Text\n" + one),
              flow("\n\n" + one + "\nvar B: Text\nvar A: Text")
    )
              .empty());
    CHECK(headlines(
              flow("assign S { A = 1 }\nvar A: Number"),
              flow("assign S {\n  A     = 1\n}\nvar A: Number")
    )
              .empty());
}

TEST_CASE("another nesting of the same connectors is no difference") {
    const std::string nested = "decision D {\n Yes when 1 = 1 { get One: Account first }\n "
                               "otherwise \"No\" { get Two: Case first }\n}\nget Three: Task first";
    const std::string flat =
        "decision D {\n Yes when 1 = 1 -> One\n otherwise \"No\" -> Two\n}\nget One: Account "
        "first\n-> Three\nget Two: Case first\nget Three: Task first";
    CHECK(headlines(flow(nested), flow(flat)).empty());
}

TEST_CASE("elements are added and removed where they stand") {
    CHECK(headlines(flow(one + three), flow(one + two + three)) == "+ get Two: behind One\n");
    CHECK(headlines(flow(one + two + three), flow(one + three)) == "- get Two\n");
    CHECK(headlines(flow(three), flow(one + three)) == "+ get One: at the start\n");
}

TEST_CASE("an element that changed says in what") {
    CHECK(
        headlines(flow(one), flow("get One: Account where Name = \"y\" first")) ==
        "~ get One: where\n"
    );
    CHECK(
        headlines(flow("get One \"A\": Account first"), flow("get One \"B\": Contact first")) ==
        "~ get One: label, type\n"
    );
    CHECK(headlines(flow("var A: Text"), flow("var A: Text = \"x\"")) == "~ var A: value added\n");
    CHECK(headlines(flow(""), "flow F {\n  api 63.0\n}\n") == "~ flow: api\n");
}

TEST_CASE("blanks within a text count") {
    CHECK(
        headlines(flow("const A: Text = \"a b\""), flow("const A: Text = \"a  b\"")) ==
        "~ const A: value\n"
    );
}

TEST_CASE("outcomes are compared one by one") {
    const std::string before = "decision D {\n A when 1 = 1\n B when 2 = 2\n}";
    CHECK(
        headlines(flow(before), flow("decision D {\n A when 1 = 1\n B when 2 = 3\n}")) ==
        "~ decision D: outcome B condition\n"
    );
    CHECK(
        headlines(flow(before), flow("decision D {\n B when 2 = 2\n A when 1 = 1\n}")) ==
        "~ decision D: order of outcomes\n"
    );
    CHECK(
        headlines(flow(before), flow("decision D {\n A when 1 = 1\n}")) ==
        "~ decision D: outcome B removed\n"
    );
}

TEST_CASE("a renamed element is one, and who names it has not changed") {
    const std::string renamed = "get First: Account where Name = \"x\" first\n";
    const std::string follows = "get Two: Contact where LastName = First.Name first\n";
    CHECK(
        headlines(flow(one + two + three), flow(renamed + follows + three)) ==
        "~ renamed get One -> First\n"
    );
}

TEST_CASE("an element that runs at another time has moved") {
    CHECK(
        headlines(flow(one + three + four + two), flow(three + four + one + two)) ==
        "~ moved get One: from at the start to behind Four\n"
    );
}

TEST_CASE("fault paths and go-tos are differences") {
    const std::string with = "create C: Task { Subject = \"s\" }\nfault { end }\n";
    CHECK(
        headlines(flow("create C: Task { Subject = \"s\" }\n"), flow(with)) ==
        "~ create C: fault path added\n"
    );
    const std::string before = "decision D {\n Yes when 1 = 1 { end }\n}\n" + one + three;
    const std::string after = "decision D {\n Yes when 1 = 1 -> Three\n}\n" + one + three;
    CHECK(headlines(flow(before), flow(after)) == "~ decision D: target of outcome Yes\n");
}

TEST_CASE("flows are added, removed and renamed") {
    CHECK(headlines("", flow(one)) == "flow >F\n");
    CHECK(headlines(flow(one), "") == "flow >F\n");
    CHECK(
        headlines(flow(one + two + three), "flow G {\n  api 62.0\n" + one + two + three + "}\n") ==
        "flow F>G\n"
    );
}

TEST_CASE("a version that cannot be read is compared line by line") {
    const weir::FlowDiff diff = weir::diff_flows(
        weir::FlowVersion{"a.flow-meta.xml", "<Flow><a></Flow>"},
        weir::FlowVersion{"b.flow", flow(one)}
    );
    CHECK_FALSE(diff.messages.empty());
    CHECK_FALSE(diff.is_same());
    CHECK(diff.declarations.empty());
    CHECK(weir::text_of_version({"a.flow-meta.xml", "<Flow><a></Flow>"}) == "<Flow><a></Flow>");
}

TEST_CASE("what was formatted does not differ from what was written") {
    for (const char* const folder : {"samples", "tests/golden/format"})
        for (const std::string& path : weir::find_files(folder)) {
            INFO(path);
            std::ifstream file(path, std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(file), {}};
            const weir::Formatted formatted = weir::format_text(path, text);
            if (formatted.messages.empty())
                CHECK(headlines(text, formatted.text).empty());
        }
}
