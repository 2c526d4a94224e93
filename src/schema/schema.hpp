// The described world: objects, their fields and rules. No data, no flows, no formulas compiled.
#pragma once

#include "base/span.hpp"
#include "schema/name_index.hpp"
#include "schema/setup.hpp"
#include "types/id.hpp"
#include "types/type.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

enum class ObjectKind : uint8_t { standard, custom, event, custom_metadata, custom_setting };

enum class FieldKind : uint8_t {
    id,
    text,
    text_area,
    long_text_area,
    rich_text_area,
    encrypted_text,
    email,
    phone,
    url,
    checkbox,
    number,
    currency,
    percent,
    date,
    date_time,
    time,
    picklist,
    multi_picklist,
    lookup,
    master_detail,
    auto_number,
    location,
};

/// What users see and change of records that nobody has given them: the org-wide default.
enum class Sharing : uint8_t {
    unsaid, // of an org that says nothing: everything
    private_records,
    read,
    read_write,
    read_write_transfer,
    full,
    by_parent,
};

/// What happens to a record when the one it looks up to is deleted.
enum class DeleteRule : uint8_t { clear, restrict_delete, cascade };

struct PicklistValue {
    std::string value;
    bool is_default = false;
};

/// A field as described. `default_value` and `formula` are spellings; the compiled forms are in the
/// Program.
struct Field {
    std::string name;
    std::string label;
    FieldKind kind = FieldKind::text;
    uint32_t length = 255; // UTF-16 units of texts
    uint8_t precision = 18;
    uint8_t scale = 0;
    bool required = false;
    bool unique = false;
    bool case_sensitive = false;
    bool external_id = false;
    bool createable = true;
    bool updateable = true;
    bool restricted = false; // picklists take only their values
    bool is_system = false;  // Id, CreatedDate …: set by the org
    bool is_name = false;    // the record's name
    /// A formula of the declaration, or the org itself (OwnerId: the running user).
    bool has_default = false;
    bool has_formula = false;
    bool has_summary = false; // rolled up from the children of a master-detail
    std::vector<PicklistValue> values;
    /// Several for a polymorphic lookup; none if any record of data will do.
    std::vector<ObjectId> refers_to;
    std::string relationship;       // "Account" of AccountId; "" if it cannot be walked
    std::string child_relationship; // "Contacts": the list that the object referred to has of these
    DeleteRule delete_rule = DeleteRule::clear;
    bool reparentable = false; // the master of a detail can be changed
    std::string format;        // of an auto number: "PL-{00000}"
    uint64_t first_number = 1; // of an auto number
    Span span;                 // its declaration

    [[nodiscard]] bool is_reference() const {
        return kind == FieldKind::lookup || kind == FieldKind::master_detail;
    }
    /// The type its values have in flows and formulas.
    [[nodiscard]] Type type() const;
};

/// A reference to an object from another: for cascades and restrictions.
struct ChildReference {
    ObjectId child;
    FieldId field;
};

/// Records of one kind, with fewer values in some picklists.
struct RecordType {
    std::string name; // its DeveloperName
    std::string label;
    bool active = true;
    struct Picklist {
        FieldId field = FieldId::none;
        std::vector<PicklistValue> values;
    };
    std::vector<Picklist> picklists; // those that it narrows
    Span span;
};

/// A list of fields that pages and code ask for by its name.
struct FieldSet {
    std::string name;
    std::string label;
    std::vector<std::string> fields; // paths, "Account.Name"
    Span span;
};

struct Object {
    ObjectId id = ObjectId::none;
    std::string name;
    std::string label;
    ObjectKind kind = ObjectKind::custom;
    KeyPrefix prefix;
    bool is_setup = false; // DML on it is setup DML (reference/security.md, section 1)
    bool is_open = false;  // has more fields than are described: any is believed, with a warning
    bool is_named_only = false;       // nothing declares it: what it holds is not checked
    Sharing sharing = Sharing::unsaid;          // with users of the org
    Sharing external_sharing = Sharing::unsaid; // with users of portals; unsaid: the same
    bool publish_immediately = false; // events
    bool creatable = true;            // DML from flows; a Profile takes none
    bool updatable = true;
    bool deletable = true;
    std::vector<Field> fields;
    std::vector<ChildReference> children;
    std::vector<RecordType> record_types;
    std::vector<FieldSet> field_sets;
    Span span;

    [[nodiscard]] const Field& field(FieldId field) const {
        return fields[static_cast<size_t>(field)];
    }
    /// API names are compared without case, as Salesforce does.
    [[nodiscard]] std::optional<FieldId> find_field(std::string_view name) const;
    /// The lookup whose relationship is called so: "Account" finds AccountId, "Parent__r" finds
    /// Parent__c.
    [[nodiscard]] std::optional<FieldId> find_relationship(std::string_view name) const;
    [[nodiscard]] FieldId id_field() const { return FieldId{0}; } // always the first
    [[nodiscard]] std::optional<FieldId> name_field() const;
    [[nodiscard]] std::vector<std::string_view> field_names() const;

    /// Fields by their names and relationships; kept by SchemaBuilder.
    NameIndex field_index;
    NameIndex relationship_index;
};

/// Immutable once built; shared between threads.
class Schema {
public:
    [[nodiscard]] const Object& object(ObjectId id) const {
        return *objects_[static_cast<size_t>(id)];
    }
    [[nodiscard]] const Object* find(std::string_view name) const;
    [[nodiscard]] const Object* find(KeyPrefix prefix) const;
    [[nodiscard]] size_t object_count() const { return objects_.size(); } // ids are 1 to count - 1
    [[nodiscard]] std::vector<std::string_view> object_names() const;
    /// Labels, permissions, actions, sets of values.
    [[nodiscard]] const Setup& setup() const { return setup_; }

private:
    friend class SchemaBuilder;
    Setup setup_;
    std::vector<std::unique_ptr<Object>> objects_;
    [[nodiscard]] std::optional<ObjectId> find_id(std::string_view name) const;

    NameIndex index_;
    std::unordered_map<uint32_t, ObjectId> prefixes_;
};

/// Makes a Schema: declare every object, then its fields (so that lookups find their targets), then
/// build.
class SchemaBuilder {
public:
    SchemaBuilder();
    /// Null if the name is taken. The object has its Id at once. The other system fields
    /// (CreatedDate, CreatedById, LastModifiedDate, LastModifiedById, SystemModstamp, IsDeleted;
    /// for custom objects also Name, OwnerId and RecordTypeId; for events ReplayId, EventUuid,
    /// CreatedDate, CreatedById; for custom metadata DeveloperName, MasterLabel, QualifiedApiName
    /// …) are added by `build` where the declaration has none.
    Object* declare(std::string name, ObjectKind kind);
    [[nodiscard]] Object* find(std::string_view name);
    /// Null for ObjectId::none.
    [[nodiscard]] Object* find(ObjectId id);
    [[nodiscard]] std::vector<std::string_view> object_names() const;
    [[nodiscard]] Setup& setup() { return schema_->setup_; }
    /// Nothing if the object has a field of that name.
    std::optional<FieldId> add_field(Object& object, Field field);
    /// Gives key prefixes to objects without one, links children to parents, and hands the schema
    /// over.
    [[nodiscard]] std::unique_ptr<const Schema> build();

private:
    void add_system_fields(Object& object);
    void add_user_reference(Object& object, std::string name, std::string label);
    void add_owner(Object& object);
    void add_setup_owner(Object& object);
    void add_name(Object& object);
    void add_record_type(Object& object);
    void assign_prefixes();
    void link_children();
    void link_to_everything(ChildReference reference);

    std::unique_ptr<Schema> schema_;
};

} // namespace weir
