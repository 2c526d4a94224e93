// The standard library says what the reference says of the objects that flows meet most.
#include "stdlib/stdlib.hpp"

#include "base/source_map.hpp"
#include "check/declare.hpp"
#include "syntax/parse.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace weir;

namespace {

struct Library {
    SourceMap sources;
    Diagnostics out;
    std::vector<std::unique_ptr<const SyntaxTree>> trees;
    Declarations world;

    Library() {
        std::vector<const SyntaxTree*> views;
        for (const EmbeddedText& file : standard_library()) {
            trees.push_back(
                parse(sources.add(std::string(file.name), std::string(file.text)), {}, out)
            );
            views.push_back(trees.back().get());
        }
        world = declare(views, out);
    }

    [[nodiscard]] const Object& object(std::string_view name) const {
        INFO(name);
        const Object* const found = world.schema->find(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    [[nodiscard]] const Field& field(std::string_view object_name, std::string_view name) const {
        INFO(object_name << "." << name);
        const auto found = object(object_name).find_field(name);
        REQUIRE(found);
        return object(object_name).field(*found);
    }
    [[nodiscard]] const RecordSeed*
    seed(std::string_view object_name, std::string_view name) const {
        for (const RecordSeed& candidate : world.seeds)
            if (candidate.object == object(object_name).id && candidate.name == name)
                return &candidate;
        return nullptr;
    }
};

} // namespace

TEST_CASE("the standard library has no mistakes") {
    const Library library;
    for (const Diagnostic& diagnostic : library.out.all()) {
        const Location at = library.sources.locate(diagnostic.span.begin);
        FAIL_CHECK(at.file->name << ":" << at.line << ": " << diagnostic.message);
    }
    CHECK(library.world.schema->object_count() > 80);
}

TEST_CASE("every object of the library has fields and a key prefix of its own") {
    const Library library;
    for (size_t index = 1; index < library.world.schema->object_count(); ++index) {
        const Object& object = library.world.schema->object(static_cast<ObjectId>(index));
        INFO(object.name);
        const bool is_event = object.name.ends_with("Event") && object.name != "Event";
        CHECK((object.kind == ObjectKind::standard || (is_event && object.kind == ObjectKind::event)));
        CHECK(object.fields.size() > 8);
        CHECK(library.world.schema->find(object.prefix) == &object);
        CHECK_FALSE(object.label.empty());
    }
}

TEST_CASE("ids start as in Salesforce") {
    const Library library;
    const std::pair<std::string_view, std::string_view> expected[] = {
        {"Account", "001"},
        {"Contact", "003"},
        {"User", "005"},
        {"Opportunity", "006"},
        {"Lead", "00Q"},
        {"Case", "500"},
        {"Task", "00T"},
        {"Profile", "00e"},
        {"UserRole", "00E"},
        {"PermissionSetAssignment", "0Pa"},
        {"RecordType", "012"},
        {"FeedItem", "0D5"},
        {"Campaign", "701"},
        {"Product2", "01t"},
    };
    for (const auto& [name, prefix] : expected)
        CHECK(library.object(name).prefix == parse_key_prefix(prefix));
}

TEST_CASE("a user needs what Salesforce needs") {
    const Library library;
    for (const std::string_view name :
         {"LastName",
          "Alias",
          "Email",
          "Username",
          "ProfileId",
          "TimeZoneSidKey",
          "LocaleSidKey",
          "LanguageLocaleKey",
          "EmailEncodingKey"})
        CHECK(library.field("User", name).required);
    CHECK(library.field("User", "Alias").length == 8);
    CHECK(library.field("User", "Username").length == 80);
    CHECK_FALSE(library.field("User", "CommunityNickname").required);
    CHECK_FALSE(library.field("User", "IsPortalEnabled").createable);
    CHECK_FALSE(library.field("User", "AccountId").createable);
    CHECK_FALSE(library.object("User").deletable);
    CHECK(library.field("User", "ContactId").type().object == library.object("Contact").id);
    CHECK(library.object("User").find_relationship("Profile"));
    CHECK(library.object("User").find_relationship("Manager"));
}

TEST_CASE("setup objects are those that may not be mixed with others") {
    const Library library;
    for (const std::string_view name :
         {"User",
          "UserRole",
          "Group",
          "GroupMember",
          "QueueSobject",
          "PermissionSet",
          "PermissionSetAssignment",
          "SetupEntityAccess",
          "ObjectPermissions",
          "FieldPermissions",
          "Territory2",
          "UserTerritory2Association"})
        CHECK(library.object(name).is_setup);
    for (const std::string_view name :
         {"Account", "Contact", "Case", "FeedItem", "Task", "EmailTemplate"})
        CHECK_FALSE(library.object(name).is_setup);
}

TEST_CASE("what flows cannot write is not writable") {
    const Library library;
    CHECK_FALSE(library.object("Profile").creatable);
    CHECK_FALSE(library.object("UserLicense").updatable);
    CHECK_FALSE(library.object("GroupMember").updatable);
    CHECK_FALSE(library.field("Contact", "Name").createable);
    CHECK(library.field("Contact", "Name").is_name);
    CHECK(library.field("Account", "Name").required);
    CHECK(library.field("Case", "CaseNumber").kind == FieldKind::auto_number);
    CHECK(library.field("Case", "CaseNumber").is_name);
    CHECK(library.field("Task", "Subject").is_name);
}

TEST_CASE("lookups lead where they lead in Salesforce") {
    const Library library;
    CHECK(library.field("Contact", "AccountId").delete_rule == DeleteRule::cascade);
    CHECK(library.field("Case", "OwnerId").refers_to.size() == 2);
    CHECK(library.field("Task", "WhatId").refers_to.empty());
    CHECK(library.object("Task").find_relationship("What"));
    const auto& children = library.object("Account").children;
    CHECK(std::any_of(children.begin(), children.end(), [&](const ChildReference& reference) {
        return reference.child == library.object("Task").id;
    }));
}

TEST_CASE("an org starts with licences, profiles and an administrator") {
    const Library library;
    REQUIRE(library.seed("UserLicense", "Customer_Community") != nullptr);
    REQUIRE(library.seed("Profile", "Customer_Community_User") != nullptr);
    REQUIRE(library.seed("Profile", "System_Administrator") != nullptr);
    REQUIRE(library.seed("UserRole", "CEO") != nullptr);
    REQUIRE(library.seed("Organization", "organization") != nullptr);
    const RecordSeed* const admin = library.seed("User", "admin");
    REQUIRE(admin != nullptr);
    // Everything required has a value, so that the org can insert it like any other user.
    const Object& user = library.object("User");
    for (size_t index = 0; index < user.fields.size(); ++index) {
        if (!user.fields[index].required)
            continue;
        INFO(user.fields[index].name);
        CHECK(std::any_of(admin->values.begin(), admin->values.end(), [&](const auto& value) {
            return value.first == static_cast<FieldId>(index);
        }));
    }
}
