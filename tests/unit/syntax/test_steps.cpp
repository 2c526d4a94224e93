#include "reading.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using test::Reading;

namespace {

struct ReadSteps : Reading {
    explicit ReadSteps(const std::string& text) : Reading("test \"t\" {\n" + text + "\n}\n") {}
    [[nodiscard]] List<TestStep> steps() const { return *declaration(0).value<List<TestStep>>(""); }
};

} // namespace

TEST_CASE("records are created, updated, deleted and loaded") {
    const ReadSteps read(R"(create Contact ada { FirstName = "Ada" }
create 200 Contact as each { LastName = TEXT(each.Index) }
create 2 Contact some as each { }
update ada { FirstName = "B" }
update Contact where FirstName = "B" { FirstName = "C" }
delete ada
delete Contact where FirstName is null
load "contacts.csv" into Contact)");
    REQUIRE(read.said() == "");
    const auto steps = read.steps();
    REQUIRE(steps.size() == 8);
    CHECK(steps[0].alias.text == "ada");
    CHECK(steps[1].count.digits == "200");
    CHECK(steps[1].each);
    CHECK(steps[1].alias.text.empty());
    CHECK(steps[2].alias.text == "some");
    CHECK(steps[2].each);
    CHECK(steps[3].condition == nullptr);
    CHECK(steps[4].condition != nullptr);
    CHECK(steps[5].kind == TestStepKind::erase);
    CHECK(steps[7].text.value == "contacts.csv");
    CHECK(steps[7].object.text == "Contact");
}

TEST_CASE("flows are run and events delivered") {
    const ReadSteps read("run A\nrun B as b { x = 1 }\ndeliver events");
    REQUIRE(read.said() == "");
    CHECK(read.steps()[1].alias.text == "b");
    CHECK(read.steps()[1].assignments.size() == 1);
    CHECK(read.steps()[2].kind == TestStepKind::deliver);
}

TEST_CASE("an expectation is known by its words") {
    const ReadSteps read(R"(expect 1 User where A = 1 { B = 2 }
expect no User
expect at least 2 User
expect refused CODE "text" { delete a }
expect F ran 1 times, took A, B
expect F ran at most 3 times
expect fault "t" in F at G handled by H
expect fault in F unhandled
expect limits soql <= 3
expect result.Total = 3
expect no = 3
expect fault = 4)");
    REQUIRE(read.said() == "");
    const auto steps = read.steps();
    REQUIRE(steps.size() == 12);
    CHECK(steps[0].kind == TestStepKind::expect_records);
    CHECK(steps[1].count.digits == "0");
    CHECK(steps[2].count_form == CountForm::at_least);
    CHECK(steps[3].kind == TestStepKind::expect_refused);
    CHECK(steps[3].code.text == "CODE");
    CHECK(steps[3].steps.size() == 1);
    CHECK(steps[4].elements.size() == 2);
    CHECK(steps[5].count_form == CountForm::at_most);
    CHECK(steps[6].at.text == "G");
    CHECK(steps[6].handled_by.text == "H");
    CHECK(steps[7].unhandled);
    CHECK(steps[8].count_form == CountForm::at_most);
    CHECK(steps[9].kind == TestStepKind::expect_value);
    CHECK(steps[10].kind == TestStepKind::expect_value);
    CHECK(steps[11].kind == TestStepKind::expect_value);
}

TEST_CASE("settings of the org stand among the steps") {
    const ReadSteps read("// why\norg { limits off }  // so");
    REQUIRE(read.said() == "");
    const TestStep& step = read.steps()[0];
    CHECK(step.kind == TestStepKind::org);
    REQUIRE(step.settings != nullptr);
    CHECK(*step.settings->value<std::string_view>("limits") == "off");
    CHECK(step.trivia.leading.size() == 1);
    CHECK(print(*read.tree) == "test \"t\" {\n  // why\n  org {\n    limits off\n  }  // so\n}\n");
}

TEST_CASE("an unknown step is reported with the nearest one") {
    const ReadSteps read("creat Contact { }\ndeliver events");
    CHECK(read.messages() == "W0103 there is no step of a test `creat`\n");
    CHECK(read.steps().size() == 1);
}
