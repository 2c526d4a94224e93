// Records of flow tests: JSON as an org exported it, with everything that an org sets itself.
#include "scripts/json_values.hpp"
#include "scripts/step_compiler.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

std::vector<FieldValue>
StepCompiler::json_values(const TextLiteral& json, const Object& object, Operation operation) {
    std::vector<FieldValue> result;
    JsonValue record;
    JsonProblem problem;
    if (!parse_json(json.value, record, problem)) {
        out_.report(Code::W0916, json.span, "this is no JSON: {}", problem.message)
            .note(fmt::format("at character {} of the text", problem.offset + 1));
        return result;
    }
    if (!record.is(JsonKind::object)) {
        out_.report(Code::W0916, json.span, "this is no record: a record is an object of fields");
        return result;
    }
    // The place of a value is exact as long as the text stands in the file as it reads.
    const bool is_exact = json.span.size() == json.value.size();
    for (const auto& [name, value] : record.members) {
        if (name == "attributes")
            continue;
        const auto at = [&](size_t offset) {
            return json.span.begin + static_cast<uint32_t>(offset);
        };
        const Span place = is_exact ? Span{at(value.offset), at(value.end)} : json.span;
        add_json_value(name, value, object, operation, place, result);
    }
    return result;
}

void StepCompiler::json_inputs(const TextLiteral& text, RunFlow& run) {
    JsonValue given;
    JsonProblem problem;
    if (!parse_json(text.value, given, problem) || !given.is(JsonKind::object)) {
        out_.report(Code::W0916, text.span, "this is no JSON: {}", problem.message);
        return;
    }
    for (const auto& [name, json] : given.members) {
        const Variable* const variable = run.flow->find_variable(name);
        if (!variable || !variable->input) {
            out_.report(
                Code::W0909, text.span, "the flow `{}` has no input `{}`", run.flow->name, name
            );
            continue;
        }
        if (const std::optional<Value> value = json_value(json, variable->type, 0))
            run.constants.emplace_back(variable->name, *value);
        else
            out_.report(Code::W0916, text.span, "the value does not fit the input `{}`", name);
    }
}

std::optional<Value> StepCompiler::json_value(const JsonValue& json, Type type, size_t depth) {
    if (json.is(JsonKind::null))
        return Value::null();
    if (json.is(JsonKind::list)) {
        if (!type.collection || depth > 0)
            return std::nullopt;
        std::vector<Value> items;
        for (const JsonValue& item : json.items) {
            const std::optional<Value> value = json_value(item, type.item(), depth + 1);
            if (!value)
                return std::nullopt;
            items.push_back(*value);
        }
        return make_collection(items, context_.arena);
    }
    if (type.collection)
        return std::nullopt;
    if (type.kind == TypeKind::record) {
        // A record may stand as a text that holds its JSON.
        JsonValue inner;
        JsonProblem problem;
        const JsonValue* record = &json;
        if (json.is(JsonKind::text) && parse_json(json.text, inner, problem))
            record = &inner;
        if (!record->is(JsonKind::object))
            return std::nullopt;
        const Object& object = context_.schema.object(type.object);
        Layout& layout = context_.layouts.of(type.object);
        for (const auto& [name, value] : record->members)
            if (const auto field = object.find_field(name))
                (void)layout.cell(*field);
        Row* const row = make_row(&layout, layout.size(), context_.arena);
        for (const auto& [name, value] : record->members) {
            const auto field = object.find_field(name);
            const auto read = field ? from_json(value, object.field(*field), context_.arena)
                                    : std::nullopt;
            if (read)
                row->cells()[*layout.find(*field)] = *read;
        }
        row->shared = true;
        return Value::record(row);
    }
    Field field;
    field.kind = type.kind == TypeKind::boolean     ? FieldKind::checkbox
                 : type.kind == TypeKind::number    ? FieldKind::number
                 : type.kind == TypeKind::currency  ? FieldKind::currency
                 : type.kind == TypeKind::percent   ? FieldKind::percent
                 : type.kind == TypeKind::date      ? FieldKind::date
                 : type.kind == TypeKind::date_time ? FieldKind::date_time
                 : type.kind == TypeKind::time      ? FieldKind::time
                                                    : FieldKind::long_text_area;
    field.scale = 18;
    return from_json(json, field, context_.arena);
}

void StepCompiler::add_json_value(
    std::string_view name,
    const JsonValue& json,
    const Object& object,
    Operation operation,
    Span span,
    std::vector<FieldValue>& result
) {
    const std::optional<FieldId> id = object.find_field(name);
    if (!id) {
        out_.report(Code::W0917, span, "`{}` has no field `{}`: it is left out", object.name, name);
        return;
    }
    const Field& field = object.field(*id);
    const bool may_write = operation == Operation::create ? field.createable : field.updateable;
    // An export has what the org sets itself, too.
    if (!may_write || field.has_formula || field.has_summary || field.is_system ||
        field.kind == FieldKind::auto_number)
        return;
    const bool is_twice = std::any_of(result.begin(), result.end(), [&](const FieldValue& other) {
        return other.field == *id;
    });
    if (is_twice || (json.is(JsonKind::null) && operation == Operation::create))
        return;
    if (json.is(JsonKind::object) || json.is(JsonKind::list)) {
        out_.report(Code::W0917, span, "`{}` has parts of its own here: it is left out", field.name);
        return;
    }
    if (field.is_reference() && !json.is(JsonKind::null)) {
        out_.report(
                Code::W0917, span, "`{}` names a record of another org: it is left out", field.name
        )
            .note("the ids of an org mean nothing elsewhere");
        return;
    }
    const std::optional<Value> value = from_json(json, field, context_.arena);
    if (!value) {
        out_.report(Code::W0916, span, "`{}` of the record: {}", field.name, misfit(json, field));
        return;
    }
    result.push_back({*id, {constant(*value, field.type(), context_.arena), {}}, span});
}

} // namespace weir
