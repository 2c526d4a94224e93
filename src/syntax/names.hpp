// What follows from a name.
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// The label of what has none of its own: the name with blanks for underscores.
[[nodiscard]] std::string label_from_name(std::string_view name);

} // namespace weir
