// Paths: variables, fields, relationships, global variables.

#include "unit/formula/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using weir::test::test_id;
using weir::test::World;

namespace {

struct Records : World {
    Records() {
        const ObjectId account = object("Account").id;
        reader.put(account, test_id("001", 1), field("Account", "Name"), Value::text("Acme"));
        reader.put(
            account, test_id("001", 1), field("Account", "ParentId"), Value::id(test_id("001", 2))
        );
        reader.put(
            account, test_id("001", 2), field("Account", "Name"), Value::text("Acme Holding")
        );
        reader.put(
            account, test_id("001", 1), field("Account", "OwnerId"), Value::id(test_id("005", 1))
        );
        reader.put(
            account, test_id("001", 2), field("Account", "OwnerId"), Value::id(test_id("00G", 1))
        );
        reader.put(object("User").id, test_id("005", 1), field("User", "Name"), Value::text("Ada"));
        reader.put(
            object("User").id,
            test_id("005", 1),
            field("User", "ProfileId"),
            Value::id(test_id("00e", 1))
        );
        reader.put(
            object("Group").id, test_id("00G", 1), field("Group", "Name"), Value::text("Support")
        );
        reader.put(
            object("Profile").id, test_id("00e", 1), field("Profile", "Name"), Value::text("Admin")
        );
        record = scope.add("$Record", Type::record_of(object("Contact").id));
        set(record,
            {row(object("Contact").id,
                 {{"AccountId", Value::id(test_id("001", 1))}, {"Share__c", Value::number(10)}}),
             row(object("Contact").id, {{"AccountId", Value::id(test_id("001", 2))}}),
             row(object("Contact").id, {{"AccountId", Value::null()}})});
    }
    std::string all(std::string_view text) {
        std::string result;
        const Expression expression = formula(text);
        if (expression.type.is_error())
            return messages();
        for (const Value& value : values(expression))
            result += World::text(value) + "|";
        return result;
    }
    uint32_t record = 0;
};

} // namespace

TEST_CASE("fields of records are cells, and names have no case") {
    Records world;
    CHECK(world.all("$record.share__C") == "10|null|null|");
    CHECK(world.all("{!$Record.Share__c}") == "10|null|null|");
    CHECK(world.scope.used.back().second == world.field("Contact", "Share__c"));
}

TEST_CASE("a percentage is a fraction inside of an operation and itself alone") {
    Records world;
    CHECK(world.all("$Record.Share__c * 2") == "0.2|null|null|");
    CHECK(world.all("ROUND($Record.Share__c, 1)") == "0.1|null|null|");
    CHECK(world.all("IF(TRUE, $Record.Share__c, 0)") == "0.1|null|null|");
}

TEST_CASE("relationships are one bulk read a step") {
    Records world;
    CHECK(world.all("$Record.Account.Name") == "Acme|Acme Holding|null|");
    CHECK(world.reader.reads == 1);
    CHECK(world.scope.used.back().second == world.field("Contact", "AccountId"));
    CHECK(world.all("$Record.Account.Parent.Name") == "Acme Holding|null|null|");
    CHECK(world.reader.reads == 3);
}

TEST_CASE("a lookup to several objects") {
    Records world;
    CHECK(world.all("$Record.Account.Owner:User.Name") == "Ada|null|null|");
    CHECK(world.all("$Record.Account.Owner:Group.Name") == "null|Support|null|");
    CHECK(world.all("$Record.Account.Owner.Name") == "Ada|Support|null|");
    CHECK(
        world.all("$Record.Account.Owner:Contact.Name")
            .find("W0314 `Owner` does not lead to `Contact`") == 0
    );
}

TEST_CASE("a read that hits a limit fails the rows that asked") {
    Records world;
    const Fault fault{"LIMIT", "too many", "", true};
    world.reader.fault = &fault;
    CHECK(world.all("$Record.Account.Name") == "fault|fault|null|");
    CHECK(world.all("IFERROR($Record.Account.Name, 'x')") == "fault|fault|null|");
}

TEST_CASE("a record that is not there") {
    Records world;
    const ObjectId contact = world.object("Contact").id;
    world.set(
        world.scope.add("Get_Contact", Type::record_of(contact)),
        {Value::null(), Value::null(), Value::null()}
    );
    world.set(
        world.scope.add("$Record__Prior", Type::record_of(contact)),
        {Value::null(), Value::null(), Value::null()}
    );
    const auto values = world.values(world.formula("Get_Contact.Email"));
    REQUIRE(values[0].is_fault());
    CHECK(
        values[0].as_fault().message == "The flow failed to access the value for Get_Contact.Email "
                                        "because it hasn't been set or assigned."
    );
    CHECK(world.values(world.formula("Get_Contact.Account.Name"))[0].is_fault());
    CHECK(world.all("$Record__Prior.Email") == "null|null|null|");
}

TEST_CASE("fields without a head belong to the implicit object") {
    World world;
    world.scope.implicit = world.object("Contact").id;
    CHECK(world.text("LastName & '!'") == "!");
    world.set(world.scope.fields[world.field("Contact", "LastName")], {Value::text("Lovelace")});
    CHECK(world.text("LastName & '!'") == "Lovelace!");
    world.reader.put(
        world.object("Account").id,
        test_id("001", 1),
        world.field("Account", "Name"),
        Value::text("Acme")
    );
    CHECK(world.text("Account.Name") == "null");
    world.set(
        world.scope.fields[world.field("Contact", "AccountId")], {Value::id(test_id("001", 1))}
    );
    CHECK(world.text("Account.Name") == "Acme");
    world.out = Diagnostics();
    CHECK(
        world.text("LastNam").find("W0312 `Contact` has no field `LastNam` @ LastNam\n  help: a "
                                   "field with a similar name exists: `LastName` => LastName") == 0
    );
}

TEST_CASE("blank numbers read as zero where a formula field wants it") {
    World world;
    world.blank_as_zero = true;
    world.scope.implicit = world.object("Contact").id;
    CHECK(world.text("Score__c + 1") == "1");
    CHECK(world.text("LastName & 'x'") == "x");
    CHECK(world.text("ISBLANK(Birthdate)") == "true");
}

TEST_CASE("global variables of the user and the organisation") {
    Records world;
    CHECK(world.all("$User.Name") == "Ada|Ada|Ada|");
    CHECK(world.all("$User.Profile.Name") == "Admin|Admin|Admin|");
    CHECK(world.all("$Profile.Name") == "Admin|Admin|Admin|");
    CHECK(world.all("LEFT($User.Id, 3)") == "005|005|005|");
    CHECK(world.all("$UserRole.Name").find("W0316 `$UserRole` needs the object `UserRole`") == 0);
}

TEST_CASE("global constants and the flow") {
    World world;
    CHECK(world.text("$GlobalConstant.True") == "true");
    CHECK(world.text("$GlobalConstant.EmptyString = ''") == "true");
    CHECK(world.text("$System.OriginDateTime") == "1900-01-01 00:00:00Z");
    CHECK(world.text("$Flow.CurrentDate") == "2026-03-01");
    CHECK(world.text("$Flow.CurrentDateTime") == "2026-03-01 09:00:00Z");
    CHECK(world.text("$Api.Enterprise_Server_URL_620") == "https://localhost/services/Soap/c/62.0");
    world.set(world.scope.add("$Flow.FaultMessage", Type::of(TypeKind::text)), {Value::text("no")});
    CHECK(world.text("$Flow.FaultMessage") == "no");
    CHECK(
        world.text("$Flow.InterviewGuid").find("W0315 `$Flow.InterviewGuid` has no value here") == 0
    );
    world.out = Diagnostics();
    CHECK(
        world.text("$Flow.CurentDate")
            .find("help: a member with a similar name exists: `CurrentDate`") != std::string::npos
    );
}

TEST_CASE("custom metadata and custom settings") {
    World world;
    const Object& type = world.object("Portal_Setting__mdt");
    const Id id = test_id("003", 9);
    world.reader.put(
        type.id, id, world.field("Portal_Setting__mdt", "DeveloperName"), Value::text("Default")
    );
    world.reader.put(
        type.id, id, world.field("Portal_Setting__mdt", "Suffix__c"), Value::text(".portal")
    );
    CHECK(world.text("$CustomMetadata.Portal_Setting__mdt.Default.Suffix__c") == ".portal");
    CHECK(world.text("$CustomMetadata.Portal_Setting__mdt.Other.Suffix__c") == "null");
    const auto user = to_text(world.surroundings.profile);
    const Object& setting = world.object("Limit__c");
    world.reader.put(
        setting.id,
        id,
        world.field("Limit__c", "SetupOwnerId"),
        Value::text({user.data(), user.size()})
    );
    world.reader.put(setting.id, id, world.field("Limit__c", "Most__c"), Value::number(7));
    CHECK(world.text("$Setup.Limit__c.Most__c") == "7");
    CHECK(
        world.text("$CustomMetadata.Portal_Seting__mdt.Default.Suffix__c")
            .find("W0316 there is no custom metadata type") == 0
    );
    world.out = Diagnostics();
    CHECK(world.text("$Label.Welcome").find("W0316 there is no custom label `Welcome`") == 0);
    world.out = Diagnostics();
    CHECK(
        world.text("$Permission.Secret").find("W0316 there is no custom permission `Secret`") == 0
    );
    world.out = Diagnostics();
    CHECK(
        world.text("$Setup.Contact.Email")
            .find("W0316 there is no hierarchy custom setting `Contact`") == 0
    );
}

TEST_CASE("an open object's fields are believed") {
    World world;
    world.set(
        world.scope.add("M", Type::record_of(world.object("Mystery__c").id)), {Value::null()}
    );
    const Expression expression = world.formula("M.Anything__c & LEFT(M.Some__r.Name, 2)");
    CHECK(world.messages().find("W0318") == 0);
    CHECK(!world.out.has_errors());
    CHECK(!expression.type.is_error());
}

TEST_CASE("paths of ten relationships are walked, longer ones refused") {
    Records world;
    std::string path = "$Record.Account";
    for (int step = 1; step < 10; ++step)
        path += ".Parent";
    CHECK(!world.formula(path + ".Name").type.is_error());
    CHECK(world.messages().empty());
    CHECK(world.all(path + ".Parent.Name").find("W0317") == 0);
}

TEST_CASE("expressions in braces, names without case, operators in both spellings") {
    Records world;
    CHECK(world.all("{! 1 + 2 }") == "3|3|3|");
    CHECK(world.all("{!$RECORD.ACCOUNT.NAME}") == "Acme|Acme Holding|null|");
    CHECK(world.all("{! IF({!$Record.Account.Name} == 'Acme', 'yes', 'no') }") == "yes|no|no|");
    CHECK(world.all("iF(tRUE && nOT(faLSE) || fALSE, aBS(-1), nULL)") == "1|1|1|");
    CHECK(world.all("1 != 2") == "true|true|true|");
    CHECK(world.all("1 <> 2") == "true|true|true|");
    CHECK(world.all("1 /* one */ + /* and */ 1") == "2|2|2|");
    CHECK(world.all("- - -1") == "-1|-1|-1|");
    CHECK(world.all("!!TRUE") == "true|true|true|");
    CHECK(world.all("NOT NOT FALSE") == "false|false|false|");
    CHECK(world.all("-2 * -3") == "6|6|6|");
    CHECK(world.all("1 + 2 & '!'").find("W0404") == 0);
    CHECK(world.all("TEXT(1 + 2) & '!'") == "3!|3!|3!|");
}
