// Who may include whom: data flows one way through the rooms.
#include "house/sources.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace {

using Arrows = std::map<std::string, std::set<std::string>>;

// `syntax` reaches `grammar` in its two parse units only; `formula` reaches `syntax` in its compile half only.
const Arrows& allowed() {
    static const Arrows arrows = {
        {"base", {}},
        {"types", {"base"}},
        {"syntax", {"base", "grammar"}},
        {"stdlib", {"base"}},
        {"schema", {"base", "types"}},
        {"metadata", {"base", "syntax", "schema"}},
        {"diff", {"base", "syntax", "metadata"}},
        {"formula", {"base", "types", "schema", "syntax"}},
        {"store", {"base", "types", "schema"}},
        {"bus", {"base", "types", "schema", "store"}},
        {"program", {"base", "types", "schema", "formula"}},
        {"runtime", {"base", "types", "schema", "formula", "program", "store", "bus"}},
        {"org", {"base", "types", "schema", "formula", "program", "store", "bus", "runtime"}},
        {"check", {"base", "types", "syntax", "schema", "formula", "program", "store"}},
        {"elements", {"base", "types", "syntax", "schema", "formula", "program", "store", "check", "runtime", "org"}},
        {"scripts", {"base", "types", "syntax", "schema", "formula", "program", "store", "check", "runtime", "org"}},
    };
    return arrows;
}

std::string room_of(const std::filesystem::path& path) { return (++path.begin())->string(); }

std::string included_room(const std::string& line) {
    static const std::regex include(R"rx(^\s*#\s*include\s+"([a-z]+)/.*")rx");
    std::smatch match;
    return std::regex_match(line, match, include) ? match[1].str() : std::string();
}

bool includes(const SourceText& source, const std::string& text) {
    return std::any_of(source.lines.begin(), source.lines.end(), [&](const std::string& line) {
        return line.find("#include") != std::string::npos && line.find(text) != std::string::npos;
    });
}

} // namespace

TEST_CASE("a room includes only the rooms it may") {
    for (const SourceText& source : read_sources("src")) {
        const std::string room = room_of(source.path);
        if (room == "api") continue; // the composition root
        const auto arrows = allowed().find(room);
        INFO(source.path.string());
        REQUIRE(arrows != allowed().end());
        for (const std::string& line : source.lines) {
            const std::string other = included_room(line);
            if (other.empty() || other == room) continue;
            INFO(line);
            CHECK(arrows->second.contains(other));
        }
    }
}

TEST_CASE("the grammar includes PEGTL and its own files only") {
    for (const SourceText& source : read_sources("grammar"))
        for (const std::string& line : source.lines) {
            const std::string other = included_room(line);
            INFO(source.path.string() << ": " << line);
            CHECK((other.empty() || other == "grammar"));
        }
}

// The rules and the actions of the parser are seen by its two units; labels are words and no PEGTL.
TEST_CASE("PEGTL is seen by the grammar and by two translation units") {
    const char* const rules[] = {"<tao/", "\"grammar/flow.hpp", "\"grammar/formula.hpp", "\"grammar/tokens.hpp", "\"syntax/flow_actions.hpp", "\"syntax/formula_actions.hpp"};
    std::set<std::string> units;
    for (const SourceText& source : read_sources("src"))
        for (const char* const rule : rules)
            if (source.path.extension() == ".cpp" && includes(source, rule)) units.insert(source.path.filename().string());
    CHECK(units == std::set<std::string>{"parse.cpp", "parse_formula.cpp"});
}

TEST_CASE("Boost stays inside: no header of ours shows it to another room") {
    for (const SourceText& source : read_sources("src/api/include")) {
        INFO(source.path.string());
        CHECK_FALSE(includes(source, "<boost/"));
        CHECK_FALSE(includes(source, "<fmt/"));
        for (const std::string& line : source.lines) {
            const std::string other = included_room(line);
            INFO(line);
            CHECK((other.empty() || other == "weir"));
        }
    }
}
