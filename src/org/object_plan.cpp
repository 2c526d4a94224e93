#include "org/object_plan.hpp"

#include "org/standard_rules.hpp"
#include "program/lookup_filters.hpp"
#include "program/save_rules.hpp"

#include <algorithm>

namespace weir {

namespace {

SystemFields find_system_fields(const Object& object) {
    const auto find = [&](std::string_view name) { return field_or_none(&object, name); };
    return {
        .created_date = find("CreatedDate"),
        .created_by = find("CreatedById"),
        .modified_date = find("LastModifiedDate"),
        .modified_by = find("LastModifiedById"),
        .modstamp = find("SystemModstamp"),
        .is_deleted = find("IsDeleted"),
        .owner = find("OwnerId"),
        .setup_owner = find("SetupOwnerId"),
        .event_uuid = find("EventUuid"),
        .replay_id = find("ReplayId"),
    };
}

/// Contact, Lead and User show one name that the org puts together.
std::vector<FieldId> find_name_parts(const Object& object) {
    if (object.name != "Contact" && object.name != "Lead" && object.name != "User")
        return {};
    std::vector<FieldId> parts;
    for (const std::string_view part : {"FirstName", "MiddleName", "LastName", "Suffix"})
        if (const auto field = object.find_field(part))
            parts.push_back(*field);
    return parts;
}

/// A user without these is refused, whatever the declaration says (reference/security.md, section
/// 4).
bool is_required_of_user(const Object& object, const Field& field) {
    if (object.name != "User")
        return false;
    static constexpr std::string_view required[] = {
        "LastName",
        "Alias",
        "Email",
        "Username",
        "ProfileId",
        "TimeZoneSidKey",
        "LocaleSidKey",
        "LanguageLocaleKey",
        "EmailEncodingKey",
    };
    return std::ranges::find(required, field.name) != std::end(required);
}

void add(std::vector<FieldId>& fields, std::span<const FieldId> more) {
    for (const FieldId field : more)
        if (std::ranges::find(fields, field) == fields.end())
            fields.push_back(field);
}

std::vector<FieldId> rule_fields(const ObjectProgram& program) {
    std::vector<FieldId> fields;
    if (program.save_rules != nullptr)
        fields = program.save_rules->read;
    for (const ValidationRule& rule : program.rules)
        for (const SlotSource& source : rule.condition.sources)
            if (source.kind != SlotSource::Kind::is_new)
                fields.push_back(source.field);
    return fields;
}

std::span<const FieldId> filter_fields(const ObjectProgram& program) {
    return program.lookup_filters == nullptr ? std::span<const FieldId>{}
                                             : std::span(program.lookup_filters->read);
}

} // namespace

FieldId field_or_none(const Object* object, std::string_view name) {
    if (object == nullptr)
        return FieldId::none;
    return object->find_field(name).value_or(FieldId::none);
}

ObjectPlan::ObjectPlan(
    const Object& described, const ObjectProgram& set_off, const Layout& row_layout
)
    : object(described),
      program(set_off),
      layout(row_layout),
      system(find_system_fields(described)),
      name_parts(find_name_parts(described)),
      view(plan_formulas(described, set_off, row_layout.fields())),
      rules(plan_formulas(described, set_off, rule_fields(set_off))),
      filters(plan_formulas(described, set_off, filter_fields(set_off))) {
    name = field_or_none(&object, "Name");
    if (name == FieldId::none)
        name = object.name_field().value_or(FieldId::none);
    for (size_t index = 1; index < object.fields.size(); ++index) {
        const Field& field = object.fields[index];
        const auto id = static_cast<FieldId>(index);
        if (field.has_formula)
            continue;
        if (field.kind == FieldKind::auto_number)
            auto_numbers.push_back(id);
        else if (field.kind == FieldKind::checkbox)
            checkboxes.push_back(id);
        else if ((field.required || field.kind == FieldKind::master_detail ||
                  is_required_of_user(object, field)) &&
                 !field.is_system && !(id == name && !name_parts.empty()))
            required.push_back(id);
        const auto default_value =
            std::ranges::find(field.values, true, &PicklistValue::is_default);
        if (default_value != field.values.end())
            picklist_defaults.push_back({id, Value::text(default_value->value)});
        if (field.restricted && !field.values.empty()) {
            RestrictedPicklist& entry = restricted.emplace_back();
            entry.field = id;
            for (const PicklistValue& value : field.values)
                entry.values.insert(value.value);
        }
    }
    add(loaded, view.stored);
    add(loaded, rules.stored);
    add(loaded, filters.stored);
    add(loaded, name_parts);
    has_flows = !program.before_save.empty() || !program.after_save.empty() ||
                !program.before_delete.empty();
    if (object.kind == ObjectKind::standard)
        standard = find_standard_rule(object.name);
}

const RestrictedPicklist* ObjectPlan::find_restricted(FieldId field) const {
    const auto found = std::ranges::find(restricted, field, &RestrictedPicklist::field);
    return found == restricted.end() ? nullptr : &*found;
}

} // namespace weir
