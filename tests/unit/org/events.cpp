#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

const Fault* publish(World& world, Transaction& transaction, std::string_view event, Cells cells) {
    RecordBatch messages = world.batch(event, {std::move(cells)});
    const Fault* fault = nullptr;
    transaction.dml(Operation::create, messages, {&fault, 1});
    return fault;
}

uint32_t published(World& world, std::string_view event) {
    return world.org->published(world.object(event).id).size();
}

} // namespace

TEST_CASE("after the commit: dropped by a rollback; at once: survives it") {
    World world;
    world.start();
    const Cells cells = {{"Contact_Id__c", text("003")}};
    {
        Transaction transaction(*world.org, "rolled back");
        CHECK(publish(world, transaction, "Later__e", cells) == nullptr);
        CHECK(publish(world, transaction, "Now__e", cells) == nullptr);
        CHECK(published(world, "Now__e") == 1);
        REQUIRE(transaction.rollback());
    }
    CHECK(published(world, "Later__e") == 0);
    CHECK(published(world, "Now__e") == 1);
    Transaction transaction(*world.org, "committed");
    CHECK(publish(world, transaction, "Later__e", cells) == nullptr);
    CHECK(published(world, "Later__e") == 0);
    REQUIRE(transaction.commit());
    REQUIRE(published(world, "Later__e") == 1);
    const RecordBatch& messages = world.org->published(world.object("Later__e").id);
    CHECK(messages.find(world.field("Later__e", "EventUuid"))[0].as_text().size() == 36);
    CHECK(world.org->figures().published["Later__e"] == 1);
    CHECK(world.org->figures().published["Now__e"] == 1);
}

TEST_CASE("a message is checked when it is published") {
    World world;
    world.start();
    Transaction transaction(*world.org, "checked");
    const Fault* fault = publish(world, transaction, "Later__e", {{"Message__c", text("m")}});
    REQUIRE(fault != nullptr);
    CHECK(fault->code == "REQUIRED_FIELD_MISSING");
    fault = publish(
        world,
        transaction,
        "Later__e",
        {{"Contact_Id__c", text("003")}, {"Message__c", text("eleven long")}}
    );
    REQUIRE(fault != nullptr);
    CHECK(fault->code == "STRING_TOO_LONG");
}

TEST_CASE("events of a refused record's flow are not sent, those of the others once") {
    World world;
    FlowProgram& flow = world.flow("Ask", FlowStart::record_after_save, "Contact");
    world.add_step(flow, "Publish", [&](Group& group) {
        create_for_group(
            group,
            world.object("Later__e").id,
            [&](RecordBatch& messages, std::span<const uint32_t> rows) {
                const std::span<Value> ids =
                    messages.column(world.field("Later__e", "Contact_Id__c"));
                for (size_t index = 0; index < rows.size(); ++index)
                    ids[index] = record_cell(group, rows[index], 0);
            }
        );
        for (const uint32_t row : group.rows())
            if (record_cell(group, row, world.cell("Contact", "Broken__c")).is_true())
                group.fault(row, text_fault("broken", group.arena()));
    });
    world.start();
    RecordBatch records = world.batch(
        "Contact",
        {{{"LastName", text("L")}}, {{"LastName", text("M")}, {"Broken__c", Value::boolean(true)}}}
    );
    CHECK(world.save(Operation::create, records).refused.size() == 1);
    REQUIRE(published(world, "Later__e") == 1);
}

TEST_CASE("a subscriber gets batches in order, as the user who published, each a transaction") {
    World world;
    FlowProgram& flow = world.flow("Write", FlowStart::event, "Later__e");
    std::vector<std::string> seen;
    world.add_step(flow, "Create_Log", [&](Group& group) {
        const uint32_t message = world.cell("Later__e", "Message__c");
        const uint32_t replay = world.cell("Later__e", "ReplayId");
        create_for_group(
            group,
            world.object("Log__c").id,
            [&](RecordBatch& logs, std::span<const uint32_t> rows) {
                const std::span<Value> keys = logs.column(world.field("Log__c", "Message__c"));
                for (size_t index = 0; index < rows.size(); ++index) {
                    keys[index] = record_cell(group, rows[index], message);
                    seen.emplace_back(record_cell(group, rows[index], message).as_text());
                    CHECK(record_cell(group, rows[index], replay).tag() == Tag::text);
                }
            }
        );
        for (const uint32_t row : group.rows())
            if (record_cell(group, row, message).as_text() == "bad")
                group.fault(row, text_fault("bad message", group.arena()));
    });
    OrgSettings settings;
    settings.event_batch = 2;
    world.start(settings);
    const Id ada = world.create_one("User", world.user("ada@acme.example", "Administrator"));
    const auto send = [&](std::vector<std::string_view> texts, Id user) {
        Transaction transaction(*world.org, "send", user);
        for (const std::string_view message : texts)
            CHECK(
                publish(
                    world,
                    transaction,
                    "Later__e",
                    {{"Contact_Id__c", text("003")}, {"Message__c", text(message)}}
                ) == nullptr
            );
        REQUIRE(transaction.commit());
    };
    send({"one", "two", "bad"}, {});
    send({"four"}, ada);
    const uint64_t rolled_back = world.org->figures().rolled_back;
    REQUIRE(world.org->deliver_events());
    CHECK(seen == std::vector<std::string>{"one", "two", "bad", "four"});
    CHECK(world.count("Log__c") == 3);
    CHECK(world.org->figures().rolled_back == rolled_back + 1);
    CHECK(world.org->figures().delivered["Write"] == 4);
    CHECK(world.org->figures().flows[&flow].failed == 1);
    CHECK(world.bus->pending() == 0);
    const Id log = world.find("Log__c", "Message__c", text("four"));
    CHECK(world.get("Log__c", log, "CreatedById").as_id() == ada);
}

TEST_CASE("events that answer one another for ever are reported with their flows") {
    World world;
    FlowProgram& flow = world.flow("Echo", FlowStart::event, "Later__e");
    world.add_step(flow, "Publish", [&](Group& group) {
        publish(world, group.transaction(), "Later__e", {{"Contact_Id__c", text("003")}});
    });
    world.start();
    {
        Transaction transaction(*world.org, "first");
        publish(world, transaction, "Later__e", {{"Contact_Id__c", text("003")}});
        REQUIRE(transaction.commit());
    }
    const Status done = world.org->deliver_events(10);
    REQUIRE_FALSE(done);
    CHECK(
        done.error().message ==
        "delivering events does not end: after 10 batches there is still work for `Echo`"
    );
}
