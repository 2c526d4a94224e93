// Shapes for the tests of the parser: enough kinds to read the examples, independent of
// src/elements.
#pragma once

#include "syntax/shape.hpp"

namespace weir::test {

[[nodiscard]] Shapes shapes();

} // namespace weir::test
