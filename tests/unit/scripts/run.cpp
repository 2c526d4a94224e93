#include "scripts/sample_world.hpp"

#include <catch2/catch.hpp>

namespace {

std::string run(std::string_view title) {
    return problems_of_test(sample_world(), title);
}

} // namespace

TEST_CASE("tests that hold say nothing") {
    for (const char* const title :
         {"records are as they are now",
          "many records",
          "figures begin with the test",
          "refusals that are expected",
          "flows with inputs and outputs",
          "faults",
          "settings",
          "records that were refused have no id",
          "many slices",
          "lists of records are inputs, and events are published in bulk"}) {
        INFO(title);
        CHECK(run(title) == "");
    }
}

TEST_CASE("wrong counts and values show what was found") {
    CHECK(
        run("wrong count") == "expected no `Visit__c` where Cost__c < 100, found 1\n"
                              "Cost__c\n1\n"
                              "expected 1 `Visit__c` where Number__c = \"B\", found none\n"
                              "Number__c\nnull\nA\n"
                              "expected 3 `Contact` where LastName = \"Nobody\", found none\n"
                              "LastName\nLovelace\n"
                              "expected `Cost__c` = 2, found 1\n"
                              "Number__c  Cost__c  Kind__c\nA          1        null\n"
    );
}

TEST_CASE("expectations of flows, events, e-mails and conditions show what was found") {
    const std::string found = run("wrong everything");
    INFO(found);
    CHECK(found.find("expected `Note_Visit` to run 2 times, it did not run\nno flow ran\n") == 0);
    CHECK(
        found.find("expected 1 `Note__e`, found none\nnothing was published\n") != std::string::npos
    );
    CHECK(
        found.find("expected 2 e-mails where Subject = \"x\", found none\nno e-mails were sent\n") !=
        std::string::npos
    );
    CHECK(
        found.find(
            "the condition does not hold\nada.LastName = \"Lovelace\"\nada.FirstName = \"Ada\"\n"
        ) != std::string::npos
    );
}

TEST_CASE("wrong messages show the columns that are named") {
    CHECK(
        run("wrong messages") == "expected `Number__c` = 1, found 2 (1 of 2 differ)\n"
                                 "Number__c\n2\n"
                                 "expected 1 `Note__e` where Number__c > 0, found 2\n"
                                 "Number__c\n1\n2\n"
    );
}

TEST_CASE("wrong runs and faults show those there were") {
    const std::string found = run("wrong flows");
    INFO(found);
    CHECK(
        found.find("expected `Note_Visit` to run at least 2 times, it ran 1 times\n"
                   "flow        ran  failed\nNote_Visit  1    0\n"
                   "expected no `Note__e`, found 1\n"
                   "Text__c  Number__c\nNext     500\n"
                   "expected a fault \"nothing\" in `Note_Visit` at `Tell`, there was none\n") == 0
    );
    CHECK(
        found.find(
            "expected a fault in `Break_Off` at `Copy` that is unhandled, there were others\n"
        ) != std::string::npos
    );
    CHECK(found.find("element  handled by  message\nCopy     Other       ") != std::string::npos);
}

TEST_CASE("a formula that fails ends a test") {
    const std::string found = run("formulas that fail end a test");
    CHECK_FALSE(found.empty());
    CHECK(found.find("Contact") == std::string::npos);
}

TEST_CASE("a refusal that nobody expects ends a test") {
    CHECK(
        run("a refusal ends a test") ==
        "the org refused it with FIELD_CUSTOM_VALIDATION_EXCEPTION: Cost must not be negative\n"
    );
    const std::string many = run("many refusals");
    CHECK(
        many.find("the org refused 15 of 30 records, the first with "
                  "FIELD_CUSTOM_VALIDATION_EXCEPTION: Cost must") == 0
    );
    CHECK(many.find("\n16   FIELD_CUSTOM") != std::string::npos);
    CHECK(many.find("... and 5 more") != std::string::npos);
}

TEST_CASE("refusals of another kind, and none, are no expected refusal") {
    const std::string found = run("other refusals");
    INFO(found);
    CHECK(
        found.find(
            "expected the org to refuse this with DUPLICATE_VALUE, it was refused otherwise\n"
        ) == 0
    );
    CHECK(
        found.find("expected the org to refuse this with DUPLICATE_VALUE, and it was done\n") !=
        std::string::npos
    );
}

TEST_CASE("failing flows and missing files end a test") {
    CHECK(run("a flow that fails").find("the flow `Break_Off` failed: ") == 0);
    CHECK(run("no such file") == "cannot read `missing.csv`: no such file\n");
}

TEST_CASE("scripts run without the setup and tell how far they are") {
    const World& world = sample_world();
    REQUIRE(world.scripts->scripts().size() == 1);
    RunningOrg running(world);
    std::vector<std::pair<uint64_t, uint64_t>> told;
    const auto outcome = weir::run_script(
        *world.scripts,
        0,
        running.org,
        world.sources,
        [&](std::string_view what, uint64_t done, uint64_t total) {
            CHECK(what == "create Contact");
            told.emplace_back(done, total);
        }
    );
    REQUIRE(outcome);
    CHECK((*outcome).problems.empty());
    CHECK(running.store->count(world.program->schema->find("Contact")->id) == 300);
    CHECK(told == std::vector<std::pair<uint64_t, uint64_t>>{{300, 300}});
}
