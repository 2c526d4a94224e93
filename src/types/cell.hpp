// What a cell holds whose field says what it can be: a lookup an id, a text field a text, or
// nothing.
#pragma once

#include "types/value.hpp"

#include <string_view>

namespace weir {

/// The id; zero where there is none.
[[nodiscard]] inline Id id_in(Value cell) {
    return cell.tag() == Tag::id ? cell.as_id() : Id{};
}

/// The text; empty where there is none.
[[nodiscard]] inline std::string_view text_in(Value cell) {
    return cell.tag() == Tag::text ? cell.as_text() : std::string_view{};
}

/// The id of a value that a flow gives, which may be a text: variables that hold ids are texts.
/// Zero where there is none.
[[nodiscard]] inline Id id_from(Value value) {
    return value.tag() == Tag::text ? parse_id(value.as_text()).value_or(Id{}) : id_in(value);
}

} // namespace weir
