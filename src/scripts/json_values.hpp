// JSON values as values of fields.
#pragma once

#include "base/arena.hpp"
#include "schema/schema.hpp"
#include "scripts/json.hpp"
#include "types/value.hpp"

#include <optional>
#include <string>

namespace weir {

/// A value that fits the field, numbers rounded to its scale; nothing if it does not fit. `null`
/// and empty texts are null.
[[nodiscard]] std::optional<Value>
from_json(const JsonValue& json, const Field& field, Arena& arena);

/// "`12x` is no number": why a value does not fit.
[[nodiscard]] std::string misfit(const JsonValue& json, const Field& field);

/// What a value of the kind looks like: "date (yyyy-mm-dd)".
[[nodiscard]] std::string_view form_of(TypeKind kind);

} // namespace weir
