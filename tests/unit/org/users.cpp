#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

Cells portal_user(World& world, std::string username, std::string_view profile, Id contact) {
    Cells cells = world.user(std::move(username), profile);
    cells.emplace_back("ContactId", Value::id(contact));
    return cells;
}

Cells without(Cells cells, std::string_view name) {
    std::erase_if(cells, [&](const auto& cell) { return cell.first == name; });
    return cells;
}

Cells with(Cells cells, std::string name, Value value) {
    cells = without(std::move(cells), name);
    cells.emplace_back(std::move(name), value);
    return cells;
}

int64_t used(World& world, std::string_view licence) {
    return world
        .get("UserLicense", world.find("UserLicense", "Name", text(licence)), "UsedLicenses")
        .integer();
}

} // namespace

TEST_CASE("a user gets what nobody gave it") {
    World world;
    world.start();
    const Id ada = world.create_one("User", world.user("Ada@Acme.Example", "Administrator"));
    CHECK(world.shown("User", ada, "Username") == "ada@acme.example");
    CHECK(world.get("User", ada, "IsActive").is_true());
    CHECK(world.shown("User", ada, "UserType") == "Standard");
    CHECK(world.shown("User", ada, "DigestFrequency") == "D");
    CHECK(world.shown("User", ada, "CommunityNickname").size() == 22);
    CHECK_FALSE(world.get("User", ada, "IsPortalEnabled").is_true());
    CHECK(used(world, "Salesforce") == 2);
}

TEST_CASE("what a user must have") {
    World world;
    world.start();
    CHECK(
        world.refusal("User", {}) ==
        "REQUIRED_FIELD_MISSING: Required fields are missing: [LastName, Alias, Email, Username, "
        "ProfileId, "
        "TimeZoneSidKey, LocaleSidKey, LanguageLocaleKey, EmailEncodingKey]"
    );
    const Cells user = world.user("ada@acme.example", "Administrator");
    CHECK(
        world.refusal("User", with(user, "Alias", text("lovelace9"))) ==
        "STRING_TOO_LONG: Alias: data value too large: lovelace9 (max length=8)"
    );
    CHECK(
        world.refusal("User", with(user, "Username", text("ada"))) ==
        "INVALID_EMAIL_ADDRESS: Username: invalid email address: ada"
    );
    CHECK(
        world.refusal("User", with(user, "Email", text("ada@"))) ==
        "INVALID_EMAIL_ADDRESS: Email: invalid email address: ada@"
    );
}

TEST_CASE("usernames are unique in this and every other org, and in one batch") {
    World world;
    OrgSettings settings;
    settings.reserved_usernames = {"Taken@Acme.Example"};
    world.start(settings);
    const std::string duplicate =
        "DUPLICATE_USERNAME: Duplicate Username.<br>The username already exists in this or another "
        "Salesforce "
        "organization. Usernames must be unique across all Salesforce organizations. To resolve, "
        "use a "
        "different username (it doesn't need to match the user's email address). ";
    CHECK(world.refusal("User", world.user("ADMIN@acme.example", "Administrator")) == duplicate);
    CHECK(world.refusal("User", world.user("taken@acme.example", "Administrator")) == duplicate);
    RecordBatch records = world.batch(
        "User",
        {world.user("ada@acme.example", "Administrator"),
         world.user("Ada@acme.example", "Administrator")}
    );
    const SaveReport report = world.save(Operation::create, records);
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].row == 1);
    CHECK(World::text_of(report) == duplicate);
    CHECK(
        World::text_of(
            world.update("User", records.ids()[0], {{"Username", text("admin@acme.example")}})
        ) == duplicate
    );
    CHECK(
        World::text_of(
            world.update("User", records.ids()[0], {{"Username", text("ada@acme.example")}})
        ) == ""
    );
}

TEST_CASE("nicknames are unique") {
    World world;
    world.start();
    world.create_one(
        "User",
        with(world.user("a@acme.example", "Administrator"), "CommunityNickname", text("ada"))
    );
    CHECK(
        world.refusal(
            "User",
            with(world.user("b@acme.example", "Administrator"), "CommunityNickname", text("Ada"))
        ) ==
        "DUPLICATE_COMM_NICKNAME: Duplicate Nickname.<br>Another user has already selected this "
        "nickname.<br>Please select another."
    );
}

TEST_CASE("a portal user belongs to its contact's account and makes it a customer account") {
    World world;
    world.start();
    const Id acme = world.account();
    const Id ada = world.contact(acme);
    const Id user =
        world.create_one("User", portal_user(world, "ada@p.example", "Community User", ada));
    CHECK(world.shown("User", user, "UserType") == "CspLitePortal");
    CHECK(world.get("User", user, "AccountId").as_id() == acme);
    CHECK(world.get("User", user, "IsPortalEnabled").is_true());
    CHECK(world.get("User", user, "UserRoleId").is_null());
    CHECK(world.get("Account", acme, "IsCustomerPortal").is_true());
    CHECK(used(world, "Customer Community") == 1);
    CHECK(
        world.refusal("User", portal_user(world, "ada2@p.example", "Community User", ada)) ==
        "PORTAL_USER_ALREADY_EXISTS_FOR_CONTACT: portal user already exists for contact"
    );
    CHECK(World::text_of(world.erase("Contact", ada))
              .starts_with("DELETE_FAILED: Your attempt to delete Lovelace could not be completed "
                           "because it is associated with"));
    CHECK(World::text_of(world.erase("Account", acme)).starts_with("DELETE_FAILED: "));
}

TEST_CASE("why a portal user is refused") {
    World world;
    world.start();
    const Id acme = world.account();
    const Id ada = world.contact(acme);
    CHECK(
        world.refusal("User", world.user("a@p.example", "Community User")) ==
        "INVALID_CROSS_REFERENCE_KEY: Cannot create a portal user without contact"
    );
    CHECK(world.refusal("User", portal_user(world, "a@p.example", "Administrator", ada))
              .starts_with("FIELD_INTEGRITY_EXCEPTION: "));
    const Id lonely = world.contact({});
    CHECK(world.refusal("User", portal_user(world, "a@p.example", "Community User", lonely))
              .starts_with("FIELD_INTEGRITY_EXCEPTION: "));
    const Id clerk = world.create_one("User", world.user("clerk@acme.example", "Administrator"));
    const Id roleless =
        world.create_one("Account", {{"Name", text("Roleless")}, {"OwnerId", Value::id(clerk)}});
    CHECK(
        world.refusal(
            "User", portal_user(world, "a@p.example", "Community User", world.contact(roleless))
        ) == "UNKNOWN_EXCEPTION: portal account owner must have a role"
    );
    CHECK(world.refusal("User", portal_user(world, "a@p.example", "Partner User", ada))
              .starts_with("FIELD_INTEGRITY_EXCEPTION: "));
    const Id ceo = world.find("UserRole", "Name", text("CEO"));
    CHECK(
        world.refusal(
            "User",
            with(portal_user(world, "a@p.example", "Plus User", ada), "UserRoleId", Value::id(ceo))
        ) == "FIELD_INTEGRITY_EXCEPTION: role type must match user type"
    );
    CHECK(
        world.refusal(
            "User",
            with(
                portal_user(world, "a@p.example", "Community User", ada),
                "UserRoleId",
                Value::id(ceo)
            )
        ) == "FIELD_INTEGRITY_EXCEPTION: role type must match user type"
    );
    RecordBatch records = world.batch(
        "User",
        {portal_user(world, "a@p.example", "Community User", ada),
         portal_user(world, "b@p.example", "Community User", ada)}
    );
    CHECK(
        World::text_of(world.save(Operation::create, records)) ==
        "PORTAL_USER_ALREADY_EXISTS_FOR_CONTACT: portal user already exists for contact"
    );
}

TEST_CASE("role-based licences get portal roles under the owner's role") {
    World world;
    world.start();
    const Id acme = world.account();
    const Id ceo = world.find("UserRole", "Name", text("CEO"));
    RecordBatch records = world.batch(
        "User",
        {portal_user(world, "a@p.example", "Plus User", world.contact(acme)),
         portal_user(world, "b@p.example", "Plus User", world.contact(acme))}
    );
    REQUIRE(World::text_of(world.save(Operation::create, records)) == "");
    const Id worker = world.get("User", records.ids()[0], "UserRoleId").as_id();
    CHECK(world.get("User", records.ids()[1], "UserRoleId").as_id() == worker);
    CHECK(world.shown("UserRole", worker, "Name") == "Acme Customer User");
    CHECK(world.shown("UserRole", worker, "PortalType") == "CustomerPortal");
    CHECK(world.get("UserRole", worker, "ParentRoleId").as_id() == ceo);
    CHECK(world.count("UserRole") == 2);

    const Id boss = world.create_one(
        "User",
        with(
            portal_user(world, "c@p.example", "Plus User", world.contact(acme)),
            "PortalRole",
            text("Executive")
        )
    );
    const Id executive = world.get("User", boss, "UserRoleId").as_id();
    CHECK(world.shown("UserRole", executive, "Name") == "Acme Customer Executive");
    CHECK(world.get("UserRole", executive, "ParentRoleId").as_id() == ceo);
    const Id manager = world.get("UserRole", worker, "ParentRoleId").as_id();
    CHECK(world.shown("UserRole", manager, "Name") == "Acme Customer Manager");
    CHECK(world.get("UserRole", manager, "ParentRoleId").as_id() == executive);

    world.update("Account", acme, {{"IsPartner", Value::boolean(true)}});
    const Id partner = world.create_one(
        "User", portal_user(world, "d@p.example", "Partner User", world.contact(acme))
    );
    CHECK(
        world.shown("UserRole", world.get("User", partner, "UserRoleId").as_id(), "Name") ==
        "Acme Partner User"
    );
    CHECK(world.shown("User", partner, "UserType") == "PowerPartner");
}

TEST_CASE("licences are counted, and run out") {
    World world;
    world.start();
    const Id acme = world.account();
    std::vector<Cells> users;
    for (const std::string_view name : {"a@p.example", "b@p.example", "c@p.example", "d@p.example"})
        users.push_back(portal_user(world, std::string(name), "Community User", world.contact(acme))
        );
    RecordBatch records = world.batch("User", users);
    const SaveReport report = world.save(Operation::create, records);
    CHECK(World::text_of(report) == "LICENSE_LIMIT_EXCEEDED: License Limit Exceeded");
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].row == 3);
    CHECK(used(world, "Customer Community") == 3);
    // Deactivating gives a licence back.
    const Id first = records.ids()[0];
    REQUIRE(
        World::text_of(world.update("User", first, {{"IsActive", Value::boolean(false)}})) == ""
    );
    CHECK(used(world, "Customer Community") == 2);
    world.create_one("User", users[3]);
    CHECK(
        World::text_of(world.update("User", first, {{"IsActive", Value::boolean(true)}})) ==
        "LICENSE_LIMIT_EXCEEDED: License Limit Exceeded"
    );
    CHECK(used(world, "Customer Community") == 3);
}

TEST_CASE("portal access that is taken away frees the contact and the licence") {
    World world;
    world.start();
    const Id ada = world.contact(world.account());
    const Id user =
        world.create_one("User", portal_user(world, "a@p.example", "Community User", ada));
    REQUIRE(
        World::text_of(world.update("User", user, {{"IsPortalEnabled", Value::boolean(false)}})) ==
        ""
    );
    CHECK(world.get("User", user, "ContactId").is_null());
    CHECK_FALSE(world.get("User", user, "IsActive").is_true());
    CHECK(used(world, "Customer Community") == 0);
    world.create_one("User", portal_user(world, "b@p.example", "Community User", ada));
}

TEST_CASE("users are deactivated, never deleted; inactive ones own nothing new") {
    World world;
    world.start();
    const Id ada = world.create_one("User", world.user("ada@acme.example", "Administrator"));
    CHECK(
        World::text_of(world.erase("User", ada)) ==
        "INVALID_TYPE_FOR_OPERATION: entity type User does not support delete"
    );
    world.update("User", ada, {{"IsActive", Value::boolean(false)}});
    const auto id = to_text(ada);
    CHECK(
        world.refusal("Account", {{"Name", text("A")}, {"OwnerId", Value::id(ada)}}) ==
        "INACTIVE_OWNER_OR_USER: operation performed with inactive user [" +
            std::string(id.data(), 18) + "] as owner of Account"
    );
}

TEST_CASE("two hundred users cost no query") {
    World world;
    world.start();
    const Id acme = world.account();
    std::vector<Cells> contacts(
        200, Cells{{"LastName", text("L")}, {"AccountId", Value::id(acme)}}
    );
    const std::vector<Id> ids = world.create("Contact", contacts);
    std::vector<Cells> users;
    for (size_t index = 0; index < ids.size(); ++index)
        users.push_back(
            portal_user(world, std::to_string(index).append("@p.example"), "Plus User", ids[index])
        );
    world.create("User", users);
    CHECK(world.org->figures().highest[static_cast<size_t>(Governor::soql_queries)].used == 0);
    CHECK(world.count("UserRole") == 2);
}
