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
