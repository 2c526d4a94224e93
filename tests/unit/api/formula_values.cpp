// One formula against one record: Session::evaluate.
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <string>

namespace {

constexpr const char* world = R"(
object Plan__c "Plan" {
  Price__c Number(16, 2)
  Pieces__c Number(4, 0)
  Total__c Number(16, 2) formula Price__c * Pieces__c
  Share__c Percent(3, 1)
  Parent__c Lookup(Plan__c)
}
)";

weir::FormulaOutcome evaluate(weir::FormulaInput input) {
    static const weir::Engine engine =
        weir::Engine::Builder().add_source("world.flow", world).build();
    REQUIRE(engine.error_count() == 0);
    weir::Session session = engine.open();
    return session.evaluate(input);
}

std::string
value(const std::string& formula, const std::string& record = {}, const std::string& object = {}) {
    weir::FormulaInput input;
    input.formula = formula;
    input.record = record;
    input.object = object;
    const weir::FormulaOutcome outcome = evaluate(input);
    if (!outcome.error.empty())
        return "error: " + outcome.error;
    if (!outcome.fault.empty())
        return "fault: " + outcome.fault;
    if (!outcome.has_value())
        return outcome.messages.front().code + " " + outcome.messages.front().text;
    return outcome.value.is_null() ? "null" : outcome.value.spelling;
}

} // namespace

TEST_CASE("a formula without a record has its value and its type") {
    weir::FormulaInput input;
    input.formula = "0.1 + 0.2";
    const weir::FormulaOutcome outcome = evaluate(input);
    CHECK(outcome.has_value());
    CHECK(outcome.type == "Number");
    CHECK(outcome.value == weir::HostValue::number("0.3"));
    CHECK(value("1 / 0") == "fault: Division by zero");
    CHECK(value("$User.Username") != "null");
}

TEST_CASE("the fields of a JSON record have the types they look like") {
    const std::string record =
        R"({"attributes":{"type":"Thing"},"Price":123456789012345.123,"Name":"Ada","Open":true,"On":"2026-03-01",)"
        R"("At":"2026-03-01T09:00:00.000Z","Clock":"09:00:00.000Z","None":null,"Owner":{"Name":"Bob","Manager":null},)"
        R"("Here":{"latitude":1.5,"longitude":2}})";
    CHECK(value("Price * 2", record) == "246913578024690.246");
    CHECK(value("on + 1", record) == "2026-03-02");
    CHECK(value("At - 1", record) == "2026-02-28T09:00:00.000Z");
    CHECK(value("HOUR(Clock)", record) == "9");
    CHECK(value("IF($Record.Open, Owner.Name, \"\") & Owner.Manager.Name", record) == "Bob");
    CHECK(value("ISBLANK(None)", record) == "true");
    CHECK(value("DISTANCE(Here, Here, \"km\")", record) == "0");
    CHECK(value("Nam", record) == "W0310 there is nothing called `Nam` here");
    CHECK(value("Owner.Nam", record) == "W0312 `Owner` has no field `Nam`");
}

TEST_CASE("the fields of a described record have its object's types; formula fields are computed") {
    const std::string record =
        R"({"Price__c":"2.50","Pieces__c":4,"Share__c":10,"Parent__r":{"Price__c":1,"Pieces__c":3,"Parent__r":{"Name":"Top"}}})";
    CHECK(value("Total__c", record, "Plan__c") == "10");
    CHECK(value("$Record.Total__c + Parent__r.Total__c", record, "Plan__c") == "13");
    CHECK(
        value("Parent__r.Parent__r.Name & $Record.Parent__r.Parent__r.Name", record, "plan__c") ==
        "TopTop"
    );
    CHECK(value("Share__c * Price__c", record, "Plan__c") == "0.25");
    CHECK(value("ISBLANK($Record__Prior.Name)", record, "Plan__c") == "true");
    CHECK(value("Price__c + 1", R"({"Total__c":5})", "Plan__c") == "null");
    CHECK(value("Total__c", R"({"Total__c":5})", "Plan__c") == "5");
}

TEST_CASE("blank numbers count for zero or stay blank, as asked") {
    weir::FormulaInput input;
    input.formula = "Price__c + 1";
    input.object = "Plan__c";
    CHECK(evaluate(input).value.is_null());
    input.blank_as = weir::BlankAs::zero;
    CHECK(evaluate(input).value == weir::HostValue::number("1"));
}

TEST_CASE("a record or object that is wrong is an error") {
    CHECK(
        value("1", "", "Plan_c") ==
        "error: there is no object `Plan_c`; an object with a similar name exists: `Plan__c`"
    );
    CHECK(value("1", "[]") == "error: the record is no JSON object of fields");
    CHECK(value("1", "{\"a\":") == "error: the record is no JSON at byte 6");
    CHECK(
        value("1", R"({"Price__":1})", "Plan__c") ==
        "error: the record cannot be read: `Plan__c` has no field `Price__`; a field with a "
        "similar name exists: `Price__c`"
    );
    CHECK(
        value("1", R"({"Price__c":"much"})", "Plan__c") ==
        "error: the record cannot be read: `Price__c` is Number and takes no `much`"
    );
    CHECK(
        value("1", R"({"Parent__r":7})", "Plan__c") ==
        "error: the record cannot be read: `Parent__r` is a parent: an object of its fields"
    );
}

TEST_CASE("records nested beyond reason are errors") {
    std::string record = "{}";
    for (int level = 0; level < 20; ++level)
        record = R"({"Parent__r":)" + record + "}";
    CHECK(
        value("1", record, "Plan__c") ==
        "error: the record cannot be read: `Plan__c` is behind more than 10 parents"
    );
    CHECK(
        value("1", std::string(100'000, '[')) ==
        "error: the record is nested deeper than 200 levels"
    );
}
