#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

TEST_CASE("a delete takes details along, clears lookups and fires no flows for them") {
    World world;
    FlowProgram& flow = world.flow("Never", FlowStart::record_before_delete, "Contact");
    world.add_step(flow, "Step", [](Group&) {});
    world.start();
    const Id acme = world.account();
    const Id branch =
        world.create_one("Account", {{"Name", text("Branch")}, {"ParentId", Value::id(acme)}});
    const Id ada = world.contact(acme);
    const Id log = world.create_one("Log__c", {{"Contact__c", Value::id(ada)}});
    REQUIRE(World::text_of(world.erase("Account", acme)) == "");
    CHECK(world.count("Account") == 1);
    CHECK(world.count("Contact") == 0);
    CHECK(world.get("Log__c", log, "Contact__c").is_null());
    CHECK(world.get("Account", branch, "ParentId").is_null());
    CHECK(world.org->figures().flows[&flow].interviews == 0);
}

TEST_CASE("before-delete flows see the record and may refuse") {
    World world;
    FlowProgram& flow = world.flow("Keep", FlowStart::record_before_delete, "Contact");
    world.add_step(flow, "Keep_Broken", [&](Group& group) {
        for (const uint32_t row : group.rows())
            if (record_cell(group, row, world.cell("Contact", "Broken__c")).is_true())
                group.refuse(
                    row,
                    group.transaction().fault("FIELD_CUSTOM_VALIDATION_EXCEPTION", "it is kept")
                );
    });
    world.start();
    const std::vector<Id> ids = world.create(
        "Contact",
        {{{"LastName", text("A")}}, {{"LastName", text("B")}, {"Broken__c", Value::boolean(true)}}}
    );
    RecordBatch records(world.object("Contact").id, 2);
    std::ranges::copy(ids, records.ids().begin());
    CHECK(
        World::text_of(world.save(Operation::erase, records)) ==
        "FIELD_CUSTOM_VALIDATION_EXCEPTION: it is kept"
    );
    CHECK(world.count("Contact") == 1);
}

TEST_CASE("a restricting lookup holds its record back, and what would cascade to it") {
    World world;
    Field keeper;
    keeper.name = keeper.label = "Keeper__c";
    keeper.kind = FieldKind::lookup;
    keeper.delete_rule = DeleteRule::restrict_delete;
    keeper.refers_to.push_back(world.builder->find("Contact")->id);
    world.builder->add_field(*world.builder->find("Log__c"), keeper);
    world.start();
    const Id acme = world.account();
    const Id other = world.account("Other");
    const Id ada = world.contact(acme);
    world.create_one("Log__c", {{"Name", text("Book")}, {"Keeper__c", Value::id(ada)}});
    CHECK(
        World::text_of(world.erase("Contact", ada)) ==
        "DELETE_FAILED: Your attempt to delete Lovelace could not be completed because it is "
        "associated with "
        "the following Log__c records.: Book"
    );
    RecordBatch records(world.object("Account").id, 2);
    records.ids()[0] = acme;
    records.ids()[1] = other;
    const SaveReport report = world.save(Operation::erase, records);
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].row == 0);
    CHECK(report.refused[0].fault->code == "DELETE_FAILED");
    CHECK(world.count("Contact") == 1);
    CHECK(world.count("Account") == 1);
}

TEST_CASE("a rolled-back delete brings everything back") {
    World world;
    world.start();
    const Id acme = world.account();
    const Id ada = world.contact(acme);
    {
        Transaction transaction(*world.org, "gives up");
        RecordBatch records(world.object("Account").id, 1);
        records.ids()[0] = acme;
        const Fault* fault = nullptr;
        transaction.dml(Operation::erase, records, {&fault, 1});
        CHECK(fault == nullptr);
        CHECK(world.count("Contact") == 0);
    }
    CHECK(world.get("Contact", ada, "AccountId").as_id() == acme);
    CHECK(World::text_of(world.update("Contact", ada, {{"FirstName", text("Ada")}})) == "");
}
