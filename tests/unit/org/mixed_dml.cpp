#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

/// One statement for one record.
const Fault*
dml(World& world,
    Transaction& transaction,
    Operation operation,
    std::string_view object,
    Cells cells,
    Id id = {}) {
    RecordBatch records = world.batch(object, {std::move(cells)});
    records.ids()[0] = id;
    const Fault* fault = nullptr;
    transaction.dml(operation, records, {&fault, 1});
    return fault;
}

} // namespace

TEST_CASE("setup after data and data after setup are refused, and reading never is") {
    World world;
    world.start();
    {
        Transaction transaction(*world.org, "data first");
        REQUIRE(
            dml(world, transaction, Operation::create, "Account", {{"Name", text("Acme")}}) ==
            nullptr
        );
        const Fault* const fault =
            dml(world,
                transaction,
                Operation::create,
                "User",
                world.user("a@b.example", "Administrator"));
        REQUIRE(fault != nullptr);
        CHECK(fault->code == "MIXED_DML_OPERATION");
        CHECK(
            fault->message == "DML operation on setup object is not permitted after you have "
                              "updated a non-setup object (or "
                              "vice versa): User, original object: Account"
        );
        CHECK_FALSE(fault->uncatchable);
        // The failed statement left no mark: data goes on.
        CHECK(
            dml(world, transaction, Operation::create, "Contact", {{"LastName", text("L")}}) ==
            nullptr
        );
        REQUIRE(transaction.commit());
    }
    Transaction transaction(*world.org, "setup first");
    REQUIRE(
        dml(world,
            transaction,
            Operation::create,
            "User",
            world.user("a@b.example", "Administrator")) == nullptr
    );
    REQUIRE(
        dml(world, transaction, Operation::create, "UserRole", {{"Name", text("R")}}) == nullptr
    );
    const Fault* const fault =
        dml(world, transaction, Operation::create, "Contact", {{"LastName", text("L")}});
    REQUIRE(fault != nullptr);
    CHECK(fault->message.ends_with("(or vice versa): Contact, original object: User"));
}

TEST_CASE("a statement that was refused for another reason leaves no mark") {
    World world;
    world.start();
    Transaction transaction(*world.org, "refused");
    CHECK(dml(world, transaction, Operation::create, "Contact", {}) != nullptr);
    CHECK(dml(world, transaction, Operation::create, "UserRole", {{"Name", text("R")}}) == nullptr);
}

TEST_CASE("the flows of a save stand in its transaction") {
    World world;
    FlowProgram& flow = world.flow("Make_User", FlowStart::record_after_save, "Contact");
    std::string message;
    world.add_step(flow, "Create_User", [&](Group& group) {
        message = dml(world,
                      group.transaction(),
                      Operation::create,
                      "User",
                      world.user("a@b.example", "Administrator"))
                      ->message;
    });
    world.start();
    world.contact({});
    CHECK(message.ends_with("User, original object: Contact"));
}

TEST_CASE("the documented exceptions, if the org goes by them") {
    World world;
    OrgSettings settings;
    settings.documented_mixed_dml = true;
    world.start(settings);
    const Id admin = world.find("User", "Username", text("admin@acme.example"));
    Transaction transaction(*world.org, "documented");
    REQUIRE(
        dml(world, transaction, Operation::create, "Account", {{"Name", text("Acme")}}) == nullptr
    );
    CHECK(
        dml(world,
            transaction,
            Operation::create,
            "User",
            world.user("a@b.example", "Administrator")) == nullptr
    );
    CHECK(
        dml(world, transaction, Operation::update, "User", {{"FirstName", text("A")}}, admin) ==
        nullptr
    );
    CHECK(
        dml(world,
            transaction,
            Operation::update,
            "User",
            {{"IsActive", Value::boolean(true)}},
            admin)
            ->code == "MIXED_DML_OPERATION"
    );
    Cells with_role = world.user("b@b.example", "Administrator");
    with_role.emplace_back("UserRoleId", Value::id(world.find("UserRole", "Name", text("CEO"))));
    CHECK(
        dml(world, transaction, Operation::create, "User", with_role)->code == "MIXED_DML_OPERATION"
    );
    CHECK(
        dml(world, transaction, Operation::create, "UserRole", {{"Name", text("R")}})->code ==
        "MIXED_DML_OPERATION"
    );
}
