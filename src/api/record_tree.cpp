#include "api/record_tree.hpp"

#include "api/json_scope.hpp"
#include "base/suggest.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <array>

namespace weir {

namespace {

/// Salesforce's formulas go no further.
constexpr size_t most_parents = 10;
/// What the API adds to every record.
constexpr std::string_view attributes = "attributes";

Status no_field(const Object& object, const std::string& name) {
    std::string message = fmt::format("`{}` has no field `{}`", object.name, name);
    const std::vector<std::string_view> names = object.field_names();
    if (const auto nearest = suggest(name, names))
        message += fmt::format("; a field with a similar name exists: `{}`", *nearest);
    return Failure{std::move(message)};
}

// A value of JSON as one of a field; nothing if it does not fit.
std::optional<Value> field_value(const JsonTree& json, const Field& field, Arena& arena) {
    if (json.kind == JsonTree::Kind::null)
        return Value::null();
    if (field.kind == FieldKind::location)
        return json.is_location() ? std::optional(typed(json, arena).value) : std::nullopt;
    if (json.kind == JsonTree::Kind::object || json.kind == JsonTree::Kind::list)
        return std::nullopt;
    return from_text(json.spelling, field.type().kind, arena);
}

} // namespace

Result<std::vector<Value>>
RecordTree::add(const JsonTree& json, const Object& object, size_t depth) {
    if (depth > most_parents)
        return Failure{
            fmt::format("`{}` is behind more than {} parents", object.name, most_parents)};
    std::vector<Value> values(object.fields.size());
    for (const auto& [name, member] : json.members) {
        const Status added = add_member(name, member, object, depth, values);
        if (!added)
            return added.error();
    }
    compute(object, json, values);
    return values;
}

Status RecordTree::add_member(
    const std::string& name,
    const JsonTree& json,
    const Object& object,
    size_t depth,
    std::vector<Value>& values
) {
    if (const auto field = object.find_field(name)) {
        const auto value = field_value(json, object.field(*field), transaction_.arena());
        if (!value)
            return Failure{fmt::format(
                "`{}` is {} and takes no `{}`",
                name,
                weir::name(object.field(*field).type().kind),
                json.spelling.empty() ? "object or list" : json.spelling
            )};
        // The id of a parent that stands in the record itself is known already.
        Value& cell = values[static_cast<size_t>(*field)];
        if (!value->is_null() || !cell.is_unset() || !object.field(*field).is_reference())
            cell = *value;
        return Done{};
    }
    if (const auto lookup = object.find_relationship(name)) {
        if (json.kind == JsonTree::Kind::null)
            return Done{};
        if (json.kind != JsonTree::Kind::object)
            return Failure{fmt::format("`{}` is a parent: an object of its fields", name)};
        return add_parent(json, object.field(*lookup), depth, values[static_cast<size_t>(*lookup)]);
    }
    // Records of queries say what they are, and lists of children are no fields.
    if (equal_ignoring_case(name, attributes) || json.find("records") != nullptr || object.is_open)
        return Done{};
    return no_field(object, name);
}

const Object* RecordTree::parent_object(const JsonTree& json, const Field& lookup) const {
    const Schema& schema = *program_.schema;
    if (const JsonTree* const described = json.find(attributes))
        if (const JsonTree* const type = described->find("type"))
            for (const ObjectId target : lookup.refers_to)
                if (equal_ignoring_case(schema.object(target).name, type->spelling))
                    return &schema.object(target);
    if (const JsonTree* const id = json.find("Id"))
        if (const auto known = parse_id(id->spelling))
            for (const ObjectId target : lookup.refers_to)
                if (schema.object(target).prefix == key_prefix(*known))
                    return &schema.object(target);
    return lookup.refers_to.empty() ? nullptr : &schema.object(lookup.refers_to.front());
}

Status RecordTree::add_parent(const JsonTree& json, const Field& lookup, size_t depth, Value& id) {
    const Object* const object = parent_object(json, lookup);
    if (object == nullptr)
        return Failure{fmt::format("`{}` leads to no object", lookup.relationship)};
    Result<std::vector<Value>> values = add(json, *object, depth + 1);
    if (!values)
        return values.error();
    Value& own = (*values)[static_cast<size_t>(object->id_field())];
    if (own.tag() != Tag::id && id.tag() == Tag::id)
        own = id;
    // Serials from the end: nobody else counts so far.
    constexpr uint64_t last_serial = 900'000'000;
    if (own.tag() != Tag::id)
        own = Value::id(make_id(object->prefix, last_serial - parents_.size()));
    id = own;
    parents_[own.as_id()] = std::move(*values);
    return Done{};
}

// Formula fields stand in the order of their dependencies. What cannot be evaluated is blank, as in
// a report.
void RecordTree::compute(const Object& object, const JsonTree& json, std::vector<Value>& values) {
    Surroundings surroundings = transaction_.surroundings();
    surroundings.records = this;
    constexpr std::array<uint32_t, 1> rows = {0};
    for (const FieldFormulaProgram& field :
         program_.objects[static_cast<size_t>(object.id)].formulas) {
        if (!field.formula.expression || json.find(object.field(field.field).name) != nullptr)
            continue;
        std::vector<Value*> slots;
        for (const SlotSource& source : field.formula.sources)
            slots.push_back(&values[static_cast<size_t>(source.field)]);
        Value value;
        evaluate(
            field.formula.expression,
            Frame{slots, 1, &surroundings, &transaction_.arena()},
            rows,
            &value
        );
        values[static_cast<size_t>(field.field)] = value.is_fault() ? Value::null() : value;
    }
}

const Fault*
RecordTree::read(ObjectId object, FieldId field, std::span<const Id> ids, std::span<Value> out) {
    for (size_t row = 0; row < ids.size(); ++row) {
        const auto parent = parents_.find(ids[row]);
        if (parent == parents_.end()) {
            const Fault* const fault =
                transaction_.read(object, field, ids.subspan(row, 1), out.subspan(row, 1));
            if (fault != nullptr)
                return fault;
            continue;
        }
        const auto cell = static_cast<size_t>(field);
        out[row] = cell < parent->second.size() ? parent->second[cell] : Value::null();
    }
    return nullptr;
}

} // namespace weir
