#include "schema/schema.hpp"

#include "types/id.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace weir;

namespace {

Field text_field(std::string name) {
    Field field;
    field.label = name;
    field.name = std::move(name);
    return field;
}

Field lookup_field(std::string name, ObjectId target) {
    Field field = text_field(std::move(name));
    field.kind = FieldKind::lookup;
    if (target != ObjectId::none)
        field.refers_to.push_back(target);
    return field;
}

std::string prefix_of(const Schema& schema, std::string_view name) {
    const auto text = to_text(schema.find(name)->prefix);
    return std::string(text.begin(), text.end());
}

} // namespace

TEST_CASE("an object has its id first, whatever is declared") {
    SchemaBuilder builder;
    Object* const object = builder.declare("Log__c", ObjectKind::custom);
    REQUIRE(builder.add_field(*object, text_field("Message__c")) == FieldId{1});
    const auto schema = builder.build();
    const Object& built = *schema->find("Log__c");
    CHECK(built.field(built.id_field()).name == "Id");
    CHECK(built.field(built.id_field()).kind == FieldKind::id);
    CHECK(built.field(built.id_field()).type().object == built.id);
}

TEST_CASE("names are found without case and taken once") {
    SchemaBuilder builder;
    Object* const object = builder.declare("Log__c", ObjectKind::custom);
    CHECK(builder.declare("LOG__C", ObjectKind::custom) == nullptr);
    REQUIRE(builder.add_field(*object, text_field("Message__c")));
    CHECK_FALSE(builder.add_field(*object, text_field("message__C")));
    CHECK_FALSE(builder.add_field(*object, text_field("ID")));
    const auto schema = builder.build();
    REQUIRE(schema->find("log__c") != nullptr);
    CHECK(schema->find("log__c")->find_field("MESSAGE__C") == FieldId{1});
    CHECK(schema->find("Logs__c") == nullptr);
    CHECK_FALSE(schema->find("log__c")->find_field("Message"));
}

TEST_CASE("system fields are added where the declaration has none") {
    SchemaBuilder builder;
    builder.declare("User", ObjectKind::standard);
    builder.declare("Group", ObjectKind::standard);
    builder.declare("Log__c", ObjectKind::custom);
    builder.declare("Signal__e", ObjectKind::event);
    builder.declare("Setting__mdt", ObjectKind::custom_metadata);
    builder.declare("Switch__c", ObjectKind::custom_setting);
    const auto schema = builder.build();
    const auto has = [&](std::string_view object, std::string_view field) {
        return schema->find(object)->find_field(field).has_value();
    };
    for (const std::string_view name :
         {"CreatedDate",
          "CreatedById",
          "LastModifiedDate",
          "LastModifiedById",
          "IsDeleted",
          "SystemModstamp"})
        CHECK(has("Log__c", name));
    CHECK(has("Log__c", "Name"));
    CHECK(has("Log__c", "OwnerId"));
    CHECK(has("Signal__e", "ReplayId"));
    CHECK(has("Signal__e", "EventUuid"));
    CHECK_FALSE(has("Signal__e", "LastModifiedDate"));
    CHECK(has("Setting__mdt", "DeveloperName"));
    CHECK(has("Setting__mdt", "QualifiedApiName"));
    CHECK_FALSE(has("Setting__mdt", "OwnerId"));
    CHECK(has("Switch__c", "SetupOwnerId"));

    const Object& log = *schema->find("Log__c");
    CHECK(log.name_field() == log.find_field("Name"));
    CHECK(log.field(*log.find_field("OwnerId")).refers_to.size() == 2);
    CHECK(log.field(*log.find_field("CreatedById")).is_system);
    CHECK_FALSE(log.field(*log.find_field("CreatedById")).createable);
    CHECK_FALSE(schema->find("Signal__e")->deletable);
    CHECK_FALSE(schema->find("Setting__mdt")->creatable);
}

TEST_CASE("a detail has no owner of its own") {
    SchemaBuilder builder;
    Object* const master = builder.declare("Order__c", ObjectKind::custom);
    Object* const detail = builder.declare("Line__c", ObjectKind::custom);
    Field field = lookup_field("Order__c", master->id);
    field.kind = FieldKind::master_detail;
    REQUIRE(builder.add_field(*detail, field));
    const auto schema = builder.build();
    CHECK(schema->find("Order__c")->find_field("OwnerId"));
    CHECK_FALSE(schema->find("Line__c")->find_field("OwnerId"));
}

TEST_CASE("relationships are called after their fields") {
    SchemaBuilder builder;
    Object* const account = builder.declare("Account", ObjectKind::standard);
    Object* const log = builder.declare("Log__c", ObjectKind::custom);
    const auto standard = builder.add_field(*log, lookup_field("AccountId", account->id));
    const auto custom = builder.add_field(*log, lookup_field("Parent__c", log->id));
    REQUIRE(standard);
    REQUIRE(custom);
    const auto schema = builder.build();
    const Object& built = *schema->find("Log__c");
    CHECK(built.find_relationship("account") == standard);
    CHECK(built.find_relationship("Parent__r") == custom);
    CHECK(built.find_relationship("CreatedBy") == built.find_field("CreatedById"));
    CHECK_FALSE(built.find_relationship("Parent__c"));
    CHECK_FALSE(built.find_relationship("AccountId"));
    CHECK(built.field(*custom).type().object == built.id);
}

TEST_CASE("key prefixes are given in the order of declaration, around those that are taken") {
    SchemaBuilder builder;
    builder.declare("First__c", ObjectKind::custom);
    builder.declare("Taken", ObjectKind::standard)->prefix = *parse_key_prefix("a01");
    builder.declare("Second__c", ObjectKind::custom);
    builder.declare("Signal__e", ObjectKind::event);
    builder.declare("Setting__mdt", ObjectKind::custom_metadata);
    builder.declare("Switch__c", ObjectKind::custom_setting);
    const auto schema = builder.build();
    CHECK(prefix_of(*schema, "First__c") == "a00");
    CHECK(prefix_of(*schema, "Second__c") == "a02");
    CHECK(prefix_of(*schema, "Switch__c") == "a03");
    CHECK(prefix_of(*schema, "Signal__e") == "e00");
    CHECK(prefix_of(*schema, "Setting__mdt") == "m00");
    CHECK(schema->find(*parse_key_prefix("a02"))->name == "Second__c");
    CHECK(schema->find(*parse_key_prefix("zzz")) == nullptr);
}

TEST_CASE("thousands of objects all get a prefix of their own") {
    SchemaBuilder builder;
    constexpr size_t count = 5'000; // more than the letter a has room for
    for (size_t index = 0; index < count; ++index)
        builder.declare("Object" + std::to_string(index) + "__c", ObjectKind::custom);
    const auto schema = builder.build();
    REQUIRE(schema->object_count() == count + 1);
    for (size_t index = 1; index <= count; ++index) {
        const Object& object = schema->object(static_cast<ObjectId>(index));
        REQUIRE(schema->find(object.prefix) == &object);
    }
}

TEST_CASE("parents know their children") {
    SchemaBuilder builder;
    Object* const account = builder.declare("Account", ObjectKind::standard);
    Object* const contact = builder.declare("Contact", ObjectKind::standard);
    Object* const task = builder.declare("Task", ObjectKind::standard);
    Object* const group = builder.declare("Group", ObjectKind::standard);
    group->is_setup = true;
    const auto account_id = builder.add_field(*contact, lookup_field("AccountId", account->id));
    const auto what_id =
        builder.add_field(*task, lookup_field("WhatId", ObjectId::none)); // any record
    const auto schema = builder.build();
    const auto has_child = [&](std::string_view parent, ObjectId child, FieldId field) {
        const auto& children = schema->find(parent)->children;
        return std::any_of(children.begin(), children.end(), [&](const ChildReference& reference) {
            return reference.child == child && reference.field == field;
        });
    };
    CHECK(has_child("Account", schema->find("Contact")->id, *account_id));
    CHECK_FALSE(has_child("Contact", schema->find("Contact")->id, *account_id));
    CHECK(has_child("Account", schema->find("Task")->id, *what_id));
    CHECK(has_child("Contact", schema->find("Task")->id, *what_id));
    CHECK_FALSE(has_child("Group", schema->find("Task")->id, *what_id));
}

TEST_CASE("the types of fields are those that formulas see") {
    Field field;
    field.kind = FieldKind::number;
    field.scale = 3;
    CHECK(field.type() == Type{TypeKind::number, false, 3, ObjectId::none});
    field.kind = FieldKind::auto_number;
    CHECK(field.type().kind == TypeKind::text);
    field.kind = FieldKind::rich_text_area;
    CHECK(field.type().kind == TypeKind::text);
    field.kind = FieldKind::checkbox;
    CHECK(field.type().kind == TypeKind::boolean);
    field.kind = FieldKind::multi_picklist;
    CHECK(field.type().kind == TypeKind::multi_picklist);
    field.kind = FieldKind::lookup;
    CHECK(field.type() == Type::of(TypeKind::id));
    field.refers_to = {ObjectId{4}};
    CHECK(field.type().object == ObjectId{4});
    field.refers_to.push_back(ObjectId{5});
    CHECK(field.type().object == ObjectId::none);
}
