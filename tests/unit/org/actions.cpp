#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

struct Call {
    std::vector<std::string_view> names;
    std::vector<std::vector<Value>> columns;

    void input(std::string_view name, std::vector<Value> values) {
        names.push_back(name);
        columns.push_back(std::move(values));
    }
    std::vector<const Fault*>
    run(World& world, Transaction& transaction, std::string_view type, std::string_view detail) {
        std::vector<ActionColumn> inputs;
        for (size_t index = 0; index < names.size(); ++index)
            inputs.push_back({names[index], columns[index]});
        const auto size = static_cast<uint32_t>(columns.front().size());
        std::vector<const Fault*> faults(size);
        ActionCall call{transaction, type, detail, size, inputs, {}, faults, transaction.arena()};
        world.actions.find(type, detail)->run(call);
        return faults;
    }
};

Value greeting(const Frame& frame, uint32_t row) {
    const Value name = frame.slot(0)[row];
    return Value::text(frame.arena->copy("Hello " + std::string(name.as_text())));
}

} // namespace

TEST_CASE("emailSimple sends with the commit, and fails without recipients or texts") {
    World world;
    world.start();
    const Id ada =
        world.create_one("Contact", {{"LastName", text("L")}, {"Email", text("ada@acme.example")}});
    Transaction transaction(*world.org, "mails");
    Call call;
    call.input("emailSubject", {text("Hi"), text("Hi"), text("Hi"), Value::null()});
    call.input("emailBody", {text("There"), text("There"), text("There"), text("There")});
    call.input(
        "emailAddresses", {text("a@b.example, c@d.example"), Value(), Value(), text("a@b.example")}
    );
    call.input("recipientId", {Value(), Value::id(ada), Value(), Value()});
    const auto faults = call.run(world, transaction, "emailSimple", "emailSimple");
    CHECK(faults[0] == nullptr);
    CHECK(faults[1] == nullptr);
    REQUIRE(faults[2] != nullptr);
    CHECK(faults[2]->message == "Probably Limit Exceeded or 0 recipients");
    REQUIRE(faults[3] != nullptr);
    CHECK(faults[3]->message == "Missing required input parameter: emailSubject");
    CHECK(world.org->outbox().emails.empty());
    REQUIRE(transaction.commit());
    REQUIRE(world.org->outbox().emails.size() == 2);
    CHECK(
        world.org->outbox().emails[0].to == std::vector<std::string>{"a@b.example", "c@d.example"}
    );
    CHECK(world.org->outbox().emails[1].to == std::vector<std::string>{"ada@acme.example"});
    CHECK(world.org->outbox().emails[1].body == "There");
}

TEST_CASE("emailAlert merges the record and finds its recipients in bulk") {
    World world;
    world.program.schema = world.builder->build();
    EmailAlert& alert = world.program.alerts.emplace_back();
    alert.name = "Contact.Welcome";
    alert.object = world.object("Contact").id;
    alert.to = {"Email", "OwnerId", "desk@acme.example"};
    alert.subject.expression = function_expression(greeting, world.program.arena);
    alert.subject.sources.push_back({SlotSource::Kind::field, world.field("Contact", "Name")});
    alert.body = alert.subject;
    world.start();
    const Id ada = world.create_one(
        "Contact", {{"LastName", text("Ada")}, {"Email", text("ada@acme.example")}}
    );
    Transaction transaction(*world.org, "mails");
    Call call;
    call.input("SObjectRowId", {Value::id(ada), Value::id(make_id(*parse_key_prefix("003"), 99))});
    const auto faults = call.run(world, transaction, "emailAlert", "Contact.Welcome");
    CHECK(faults[0] == nullptr);
    REQUIRE(faults[1] != nullptr);
    CHECK(faults[1]->code == "INVALID_CROSS_REFERENCE_KEY");
    REQUIRE(transaction.commit());
    REQUIRE(world.org->outbox().emails.size() == 1);
    const Email& email = world.org->outbox().emails[0];
    CHECK(email.subject == "Hello Ada");
    CHECK(email.source == "Contact.Welcome");
    CHECK(
        email.to ==
        std::vector<std::string>{"ada@acme.example", "admin@acme.example", "desk@acme.example"}
    );
}

TEST_CASE("mails of a transaction that is rolled back are not sent") {
    World world;
    world.start();
    {
        Transaction transaction(*world.org, "gives up");
        Email email;
        email.to = {"a@b.example"};
        email.subject = "s";
        transaction.send(std::move(email));
    }
    CHECK(world.org->outbox().emails.empty());
}
