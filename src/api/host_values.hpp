// Between the values of hosts and those of weir.
#pragma once

#include "types/type.hpp"
#include "types/value.hpp"
#include "weir/value.h"

#include <optional>

namespace weir {

[[nodiscard]] HostValue to_host(Value value);
/// Nothing if the spelling does not fit the kind. Texts are copied into the arena.
[[nodiscard]] std::optional<Value> from_host(const HostValue& value, Arena& arena);
/// The same, as a value of a field or parameter: a text that spells a date will do for a date.
[[nodiscard]] std::optional<Value> from_host(const HostValue& value, TypeKind kind, Arena& arena);

} // namespace weir
