// Parents of records in trees: the record that a child stands in, a record of the org that a field
// names, a record type.
#include "schema/fold.hpp"
#include "scripts/json_values.hpp"
#include "scripts/tree_records.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

/// The lookup by which a child names the record that it stands in.
bool TreeRecords::join_parent(
    size_t file, size_t record, const Parent& parent, const JsonValue& json
) {
    const Object& child = *records_[record].object;
    const Object& object = *records_[parent.record].object;
    std::vector<FieldId> lookups;
    for (size_t at = 0; at < child.fields.size(); ++at) {
        const Field& field = child.fields[at];
        const auto& targets = field.refers_to;
        if (!field.is_reference() ||
            std::find(targets.begin(), targets.end(), object.id) == targets.end())
            continue;
        if (folded(field.child_relationship) == folded(parent.relationship)) {
            lookups.assign(1, static_cast<FieldId>(at));
            break;
        }
        lookups.push_back(static_cast<FieldId>(at));
    }
    const bool is_clear = lookups.size() == 1;
    if (!is_clear)
        return report(
            file,
            json.offset,
            fmt::format(
                "`{}` has no list `{}` of `{}`", object.name, parent.relationship, child.name
            )
        );
    records_[record].waits.push_back({lookups.front(), {}, parent.record, json.offset});
    return true;
}

/// `"RecordType": {"Name": "Partner"}`, `"Account": {"Number__c": "17"}`: a record by a field.
Result<bool> TreeRecords::read_parent(
    size_t file, size_t record, const std::string& name, const JsonValue& json
) {
    const Object& object = *records_[record].object;
    const std::optional<FieldId> lookup = object.find_relationship(name);
    if (!lookup)
        return report(
            file, json.offset, fmt::format("`{}` has no relationship `{}`", object.name, name)
        );
    const JsonValue* key_value = nullptr;
    std::string key_name;
    for (const auto& [member, value] : json.members) {
        if (member == "attributes")
            continue;
        if (key_value != nullptr)
            return report(
                file, value.offset, fmt::format("`{}` is named by one field, not by several", name)
            );
        key_value = &value;
        key_name = member;
    }
    if (key_value == nullptr)
        return report(file, json.offset, fmt::format("this does not say which `{}`", name));
    const Schema& schema = *org_.program().schema;
    for (const ObjectId candidate : object.field(*lookup).refers_to) {
        const Object& parent = schema.object(candidate);
        if (folded(parent.name) == "recordtype" && key_value->is(JsonKind::text))
            return find_record_type(file, record, *lookup, key_value->text, *key_value);
        const std::optional<FieldId> key = parent.find_field(key_name);
        if (!key)
            continue;
        const std::optional<Value> value = from_json(*key_value, parent.field(*key), arena_);
        if (!value)
            return report(
                file,
                key_value->offset,
                fmt::format("`{}`: {}", key_name, misfit(*key_value, parent.field(*key)))
            );
        const Value wanted[] = {*value};
        const Result<std::vector<Id>> found = org_.store().find_by_value(parent.id, *key, wanted);
        if (!found)
            return found.error();
        if ((*found).front() == Id{})
            return report(
                file,
                key_value->offset,
                fmt::format(
                    "there is no `{}` whose `{}` is `{}`",
                    parent.name,
                    parent.field(*key).name,
                    to_text(*value, arena_)
                )
            );
        return give(file, record, *lookup, Value::id((*found).front()), json);
    }
    return report(file, json.offset, fmt::format("`{}` has no field `{}`", name, key_name));
}

/// Record types have names that other objects have too.
bool TreeRecords::find_record_type(
    size_t file, size_t record, FieldId field, std::string_view name, const JsonValue& json
) {
    const Object& object = *records_[record].object;
    const std::string wanted = folded(object.name + "." + std::string(name));
    if (const auto known = record_types_.find(wanted); known != record_types_.end())
        return give(file, record, field, Value::id(known->second), json);
    const Program& program = org_.program();
    for (const RecordType& type : object.record_types) {
        if (folded(type.name) != folded(name) && folded(type.label) != folded(name))
            continue;
        const std::string seed_name = folded(object.name + "." + type.name);
        for (size_t seed = 0; seed < program.seeds.size(); ++seed) {
            const SeedRecord& candidate = program.seeds[seed];
            if (folded(candidate.name) != seed_name ||
                folded(program.schema->object(candidate.object).name) != "recordtype")
                continue;
            record_types_.emplace(wanted, org_.seed(seed));
            return give(file, record, field, Value::id(org_.seed(seed)), json);
        }
    }
    return report(
        file, json.offset, fmt::format("`{}` has no record type `{}`", object.name, name)
    );
}

} // namespace weir
