// What waits in an org, for whoever plays with its clock.
#pragma once

#include "program/program.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace weir {

class Org;

/// When the first interview that waits at a path of a flow is due, milliseconds UTC; `path` is its
/// place in FlowProgram::paths. Nothing: none waits there.
[[nodiscard]] std::optional<int64_t>
next_of_path(const Org& org, const FlowProgram& flow, size_t path);

} // namespace weir
