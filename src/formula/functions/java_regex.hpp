// Regular expressions as Java spells them, for ICU, which spells nearly all of them the same.
#pragma once

#include <string>
#include <string_view>

namespace weir::functions {

/// The same expression with what means something else to ICU written out: `\d`, `\w` and `\s`, and
/// the POSIX classes `\p{Alpha}`, are about ASCII in Java and about Unicode in ICU. What is
/// malformed stays so.
[[nodiscard]] std::string java_regex(std::string_view pattern);

} // namespace weir::functions
