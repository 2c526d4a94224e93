// Is a text UTF-8?
#pragma once

#include <cstddef>
#include <string_view>

namespace weir::syntax {

/// Offset of the first byte that is not part of a well-formed UTF-8 sequence; the size if there is
/// none.
[[nodiscard]] size_t find_invalid_utf8(std::string_view text);

} // namespace weir::syntax
