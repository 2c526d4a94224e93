// Declared objects become a Schema: system fields, key prefixes, and who refers to whom.
#include "base/check.hpp"
#include "schema/fold.hpp"
#include "schema/schema.hpp"

#include <limits>
#include <utility>

namespace weir {

namespace {

/// One more than the largest key prefix, "zzz".
constexpr uint32_t prefix_count = 62U * 62U * 62U;

Field system_field(std::string name, std::string label, FieldKind kind) {
    Field field;
    field.name = std::move(name);
    field.label = std::move(label);
    field.kind = kind;
    field.is_system = true;
    field.createable = false;
    field.updateable = false;
    return field;
}

Field system_text(std::string name, std::string label, uint32_t length) {
    Field field = system_field(std::move(name), std::move(label), FieldKind::text);
    field.length = length;
    return field;
}

Field lookup_field(std::string name, std::string label) {
    Field field;
    field.name = std::move(name);
    field.label = std::move(label);
    field.kind = FieldKind::lookup;
    return field;
}

/// Where the search for a free prefix starts: the ranges that Salesforce gives to each kind.
std::string_view first_prefix(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::standard:
        return "0y0";
    case ObjectKind::custom:
    case ObjectKind::custom_setting:
        return "a00";
    case ObjectKind::event:
        return "e00";
    case ObjectKind::custom_metadata:
        return "m00";
    }
    return "a00";
}

/// "AccountId" is walked as "Account", "Parent__c" as "Parent__r".
std::string relationship_of(std::string_view name) {
    if (name.size() > 3 && folded(name.substr(name.size() - 3)) == "__c")
        return std::string(name.substr(0, name.size() - 1)) + "r";
    if (name.size() > 2 && name.ends_with("Id"))
        return std::string(name.substr(0, name.size() - 2));
    return {};
}

} // namespace

SchemaBuilder::SchemaBuilder() : schema_(std::make_unique<Schema>()) {
    schema_->objects_.push_back(std::make_unique<Object>());
}

Object* SchemaBuilder::declare(std::string name, ObjectKind kind) {
    const auto number = static_cast<uint32_t>(schema_->objects_.size());
    const auto name_of = [&](uint32_t other) -> std::string_view {
        return schema_->objects_[other]->name;
    };
    if (!schema_->index_.insert(name, number, name_of))
        return nullptr;
    const auto id = static_cast<ObjectId>(number);
    auto object = std::make_unique<Object>();
    object->id = id;
    object->name = std::move(name);
    object->label = object->name;
    object->kind = kind;
    if (kind == ObjectKind::event) {
        object->updatable = false;
        object->deletable = false;
    } else if (kind == ObjectKind::custom_metadata) {
        object->creatable = false;
        object->updatable = false;
        object->deletable = false;
    }
    Field id_field = system_field("Id", "Record ID", FieldKind::id);
    id_field.length = 18;
    id_field.refers_to.push_back(id);
    add_field(*object, std::move(id_field));
    schema_->objects_.push_back(std::move(object));
    return schema_->objects_.back().get();
}

Object* SchemaBuilder::find(std::string_view name) {
    const std::optional<ObjectId> id = schema_->find_id(name);
    return id ? schema_->objects_[static_cast<size_t>(*id)].get() : nullptr;
}

Object* SchemaBuilder::find(ObjectId id) {
    const auto index = static_cast<size_t>(id);
    if (id == ObjectId::none || index >= schema_->objects_.size())
        return nullptr;
    return schema_->objects_[index].get();
}

std::vector<std::string_view> SchemaBuilder::object_names() const {
    return schema_->object_names();
}

std::optional<FieldId> SchemaBuilder::add_field(Object& object, Field field) {
    if (object.fields.size() >= std::numeric_limits<uint16_t>::max())
        return std::nullopt;
    const auto number = static_cast<uint32_t>(object.fields.size());
    const auto name_of = [&](uint32_t other) -> std::string_view {
        return object.fields[other].name;
    };
    if (!object.field_index.insert(field.name, number, name_of))
        return std::nullopt;
    if (field.is_reference()) {
        if (field.relationship.empty())
            field.relationship = relationship_of(field.name);
        const auto relationship_of_other = [&](uint32_t other) -> std::string_view {
            return object.fields[other].relationship;
        };
        if (!field.relationship.empty())
            object.relationship_index.insert(field.relationship, number, relationship_of_other);
    }
    object.fields.push_back(std::move(field));
    return static_cast<FieldId>(number);
}

void SchemaBuilder::add_user_reference(Object& object, std::string name, std::string label) {
    Field field = system_field(std::move(name), std::move(label), FieldKind::lookup);
    if (const Object* const user = find("User"))
        field.refers_to.push_back(user->id);
    add_field(object, std::move(field));
}

void SchemaBuilder::add_owner(Object& object) {
    for (const Field& field : object.fields)
        if (field.kind == FieldKind::master_detail)
            return; // a detail is owned by its master's owner
    Field owner = lookup_field("OwnerId", "Owner ID");
    owner.delete_rule = DeleteRule::restrict_delete;
    owner.has_default = true; // the running user
    for (const std::string_view target : {"User", "Group"})
        if (const Object* const found = find(target))
            owner.refers_to.push_back(found->id);
    add_field(object, std::move(owner));
}

void SchemaBuilder::add_setup_owner(Object& object) {
    Field owner = lookup_field("SetupOwnerId", "Location");
    owner.updateable = false;
    owner.has_default = true; // the organization
    for (const std::string_view target : {"Organization", "Profile", "User"})
        if (const Object* const found = find(target))
            owner.refers_to.push_back(found->id);
    add_field(object, std::move(owner));
}

void SchemaBuilder::add_name(Object& object) {
    if (object.name_field())
        return;
    Field field;
    field.name = "Name";
    field.label = object.label + " Name";
    field.length = 80;
    field.is_name = true;
    add_field(object, std::move(field));
}

void SchemaBuilder::add_record_type(Object& object) {
    const Object* const record_type = find("RecordType");
    if (record_type == nullptr)
        return;
    Field field = lookup_field("RecordTypeId", "Record Type ID");
    field.refers_to.push_back(record_type->id);
    add_field(object, std::move(field));
}

// What a declaration brings itself stays: add_field refuses the second field of a name.
void SchemaBuilder::add_system_fields(Object& object) {
    const auto add = [&](Field field) { add_field(object, std::move(field)); };
    switch (object.kind) {
    case ObjectKind::custom_metadata: {
        add(system_text("DeveloperName", "Custom Metadata Record Name", 40));
        Field label = system_text("MasterLabel", "Label", 40);
        label.is_name = true;
        add(std::move(label));
        add(system_text("Label", "Label", 40));
        add(system_text("Language", "Master Language", 40));
        add(system_text("NamespacePrefix", "Namespace Prefix", 15));
        add(system_text("QualifiedApiName", "Qualified API Name", 70));
        add(system_field("SystemModstamp", "System Modstamp", FieldKind::date_time));
        return;
    }
    case ObjectKind::event:
        add(system_text("ReplayId", "Replay ID", 255));
        add(system_text("EventUuid", "Event UUID", 36));
        add(system_field("CreatedDate", "Created Date", FieldKind::date_time));
        add_user_reference(object, "CreatedById", "Created By ID");
        return;
    case ObjectKind::custom_setting:
        add_name(object);
        add_setup_owner(object);
        break;
    case ObjectKind::custom:
        add_name(object);
        add_owner(object);
        add_record_type(object);
        add(system_field("LastActivityDate", "Last Activity Date", FieldKind::date));
        add(system_field("LastViewedDate", "Last Viewed Date", FieldKind::date_time));
        add(system_field("LastReferencedDate", "Last Referenced Date", FieldKind::date_time));
        break;
    case ObjectKind::standard:
        break;
    }
    add(system_field("CreatedDate", "Created Date", FieldKind::date_time));
    add_user_reference(object, "CreatedById", "Created By ID");
    add(system_field("LastModifiedDate", "Last Modified Date", FieldKind::date_time));
    add_user_reference(object, "LastModifiedById", "Last Modified By ID");
    add(system_field("SystemModstamp", "System Modstamp", FieldKind::date_time));
    add(system_field("IsDeleted", "Deleted", FieldKind::checkbox));
}

void SchemaBuilder::assign_prefixes() {
    for (size_t index = 1; index < schema_->objects_.size(); ++index)
        if (const Object& object = *schema_->objects_[index]; object.prefix.value != 0)
            schema_->prefixes_.emplace(object.prefix.value, object.id);
    // One cursor a range, so that the prefixes of thousands of objects are found in one pass.
    std::unordered_map<std::string_view, uint32_t> cursors;
    for (size_t index = 1; index < schema_->objects_.size(); ++index) {
        Object& object = *schema_->objects_[index];
        if (object.prefix.value != 0)
            continue;
        const std::string_view first = first_prefix(object.kind);
        const auto start = cursors.try_emplace(first, parse_key_prefix(first)->value).first;
        for (uint32_t tried = 0; tried < prefix_count; ++tried) {
            const uint32_t candidate = start->second;
            start->second = (candidate + 1) % prefix_count;
            if (candidate == 0 || !schema_->prefixes_.emplace(candidate, object.id).second)
                continue;
            object.prefix.value = candidate;
            break;
        }
    }
}

void SchemaBuilder::link_children() {
    for (size_t child = 1; child < schema_->objects_.size(); ++child) {
        const Object& object = *schema_->objects_[child];
        for (size_t index = 0; index < object.fields.size(); ++index) {
            const Field& field = object.fields[index];
            if (!field.is_reference() || field.is_system)
                continue;
            const ChildReference reference{object.id, static_cast<FieldId>(index)};
            for (const ObjectId target : field.refers_to)
                schema_->objects_[static_cast<size_t>(target)]->children.push_back(reference);
            if (field.refers_to.empty())
                link_to_everything(reference);
        }
    }
}

// A lookup without targets takes any record that is data: an activity's WhatId, a post's ParentId.
void SchemaBuilder::link_to_everything(ChildReference reference) {
    for (size_t index = 1; index < schema_->objects_.size(); ++index) {
        Object& parent = *schema_->objects_[index];
        const bool is_data =
            parent.kind == ObjectKind::standard || parent.kind == ObjectKind::custom;
        if (is_data && !parent.is_setup)
            parent.children.push_back(reference);
    }
}

std::unique_ptr<const Schema> SchemaBuilder::build() {
    WEIR_CHECK(schema_ != nullptr, "a builder hands its schema over once");
    for (size_t index = 1; index < schema_->objects_.size(); ++index)
        add_system_fields(*schema_->objects_[index]);
    assign_prefixes();
    link_children();
    return std::move(schema_);
}

} // namespace weir
