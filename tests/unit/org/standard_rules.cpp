#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

void declare(
    World& world, std::string name, const std::vector<std::pair<std::string, FieldKind>>& fields
) {
    Object& object = *world.builder->declare(std::move(name), ObjectKind::standard);
    for (const auto& [field_name, kind] : fields) {
        Field field;
        field.name = field.label = field_name;
        field.kind = kind;
        if (field_name == "ContactId")
            field.refers_to.push_back(world.builder->find("Contact")->id);
        if (field_name == "AccountId")
            field.refers_to.push_back(world.builder->find("Account")->id);
        if (field_name == "AssigneeId")
            field.refers_to.push_back(world.builder->find("User")->id);
        if (field_name == "PermissionSetId")
            field.refers_to.push_back(world.builder->find("UserRole")->id);
        world.builder->add_field(object, field);
    }
}

} // namespace

TEST_CASE("a case takes over its contact's account and is closed by its status") {
    World world;
    declare(
        world,
        "Case",
        {{"ContactId", FieldKind::lookup},
         {"AccountId", FieldKind::lookup},
         {"Status", FieldKind::picklist},
         {"IsClosed", FieldKind::checkbox},
         {"ClosedDate", FieldKind::date_time},
         {"ContactEmail", FieldKind::email}}
    );
    world.start();
    const Id acme = world.account();
    const Id other = world.account("Other");
    const Id ada = world.create_one(
        "Contact",
        {{"LastName", text("L")}, {"AccountId", Value::id(acme)}, {"Email", text("a@b.example")}}
    );
    const Id first =
        world.create_one("Case", {{"ContactId", Value::id(ada)}, {"Status", text("New")}});
    CHECK(world.get("Case", first, "AccountId").as_id() == acme);
    CHECK(world.shown("Case", first, "ContactEmail") == "a@b.example");
    CHECK_FALSE(world.get("Case", first, "IsClosed").is_true());
    REQUIRE(World::text_of(world.update("Case", first, {{"Status", text("Closed")}})) == "");
    CHECK(world.get("Case", first, "IsClosed").is_true());
    CHECK(world.get("Case", first, "ClosedDate").integer() == 1'700'000'000'000);
    const Id second =
        world.create_one("Case", {{"ContactId", Value::id(ada)}, {"AccountId", Value::id(other)}});
    CHECK(world.get("Case", second, "AccountId").as_id() == other);
}

TEST_CASE("the stage of an opportunity says how likely it is") {
    World world;
    declare(
        world,
        "Opportunity",
        {{"StageName", FieldKind::picklist},
         {"Probability", FieldKind::percent},
         {"IsClosed", FieldKind::checkbox},
         {"IsWon", FieldKind::checkbox},
         {"ForecastCategory", FieldKind::picklist}}
    );
    world.start();
    const Id deal = world.create_one("Opportunity", {{"StageName", text("Qualification")}});
    CHECK(world.get("Opportunity", deal, "Probability").integer() == 10);
    world.update("Opportunity", deal, {{"StageName", text("Closed Won")}});
    CHECK(world.get("Opportunity", deal, "Probability").integer() == 100);
    CHECK(world.get("Opportunity", deal, "IsWon").is_true());
    CHECK(world.shown("Opportunity", deal, "ForecastCategory") == "Closed");
    const Id unsure = world.create_one(
        "Opportunity", {{"StageName", text("Qualification")}, {"Probability", Value::number(42)}}
    );
    CHECK(world.get("Opportunity", unsure, "Probability").integer() == 42);
}

TEST_CASE("a user gets a permission set once") {
    World world;
    declare(
        world,
        "PermissionSetAssignment",
        {{"AssigneeId", FieldKind::lookup}, {"PermissionSetId", FieldKind::lookup}}
    );
    world.start();
    const Id admin = world.find("User", "Username", text("admin@acme.example"));
    const Id set = world.find("UserRole", "Name", text("CEO"));
    const Cells cells = {{"AssigneeId", Value::id(admin)}, {"PermissionSetId", Value::id(set)}};
    RecordBatch records = world.batch("PermissionSetAssignment", {cells, cells});
    CHECK(
        World::text_of(world.save(Operation::create, records)) ==
        "DUPLICATE_VALUE: duplicate value found: <unknown> duplicates value on record with id: "
        "<unknown>"
    );
    CHECK(world.refusal("PermissionSetAssignment", cells).starts_with("DUPLICATE_VALUE: "));
    CHECK(world.count("PermissionSetAssignment") == 1);
}

TEST_CASE("roles get names for developers") {
    World world;
    world.start();
    const Id role = world.create_one("UserRole", {{"Name", text("Head of 2nd-Line Support")}});
    CHECK(world.shown("UserRole", role, "DeveloperName") == "Head_of_2nd_Line_Support");
}
