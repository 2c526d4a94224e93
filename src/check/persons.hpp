// Which fields accounts have only where they may be persons.
#pragma once

#include "schema/schema.hpp"

#include <string_view>

namespace weir {

/// Whether the object lacks a field of that name only because `person accounts` is off.
[[nodiscard]] bool is_person_field(const Object& object, std::string_view name);

} // namespace weir
