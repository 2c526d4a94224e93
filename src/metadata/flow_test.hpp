// Flow tests of the Metadata API as tests of the language.
#pragma once

#include "base/arena.hpp"
#include "base/diagnostic.hpp"
#include "metadata/xml.hpp"
#include "syntax/ast.hpp"

#include <string_view>

namespace weir::metadata {

/// The API name of the flow that a test is of; empty if it says none.
[[nodiscard]] std::string_view flow_of_test(const XmlNode& root);

/// Reads a `FlowTest` into the `test` that does the same, with spans into the XML; its title is
/// `FlowTesting.<Flow>.<Test>`. `flow` is the flow that it is of, or null if there is none. Values
/// of the flow are named behind its name: `Flow.Variable`. What weir does not run is reported
/// (W0918), and the result is null. The arena takes all; `root` must live as long.
[[nodiscard]] const Element* read_flow_test(
    const XmlNode& root, std::string_view name, const Element* flow, Arena& arena, Diagnostics& out
);

} // namespace weir::metadata
