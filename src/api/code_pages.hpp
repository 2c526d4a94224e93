// The pages of base/codes, embedded.
#pragma once

#include "base/embedded_text.hpp"

#include <span>

namespace weir {

[[nodiscard]] std::span<const EmbeddedText> code_pages();

} // namespace weir
