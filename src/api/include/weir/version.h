#pragma once

namespace weir {

/// "0.1.0"
[[nodiscard]] const char* version();

} // namespace weir
