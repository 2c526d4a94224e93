// What a save needs to know of an object, looked up once: its system fields, what to load, what to
// check.
#pragma once

#include "org/record_formulas.hpp"
#include "program/program.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace weir {

/// Fields that the org itself writes or reads; none where the object has no such field.
struct SystemFields {
    FieldId created_date = FieldId::none;
    FieldId created_by = FieldId::none;
    FieldId modified_date = FieldId::none;
    FieldId modified_by = FieldId::none;
    FieldId modstamp = FieldId::none;
    FieldId is_deleted = FieldId::none;
    FieldId owner = FieldId::none;
    FieldId setup_owner = FieldId::none;
    FieldId event_uuid = FieldId::none;
    FieldId replay_id = FieldId::none;
};

/// A restricted picklist: only these values are taken.
struct RestrictedPicklist {
    FieldId field = FieldId::none;
    std::unordered_set<std::string_view> values; // views into the schema
};

/// A field and the value it gets where none was given.
struct PicklistDefault {
    FieldId field = FieldId::none;
    Value value;
};

struct SaveChunk;

/// What Salesforce itself does when records of a standard object are saved (standard_rules.hpp).
struct StandardRule {
    std::string_view object;
    void (*derive)(SaveChunk& chunk) = nullptr; // fields that follow from others; may be null
    // At most one record has the same values of both, if the second is not null; none: no such
    // rule.
    std::string_view pair_first;
    std::string_view pair_second;
    std::string_view pair_message;
};

struct ObjectPlan {
    ObjectPlan(const Object& described, const ObjectProgram& set_off, const Layout& row_layout);

    const Object& object;
    const ObjectProgram& program;
    const Layout& layout;
    SystemFields system;
    FieldId name = FieldId::none;
    std::vector<FieldId>
        name_parts; // of a compound name, in their order; empty: the name is a field like others
    std::vector<FieldId> required;
    std::vector<FieldId> checkboxes;
    std::vector<FieldId> auto_numbers;
    std::vector<PicklistDefault> picklist_defaults;
    std::vector<RestrictedPicklist> restricted;
    FormulaPlan view;  // what a Row of the layout shows
    FormulaPlan rules; // what the custom validation rules read
    FormulaPlan filters; // what the lookup filters read of the record itself
    std::vector<FieldId>
        loaded; // stored fields of the old record that an update reads: view, rules and name parts
    bool has_flows = false;
    const StandardRule* standard = nullptr;

    [[nodiscard]] const RestrictedPicklist* find_restricted(FieldId field) const;
};

/// The field of that name, or none.
[[nodiscard]] FieldId field_or_none(const Object* object, std::string_view name);

} // namespace weir
