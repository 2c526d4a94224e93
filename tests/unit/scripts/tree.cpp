// Files of `sf data export tree`: records with references, plans, and what is wrong with them.
#include "scripts/json.hpp"
#include "scripts/load.hpp"
#include "scripts/sample_world.hpp"
#include "scripts/temporary_file.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace {

const weir::Object& object(std::string_view name) {
    return *sample_world().program->schema->find(name);
}

uint64_t count(RunningOrg& running, std::string_view name) {
    return running.store->count(object(name).id);
}

weir::Result<weir::LoadReport> load(RunningOrg& running, std::string_view text) {
    const TemporaryFile file(text, "tree.json");
    return weir::load_records(file.path(), running.org, {});
}

/// What is wrong with the file; nothing of it may be saved.
std::string problem(std::string_view text) {
    RunningOrg running(sample_world());
    const uint64_t before = count(running, "Account") + count(running, "Contact");
    const auto report = load(running, text);
    CHECK(count(running, "Account") + count(running, "Contact") == before);
    return report ? "none" : report.error().message;
}

constexpr const char* account =
    R"({"records":[{"attributes":{"type":"Account","referenceId":"AccountRef1"},"Name":"Acme")";

} // namespace

TEST_CASE("children and references are saved with their parents") {
    RunningOrg running(sample_world());
    const uint64_t accounts = count(running, "Account");
    const uint64_t contacts = count(running, "Contact");
    const auto report = load(
        running, R"({"records":[
      {"attributes":{"type":"Contact","referenceId":"ContactRef1"},"LastName":"Early","AccountId":"@AccountRef1"},
      {"attributes":{"type":"Account","referenceId":"AccountRef1"},"Name":"Acme","NumberOfEmployees":12,
       "Contacts":{"records":[{"attributes":{"type":"Contact","referenceId":"ContactRef2"},"LastName":"Ångström"}]}}]})"
    );
    REQUIRE(report);
    CHECK((*report).rows == 3);
    CHECK((*report).saved == 3);
    CHECK(count(running, "Account") == accounts + 1);
    CHECK(count(running, "Contact") == contacts + 2);
}

TEST_CASE("a plan loads its files, whichever comes first") {
    const TemporaryFile plan(
        R"([{"sobject":"Contact","files":["Contact.json"]},{"sobject":"Account","saveRefs":true,"files":["Account.json"]}])",
        "plan.json"
    );
    const auto folder = std::filesystem::path(plan.path()).parent_path();
    std::ofstream(folder / "Account.json") << account << "}]}";
    std::ofstream(
        folder / "Contact.json"
    ) << R"({"records":[{"attributes":{"type":"Contact"},"LastName":"L","AccountId":"@AccountRef1"}]})";
    RunningOrg running(sample_world());
    const auto report = weir::load_records(plan.path(), running.org, {});
    REQUIRE(report);
    CHECK((*report).saved == 2);
}

TEST_CASE("mistakes of a tree name line and column") {
    CHECK(problem("{\"records\": [\n  {]}") == "tree.json:2:4: here should be a name in quotes");
    CHECK(problem("{}") == "tree.json:1:1: a file of records has a list `records`");
    CHECK(
        problem(R"({"records":[{"Name":"x"}]})") ==
        "tree.json:1:13: a record names its object as `attributes.type`"
    );
    CHECK(
        problem(R"({"records":[{"attributes":{"type":"Acount"}}]})") ==
        "tree.json:1:35: there is no object `Acount`; did you mean `Account`?"
    );
    CHECK(
        problem(std::string(account) + ",\n\"Nmae\":\"x\"}]}") ==
        "tree.json:2:8: `Account` has no field `Nmae`; did you mean `Name`?"
    );
    CHECK(
        problem(std::string(account) + ",\"NumberOfEmployees\":\"many\"}]}")
            .find("`NumberOfEmployees`: `many` is no number") != std::string::npos
    );
    CHECK(
        problem(std::string(account) + ",\"ParentId\":\"@AccountRef2\"}]}")
            .find("no record has the reference `AccountRef2`") != std::string::npos
    );
    CHECK(
        problem(std::string(account) + ",\"ParentId\":\"@AccountRef1\"}]}").find("in a circle") !=
        std::string::npos
    );
    CHECK(
        problem(
            std::string(account) +
            R"(},{"attributes":{"type":"Account","referenceId":"AccountRef1"},"Name":"B"}]})"
        )
            .find("the reference `AccountRef1` names two records") != std::string::npos
    );
}

TEST_CASE("who names a refused record is refused with it") {
    RunningOrg running(sample_world());
    const auto report = load(running, R"({"records":[
      {"attributes":{"type":"Account","referenceId":"AccountRef1"}},
      {"attributes":{"type":"Contact"},"LastName":"L","AccountId":"@AccountRef1"},
      {"attributes":{"type":"Contact"},"LastName":"M"}]})");
    REQUIRE(report);
    CHECK((*report).saved == 1);
    REQUIRE((*report).refused.size() == 2);
    CHECK((*report).refused[0].code == "REQUIRED_FIELD_MISSING");
    CHECK((*report).refused[0].line == 2);
    CHECK((*report).refused[1].code == "INVALID_CROSS_REFERENCE_KEY");
}

TEST_CASE("JSON is read as it is written") {
    weir::JsonValue value;
    weir::JsonProblem problem;
    REQUIRE(weir::parse_json(
        R"( {"a": [1, -2.5e3, true, null], "b": "\u00e9\ud83d\ude00\n"} )", value, problem
    ));
    CHECK(value.find("a")->items.size() == 4);
    CHECK(value.find("a")->items[1].text == "-2.5e3");
    CHECK(value.find("b")->text == "\xC3\xA9\xF0\x9F\x98\x80\n");
    for (const char* const wrong :
         {"", "{", "[1,]", "{\"a\" 1}", "\"\\ud800\"", "01x", "tru", "\"a\nb\"", "1 2"})
        CHECK_FALSE(weir::parse_json(wrong, value, problem));
    CHECK_FALSE(weir::parse_json(std::string(100'000, '['), value, problem));
}
