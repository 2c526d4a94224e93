// How much of an interview there is to write when it pauses (reference/limits.md, section 3).
#pragma once

#include "runtime/batch.hpp"

#include <string>

namespace weir::elements {

/// Whether the interview is larger than Salesforce writes: then it cannot pause.
[[nodiscard]] bool is_too_large(Batch& batch, uint32_t row);
[[nodiscard]] std::string too_large_text();

} // namespace weir::elements
