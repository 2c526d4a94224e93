// The reference of formula functions, from their descriptors.
#pragma once

#include "formula/function.hpp"

#include <string>

namespace weir {

/// What is known of one function, as Markdown under a heading.
[[nodiscard]] std::string page_of(const Function& function);

} // namespace weir
