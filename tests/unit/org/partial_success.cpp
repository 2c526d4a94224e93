#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

/// A flow that writes a log for every contact, and fails for contacts that are broken.
FlowProgram& logging_flow(World& world) {
    FlowProgram& flow = world.flow("Log", FlowStart::record_after_save, "Contact");
    world.add_step(flow, "Write_Log", [&world](Group& group) {
        const uint32_t broken = world.cell("Contact", "Broken__c");
        create_for_group(
            group,
            world.object("Log__c").id,
            [&](RecordBatch& logs, std::span<const uint32_t> rows) {
                const std::span<Value> messages = logs.column(world.field("Log__c", "Message__c"));
                for (size_t index = 0; index < rows.size(); ++index)
                    messages[index] = record_cell(group, rows[index], broken).is_true()
                                          ? text("a message that is much too long")
                                          : text("fine");
            }
        );
    });
    return flow;
}

std::vector<Cells> contacts(size_t count, size_t broken_row) {
    std::vector<Cells> rows(count, Cells{{"LastName", text("L")}});
    rows[broken_row].emplace_back("Broken__c", Value::boolean(true));
    return rows;
}

} // namespace

TEST_CASE("a record whose flow fails is refused, and the others are saved once") {
    World world;
    FlowProgram& flow = logging_flow(world);
    world.start();
    RecordBatch records = world.batch("Contact", contacts(5, 2));
    const SaveReport report = world.save(Operation::create, records);
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].row == 2);
    CHECK(report.refused[0].fault->code == "CANNOT_EXECUTE_FLOW_TRIGGER");
    const std::string message(report.refused[0].fault->message);
    CHECK(message.starts_with(
        "We can't save this record because the “Log Label” process failed. Give your Salesforce "
        "admin these "
        "details. This error occurred when the flow tried to create records: STRING_TOO_LONG: "
        "Message__c: "
        "data value too large: a message that is much too long (max length=20)."
    ));
    CHECK(message.find(" Error ID: ") != std::string::npos);
    CHECK(world.count("Contact") == 4);
    CHECK(world.count("Log__c") == 4);
    CHECK(records.ids()[2] == Id{});
    CHECK(records.ids()[3] != Id{});
    // Five in the first attempt, the four good ones again in the second.
    CHECK(world.org->figures().flows[&flow].interviews == 9);
    CHECK(world.org->figures().created["Log__c"] == 4);
}

TEST_CASE("all or none: one refused record undoes all") {
    World world;
    logging_flow(world);
    world.start();
    RecordBatch records = world.batch("Contact", contacts(5, 2));
    const SaveReport report = world.save(Operation::create, records, true);
    REQUIRE(report.refused.size() == 5);
    CHECK(report.refused[0].fault->code == "ALL_OR_NONE_OPERATION_ROLLED_BACK");
    CHECK(report.refused[2].fault->code == "CANNOT_EXECUTE_FLOW_TRIGGER");
    CHECK(world.count("Contact") == 0);
    CHECK(world.count("Log__c") == 0);
}

TEST_CASE("three attempts are all: a failure in the third refuses everything") {
    World world;
    FlowProgram& flow = world.flow("Picky", FlowStart::record_after_save, "Contact");
    world.add_step(flow, "Fail_First", [](Group& group) {
        group.fault(group.rows().front(), text_fault("not this one", group.arena()));
    });
    world.start();
    RecordBatch records = world.batch("Contact", contacts(5, 0));
    const SaveReport report = world.save(Operation::create, records);
    REQUIRE(report.refused.size() == 5);
    CHECK(report.refused[2].fault->code == "CANNOT_EXECUTE_FLOW_TRIGGER");
    CHECK(
        report.refused[4].fault->message ==
        "Too many batch retries in the presence of Apex triggers and partial failures."
    );
    CHECK(world.count("Contact") == 0);
}

TEST_CASE("a custom error refuses the record with its own text") {
    World world;
    FlowProgram& flow = world.flow("Refuse", FlowStart::record_before_save, "Contact");
    world.add_step(flow, "No", [](Group& group) {
        for (const uint32_t row : group.rows())
            group.refuse(
                row,
                group.transaction().fault(
                    "FIELD_CUSTOM_VALIDATION_EXCEPTION", "not today", "LastName"
                )
            );
    });
    world.start();
    CHECK(
        world.refusal("Contact", {{"LastName", text("L")}}) ==
        "FIELD_CUSTOM_VALIDATION_EXCEPTION: not today"
    );
}

TEST_CASE("an update of the record being saved is a save of its own") {
    World world;
    FlowProgram& flow = world.flow("Again", FlowStart::record_after_save, "Contact");
    flow.on_update = false;
    world.add_step(flow, "Update", [&](Group& group) {
        RecordBatch records(world.object("Contact").id, static_cast<uint32_t>(group.rows().size()));
        for (size_t index = 0; index < group.rows().size(); ++index)
            records.ids()[index] = record_cell(group, group.rows()[index], 0).as_id();
        for (Value& cell : records.column(world.field("Contact", "FirstName")))
            cell = text("Ada");
        std::vector<const Fault*> faults(records.size());
        group.transaction().dml(Operation::update, records, faults);
        CHECK(faults[0] == nullptr);
    });
    FlowProgram& later = world.flow("Later", FlowStart::record_after_save, "Contact");
    later.on_update = false;
    std::vector<std::string> names;
    world.add_step(later, "See", [&](Group& group) {
        names.emplace_back(record_cell(group, 0, world.cell("Contact", "Name")).as_text());
    });
    world.start();
    const Id ada = world.contact({});
    CHECK(world.shown("Contact", ada, "Name") == "Ada Lovelace");
    CHECK(names == std::vector<std::string>{"Ada Lovelace"});
}

TEST_CASE("a flow that saves its own record for ever meets the depth limit") {
    World world;
    FlowProgram& flow = world.flow("Endless", FlowStart::record_after_save, "Contact");
    world.add_step(flow, "Update", [&](Group& group) {
        RecordBatch records(world.object("Contact").id, 1);
        records.ids()[0] = record_cell(group, 0, 0).as_id();
        records.column(world.field("Contact", "FirstName"))[0] = text("Ada");
        std::vector<const Fault*> faults(1);
        group.transaction().dml(Operation::update, records, faults);
        if (faults[0] != nullptr)
            group.fault(0, faults[0]);
    });
    world.start();
    const std::string refusal = world.refusal("Contact", {{"LastName", text("L")}});
    CHECK(refusal.starts_with(
        "CANNOT_EXECUTE_FLOW_TRIGGER: We can't save this record because the “Endless"
    ));
    CHECK(
        refusal.find("System.LimitException: Maximum trigger depth exceeded") != std::string::npos
    );
    CHECK(world.count("Contact") == 0);
}

TEST_CASE("a record that is named more than twelve times in one statement") {
    World world;
    world.start();
    const Id ada = world.contact({});
    RecordBatch records(world.object("Contact").id, 13);
    std::ranges::fill(records.ids(), ada);
    for (Value& cell : records.column(world.field("Contact", "FirstName")))
        cell = text("Ada");
    const SaveReport report = world.save(Operation::update, records);
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].fault->message.starts_with(
        "Maximum number of duplicate updates in one batch (12 allowed)."
    ));
}

TEST_CASE("chunks of 200, each a transaction") {
    World world;
    FlowProgram& flow = logging_flow(world);
    world.start();
    const uint64_t before = world.org->figures().transactions;
    RecordBatch records = world.batch("Contact", contacts(450, 449));
    const SaveReport report = world.save(Operation::create, records);
    CHECK(report.refused.size() == 1);
    CHECK(world.org->figures().transactions - before == 3);
    CHECK(world.org->figures().flows[&flow].interviews == 450 + 49);
    CHECK(world.count("Log__c") == 449);
    CHECK(world.org->figures().highest[static_cast<size_t>(Governor::dml_rows)].used == 200);
    CHECK(
        world.org->figures().highest[static_cast<size_t>(Governor::dml_rows)].where ==
        "save of 200 Contact"
    );
}
