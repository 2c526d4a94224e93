#include "runtime/fault_text.hpp"

#include "runtime/waiting.hpp"

#include <catch2/catch.hpp>

using namespace weir;

TEST_CASE("elements say what failed as an org says it") {
    const Fault fault{
        "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", "LastName", false};
    constexpr std::string_view guide =
        ". You can look up ExceptionCode values in the <a "
        "href='https://developer.salesforce.com/docs/"
        "atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm#'>SOAP API "
        "Developer Guide</a>.";
    const std::string inner =
        "REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]" + std::string(guide);
    CHECK(
        operation_text(Attempt::create, fault) ==
        "This error occurred when the flow tried to create records: " + inner
    );
    CHECK(
        operation_text(Attempt::update, fault) ==
        "This error occurred when the flow tried to update records: " + inner
    );
    CHECK(
        operation_text(Attempt::erase, fault) ==
        "This error occurred when the flow tried to delete records: " + inner
    );
    CHECK(
        operation_text(Attempt::look_up, fault) ==
        "This error occurred when the flow tried to look up records: " + inner
    );

    Arena arena;
    const Fault* const told = operation_fault(Attempt::create, fault, arena);
    CHECK(told->code == "REQUIRED_FIELD_MISSING");
    CHECK(told->fields == "LastName");
    CHECK(told->message.starts_with("This error occurred"));
    CHECK(
        action_fault(fault, arena)->message ==
        "REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]"
    );
    const Fault plain{{}, "Probably Limit Exceeded or 0 recipients", {}, true};
    CHECK(action_fault(plain, arena)->message == plain.message);
    CHECK(operation_fault(Attempt::update, plain, arena)->uncatchable);
}

TEST_CASE("who waits is taken out by step, in rising order, once") {
    Waiting waiting(130, 70);
    std::vector<uint32_t> rows;
    CHECK(waiting.take_first(rows) == StepId::end);
    waiting.add(StepId{129}, 3);
    waiting.add(StepId{5}, 69);
    waiting.add(StepId{5}, 0);
    waiting.add(StepId{5}, 64);
    waiting.add(StepId{5}, 0);
    CHECK(waiting.take_first(rows) == StepId{5});
    CHECK(rows == std::vector<uint32_t>{0, 64, 69});
    waiting.add(StepId{0}, 1);
    CHECK(waiting.take_first(rows) == StepId{0});
    CHECK(rows == std::vector<uint32_t>{1});
    CHECK(waiting.take_first(rows) == StepId{129});
    CHECK(rows == std::vector<uint32_t>{3});
    CHECK(waiting.take_first(rows) == StepId::end);
    CHECK(rows.empty());
}
