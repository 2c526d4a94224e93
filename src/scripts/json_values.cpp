#include "scripts/json_values.hpp"

#include "types/convert.hpp"
#include "types/decimal.hpp"

#include <fmt/format.h>

namespace weir {

std::optional<Value> from_json(const JsonValue& json, const Field& field, Arena& arena) {
    const TypeKind kind = field.type().kind;
    switch (json.kind) {
    case JsonKind::null:
        return Value::null();
    case JsonKind::boolean:
        return from_text(json.truth ? "true" : "false", kind, arena);
    case JsonKind::number:
    case JsonKind::text:
        break;
    case JsonKind::list:
    case JsonKind::object:
        return std::nullopt;
    }
    if (json.text.empty())
        return Value::null();
    const std::optional<Value> value = from_text(json.text, kind, arena);
    const bool is_scaled = field.kind == FieldKind::number || field.kind == FieldKind::currency ||
                           field.kind == FieldKind::percent;
    if (!value || !is_scaled || !value->is_number())
        return value;
    const Decimal number = value->decimal();
    return number.scale <= field.scale ? value : Value::number(round(number, field.scale), arena);
}

std::string misfit(const JsonValue& json, const Field& field) {
    constexpr size_t most_shown = 60;
    std::string shown = "this";
    if (json.kind == JsonKind::boolean)
        shown = json.truth ? "`true`" : "`false`";
    else if (json.kind == JsonKind::list)
        shown = "a list";
    else if (json.kind == JsonKind::object)
        shown = "an object";
    else if (json.text.size() <= most_shown)
        shown = fmt::format("`{}`", json.text);
    return fmt::format("{} is no {}", shown, form_of(field.type().kind));
}

std::string_view form_of(TypeKind kind) {
    switch (kind) {
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent:
        return "number";
    case TypeKind::boolean:
        return "checkbox value (true or false)";
    case TypeKind::date:
        return "date (yyyy-mm-dd)";
    case TypeKind::date_time:
        return "date and time (yyyy-mm-ddThh:mm:ssZ)";
    case TypeKind::time:
        return "time (hh:mm:ss)";
    case TypeKind::id:
        return "record id (15 or 18 characters)";
    case TypeKind::location:
        return "value that a file can give: load its latitude and longitude";
    case TypeKind::text:
    case TypeKind::picklist:
    case TypeKind::multi_picklist:
    case TypeKind::any:
    case TypeKind::null:
    case TypeKind::error:
    case TypeKind::record:
        return "text";
    }
    return "text";
}

} // namespace weir
