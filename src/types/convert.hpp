// Values to text and text to values.
#pragma once

#include "types/type.hpp"
#include "types/value.hpp"

#include <optional>
#include <string_view>

namespace weir {

/// The text of a value as templates and flows print it: numbers plain, dates yyyy-MM-dd, date-times
/// ISO in UTC, booleans true/false, ids with 18 characters, null as nothing, collections `[a, b]`.
/// In the arena, or the value's own text.
[[nodiscard]] inline std::string_view to_text(Value value, Arena& arena);

/// As TEXT() prints it (reference/formulas.md): date-times `yyyy-MM-dd HH:mm:ssZ`.
[[nodiscard]] std::string_view to_formula_text(Value value, Arena& arena);

/// A text from outside (CSV, JSON, command line) as a value of a kind. Empty text is null. Nothing
/// if it does not fit: booleans are true/false/1/0 without case, numbers decimal, dates ISO, ids 15
/// or 18 characters. The text itself is copied into the arena.
[[nodiscard]] std::optional<Value> from_text(std::string_view text, TypeKind kind, Arena& arena);

/// Deep copy of what the value points at into another arena (texts, big numbers, faults, rows,
/// collections).
[[nodiscard]] inline Value copy(Value value, Arena& arena);

// The rest of the two above: texts are by far the most, and done with a line.

[[nodiscard]] std::string_view print(Value value, Arena& arena);
[[nodiscard]] Value copy_tree(Value value, Arena& arena);

inline std::string_view to_text(Value value, Arena& arena) {
    return value.tag() == Tag::text ? value.as_text() : print(value, arena);
}

inline Value copy(Value value, Arena& arena) {
    if (value.tag() == Tag::text)
        return Value::text(arena.copy(value.as_text()));
    if (value.tag() < Tag::record && value.tag() != Tag::big_number)
        return value;
    return copy_tree(value, arena);
}

} // namespace weir
