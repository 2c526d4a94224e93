// Every function's examples, executed: they are its documentation.

#include "unit/formula/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using weir::test::World;

TEST_CASE("every example of every function gives its value") {
    World world;
    for (const Function* const function : all_functions()) {
        INFO(function->name);
        for (const Example& example : function->examples) {
            INFO(example.formula);
            CHECK(world.text(example.formula) == example.value);
        }
    }
}

TEST_CASE("every function is documented, found without case and sorted") {
    std::string_view before;
    for (const Function* const function : all_functions()) {
        INFO(function->name);
        CHECK(!function->doc.empty());
        CHECK(before < function->name);
        before = function->name;
        std::string small(function->name);
        for (char& letter : small)
            letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        CHECK(find_function(small) == function);
    }
    CHECK(find_function("NOSUCHFUNCTION") == nullptr);
    CHECK(find_function("") == nullptr);
}

TEST_CASE("a regular expression that would run for ages fails in time") {
    World world;
    CHECK(
        world.text("REGEX('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', '(a*)*(a*)*(a*)*b')") ==
        "fault"
    );
    CHECK(world.text("REGEX('2026-03-01', '\\\\d{4}-\\\\d{2}-\\\\d{2}')") == "true");
}

TEST_CASE("regular expressions are limited in time and memory") {
    World world;
    CHECK(world.text("REGEX(LPAD('b', 40, 'a'), '(a+)+$')") == "fault");
    CHECK(world.text("REGEX(LPAD('b', 40, 'a'), '(a|aa)+')") == "fault");
    CHECK(world.text("REGEX(LPAD('a', 900000, 'a'), '(a|b)*')") == "fault");
    CHECK(world.text("REGEX(LPAD('a', 131072, 'a'), 'a*')") == "true");
}

TEST_CASE("regular expressions mean what they mean in Java") {
    World world;
    const auto matches = [&world](const std::string& text, const std::string& pattern) {
        std::string escaped;
        for (const char letter : pattern)
            escaped += letter == '\\' ? "\\\\" : std::string(1, letter);
        INFO(pattern);
        return world.text("REGEX('" + text + "', '" + escaped + "')");
    };
    CHECK(matches("42", R"(\d+)") == "true");
    CHECK(matches("٤٢", R"(\d+)") == "false");
    CHECK(matches("é", R"(\w)") == "false");
    CHECK(matches("é", R"(\W)") == "true");
    CHECK(matches("a-1", R"([\w-]+)") == "true");
    CHECK(matches("a 1", R"([\w\s]+)") == "true");
    CHECK(matches("a!", R"([^\d\s]+)") == "true");
    CHECK(matches("é1", R"([\D1]+)") == "true");
    CHECK(matches("Ab", R"(\p{Upper}\p{Lower})") == "true");
    CHECK(matches("É", R"(\p{Alpha})") == "false");
    CHECK(matches("É", R"(\p{L})") == "true");
    CHECK(matches("É", R"(\P{Alpha})") == "true");
    CHECK(matches("!?", R"([\p{Punct}]{2})") == "true");
    CHECK(matches("a.b", R"(\Qa.b\E)") == "true");
    CHECK(matches("a\\\\d", R"(\Qa\d\E)") == "true");
    CHECK(matches("axb", R"(\Qa.b\E)") == "false");
    CHECK(matches("cat", "[a-z&&[^aeiou]]a(?:t|r)") == "true");
    CHECK(matches("xyz", "(?i)XYZ") == "true");
    CHECK(matches("aab", "(?<first>a)\\k<first>b") == "true");
    CHECK(matches("aaa", "a++a") == "false");
    CHECK(matches("a", "[") == "fault");
    CHECK(matches("a", "a\\") == "fault");
}

TEST_CASE("the day is that of the user's time zone") {
    World world;
    world.surroundings.zone = *TimeZone::find("America/Los_Angeles");
    world.surroundings.now = 1'772'330'400'000; // 2026-03-01T02:00Z
    CHECK(world.text("TODAY()") == "2026-02-28");
    CHECK(world.text("$Flow.CurrentDate") == "2026-02-28");
    CHECK(world.text("DATEVALUE(NOW())") == "2026-02-28");
    CHECK(world.text("DATEVALUE(DATETIMEVALUE('2026-03-01 02:00:00'))") == "2026-02-28");
}

TEST_CASE("positions count UTF-16 units") {
    World world;
    CHECK(world.text("LEN('a€😀')") == "4");
    CHECK(world.text("FIND('z', '😀z')") == "3");
    CHECK(world.text("LEFT('äöü', 2)") == "äö");
    CHECK(world.text("REVERSE('a😀b')") == "b😀a");
}
