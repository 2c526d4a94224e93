// The one list of all kinds of elements and resources.
#pragma once

#include "check/element_kind.hpp"

namespace weir {

/// Every kind, resources first. A new kind is one line in catalogue.cpp.
[[nodiscard]] ElementKinds element_kinds();
/// Their shapes, for the parser and everything that shows flows.
[[nodiscard]] Shapes element_shapes();

} // namespace weir
