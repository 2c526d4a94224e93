#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

TEST_CASE("seeds are there from the beginning, and nobody has created them") {
    World world;
    world.builder->declare("Setting__mdt", ObjectKind::custom_metadata);
    world.program.schema = world.builder->build();
    world.seed("Setting__mdt", "My_Default", {});
    world.start();
    const Id setting = world.find("Setting__mdt", "DeveloperName", text("My_Default"));
    CHECK(setting != Id{});
    CHECK(world.shown("Setting__mdt", setting, "MasterLabel") == "My Default");
    CHECK(world.org->figures().created.empty());
    CHECK(world.org->figures().transactions == 0);
    const Id admin = world.find("User", "Username", text("admin@acme.example"));
    CHECK(world.get("User", admin, "CreatedById").as_id() == admin);
    CHECK(world.get("User", admin, "IsActive").is_true());
    const Id full = world.find("UserLicense", "Name", text("Salesforce"));
    CHECK(world.get("UserLicense", full, "UsedLicenses").integer() == 1);
    const Id profile = world.get("User", admin, "ProfileId").as_id();
    CHECK(world.get("Profile", profile, "UserLicenseId").as_id() == full);

    Transaction transaction(*world.org, "look");
    CHECK(transaction.surroundings().user == admin);
    CHECK(transaction.surroundings().profile == profile);
    CHECK(
        transaction.find(
            world.object("Setting__mdt").id,
            world.field("Setting__mdt", "DeveloperName"),
            "my_default"
        ) == setting
    );
}

TEST_CASE("a running user or time zone that is not there is a failure of the host") {
    World world;
    world.start();
    world.org->settings().running_user = "nobody@acme.example";
    RecordBatch records = world.batch("Contact", {{{"LastName", text("L")}}});
    auto report = world.org->save(Operation::create, records);
    REQUIRE_FALSE(report);
    CHECK(report.error().message == "save of 1 Contact: no user is called `nobody@acme.example`");
    CHECK(world.count("Contact") == 0);
    world.org->settings().running_user = "admin@acme.example";
    world.org->settings().time_zone = "Nowhere/Land";
    CHECK_FALSE(world.org->save(Operation::create, records));
    world.org->settings().time_zone = "GMT";
    CHECK(world.org->save(Operation::create, records));
}

TEST_CASE("a flow that is run takes inputs and gives outputs") {
    World world;
    FlowProgram& flow = world.flow("Add", FlowStart::autolaunched, {});
    const uint32_t slot = flow.slot_count++;
    flow.variables.push_back({"Number", Type::of(TypeKind::number), slot, true, true, {}});
    world.add_step(flow, "Step", [slot](Group& group) {
        const Value value = group.slot(slot)[0];
        if (value.integer() < 0)
            group.fault(0, text_fault("less than nothing", group.arena()));
        else
            group.slot(slot)[0] = Value::number(value.integer() + 1);
    });
    world.start();
    std::pair<std::string, Value> input = {"Number", Value::number(4)};
    auto report = world.org->run_flow(flow, {&input, 1});
    REQUIRE(report);
    CHECK(report->fault == nullptr);
    REQUIRE(report->outputs.size() == 1);
    CHECK(report->outputs[0].second.integer() == 5);
    input.second = Value::number(-1);
    report = world.org->run_flow(flow, {&input, 1});
    REQUIRE(report);
    REQUIRE(report->fault != nullptr);
    CHECK(report->fault->message == "less than nothing");
    input.first = "Nothing";
    CHECK_FALSE(world.org->run_flow(flow, {&input, 1}));
}

TEST_CASE("a query outside of the limits stays readable until the next write") {
    World world;
    world.start();
    world.account("Acme");
    Query query;
    query.object = world.object("Account").id;
    query.fields = {world.field("Account", "Name")};
    auto first = world.org->query(query, {}, 1);
    auto second = world.org->query(query, {}, 1);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->records.find(query.fields[0])[0].as_text() == "Acme");
    world.account("Other");
    auto third = world.org->query(query, {}, 1);
    REQUIRE(third);
    CHECK(third->records.size() == 2);
}
