// Triggers of a host stand where Apex triggers stand.
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>

namespace {

const char* const world = R"(
extend Contact {
  Steps__c  Text(200)
  Score__c  Number(8, 0)
  rule No_Bad when Title = "bad" error "Nothing bad"
}

object Log__c "Log" { Note__c Text(80) }

flow Before "Before" {
  on Contact before create
  assign Note { $Record.Steps__c = "flow before" }
}

flow After "After" {
  on Contact after create
    when Department = "after trigger"
  create Seen: Log__c { Note__c = $Record.Steps__c }
}

flow Logged "Logged" {
  on Log__c before create
  assign Mark { $Record.Note__c = $Record.Note__c & "!" }
}
)";

std::vector<weir::NamedValue> person(const char* name) { return {{"LastName", weir::HostValue::text(name)}}; }

weir::Engine build(std::vector<weir::HostTrigger> triggers) {
    weir::Engine::Builder builder;
    builder.add_source("world.flow", world);
    for (weir::HostTrigger& trigger : triggers) builder.add_trigger(std::move(trigger));
    weir::Engine engine = builder.build();
    for (const weir::DiagnosticMessage& message : engine.messages()) UNSCOPED_INFO(message.plain);
    REQUIRE(engine.error_count() == 0);
    return engine;
}

} // namespace

TEST_CASE("a before trigger runs behind the before-save flows and in front of the validation rules") {
    std::string seen;
    const weir::Engine engine = build({{"Contact", weir::TriggerEvent::before_insert, "T", [&](weir::TriggerRecords& records) {
        CHECK(records.id(0).empty());
        CHECK(records.old_value(0, "LastName").is_null());
        seen = records.value(0, "Steps__c").spelling;
        CHECK(records.set(0, "Steps__c", weir::HostValue::text("trigger")));
        CHECK_FALSE(records.set(0, "CreatedDate", weir::HostValue::text("2026-03-01T09:00:00Z")));
        CHECK_FALSE(records.set(0, "Nothing__c", weir::HostValue::text("x")));
        if (records.value(0, "LastName").spelling == "Bad") records.set(0, "Title", weir::HostValue::text("bad"));
    }}});
    weir::Session session = engine.open();
    const weir::Saved ada = session.create("Contact", person("Lovelace"));
    CHECK(ada.code.empty());
    CHECK(seen == "flow before");
    CHECK(session.query("Contact", {"Steps__c"}).front().front().value.spelling == "trigger");
    CHECK(session.create("Contact", person("Bad")).message == "Nothing bad");
}

TEST_CASE("an after trigger runs in front of the after-save flows, and its DML sets off others") {
    const weir::Engine engine = build({{"Contact", weir::TriggerEvent::after_insert, "T", [](weir::TriggerRecords& records) {
        CHECK_FALSE(records.id(0).empty());
        CHECK_FALSE(records.set(0, "Steps__c", weir::HostValue::text("too late")));
        const auto saved = records.create("Log__c", {{{"Note__c", weir::HostValue::text("by a trigger")}}});
        REQUIRE(saved.size() == 1);
        CHECK(saved[0].code.empty());
        records.update("Contact", {{{"Id", weir::HostValue::id(records.id(0))}, {"Department", weir::HostValue::text("after trigger")}}});
        CHECK(records.create("Nothing__c", {{}})[0].code == "INVALID_TYPE");
    }}});
    weir::Session session = engine.open();
    CHECK(session.create("Contact", person("Lovelace")).code.empty());
    const auto logs = session.query("Log__c", {"Note__c"});
    REQUIRE(logs.size() == 1);
    CHECK(logs[0][0].value.spelling == "by a trigger!");
    CHECK(session.report().limits[2].highest == 2);
}

TEST_CASE("addError refuses a record, and the others are saved in a second attempt") {
    int runs = 0;
    const weir::Engine engine = build({{"Contact", weir::TriggerEvent::after_insert, "T", [&](weir::TriggerRecords& records) {
        ++runs;
        for (size_t row = 0; row < records.size(); ++row)
            if (records.value(row, "LastName").spelling == "Bad") records.refuse(row, "not this one", "LastName");
    }}});
    weir::Session session = engine.open();
    weir::RecordTable table{{"LastName"}, {"Good", "Bad", "Fine"}};
    const weir::SavedTable saved = session.create_all("Contact", table);
    REQUIRE(saved.refused.size() == 1);
    CHECK(saved.refused[0].row == 1);
    CHECK(saved.refused[0].code == "FIELD_CUSTOM_VALIDATION_EXCEPTION");
    CHECK(session.count("Contact") == 2);
    CHECK(runs == 2);
}

TEST_CASE("what a trigger throws refuses its records") {
    const weir::Engine engine = build({{"Contact", weir::TriggerEvent::before_insert, "ContactTrigger", [](weir::TriggerRecords&) {
        throw std::runtime_error("a null pointer");
    }}});
    weir::Session session = engine.open();
    const weir::Saved saved = session.create("Contact", person("Lovelace"));
    CHECK(saved.code == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
    CHECK(saved.message == "ContactTrigger: execution of BeforeInsert caused by: a null pointer");
}

TEST_CASE("triggers of updates and deletes see the record before") {
    std::string before;
    std::string gone;
    const weir::Engine engine = build(
        {{"Contact", weir::TriggerEvent::before_update, "T", [&](weir::TriggerRecords& records) {
              before = records.old_value(0, "LastName").spelling + " " + records.value(0, "LastName").spelling;
          }},
         {"Contact", weir::TriggerEvent::before_delete, "T", [&](weir::TriggerRecords& records) {
              gone = records.old_value(0, "LastName").spelling;
              if (gone == "Stays") records.refuse(0, "stays");
          }}}
    );
    weir::Session session = engine.open();
    const weir::Saved ada = session.create("Contact", person("Byron"));
    session.update(ada.id, person("Lovelace"));
    CHECK(before == "Byron Lovelace");
    CHECK(session.erase(ada.id).code.empty());
    CHECK(gone == "Lovelace");
    const weir::Saved other = session.create("Contact", person("Stays"));
    CHECK(session.erase(other.id).message == "stays");
}

TEST_CASE("headroom: flows are run with made-up records, and break where they break") {
    const weir::Engine engine = weir::Engine::Builder()
                                    .add_source("world.flow", R"(
object Job__c "Job" {
  Kind__c Text(20)
  Count__c Number(6, 0)
}
object Item__c "Item" { Job__c Lookup(Job__c) }
flow Good "Good" {
  on Job__c after create
    when Kind__c = "Good"
  create Item: Item__c { Job__c = $Record.Id }
}
flow Reads_All "Reads All" {
  on Job__c after create
    when Kind__c = "All"
  get All: Job__c
}
flow Changes "Changes" {
  on Job__c before update
    when Count__c > 3
  assign Note { $Record.Kind__c = "x" }
}
)")
                                    .build();
    REQUIRE(engine.error_count() == 0);
    weir::HeadroomOptions options;
    options.records = {1, 300};
    const auto flows = engine.headroom(options);
    REQUIRE(flows.size() == 3);
    const auto& good = flows[0];
    CHECK(good.skipped.empty());
    CHECK(good.interviews == std::vector<uint64_t>{1, 300});
    REQUIRE(good.costliest);
    CHECK(good.costliest->element == "Item");
    CHECK_FALSE(good.breaks_at);
    const auto dml = std::find_if(good.limits.begin(), good.limits.end(), [](const auto& limit) { return limit.name == "DML statements"; });
    REQUIRE(dml != good.limits.end());
    CHECK(dml->used == std::vector<uint64_t>{1, 2});
    // 200 interviews read all records of the transaction each: 200 x 200, then 100 x 300 more.
    const auto& all = flows[1];
    REQUIRE(all.breaks_at);
    CHECK(*all.breaks_at > 200);
    CHECK(all.breaks_with == "Too many query rows: 50001");
    CHECK(flows[2].skipped.empty());
    options.flow = "good";
    CHECK(engine.headroom(options).size() == 1);
    options.flow = "nobody";
    CHECK(engine.headroom(options).empty());
}
