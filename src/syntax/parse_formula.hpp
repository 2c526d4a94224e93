// A formula on its own: from the command line, or from an XML text.
#pragma once

#include "base/arena.hpp"
#include "base/diagnostic.hpp"
#include "syntax/ast.hpp"

#include <string_view>

namespace weir {

/// Parses the whole of `text`, whose first byte stands at `begin` in the SourceMap. `text` must outlive the arena's
/// use. On a mistake: reports, and the root (or a part of it) is an ErrorExpr; never null.
[[nodiscard]] const Formula*
parse_formula(std::string_view text, uint32_t begin, Arena& arena, Diagnostics& out);

} // namespace weir
