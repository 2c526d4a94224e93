// Text to AST. One of the two translation units that see PEGTL.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "syntax/ast.hpp"
#include "syntax/shape.hpp"

#include <memory>

namespace weir {

/// Parses a .flow file. `shapes` are the kinds of elements and resources (elements/catalogue.hpp); declarations
/// and members are known here. Never fails: mistakes are reported and what could be read is returned. Views
/// point into `file.text`, which must outlive the tree.
[[nodiscard]] std::unique_ptr<const SyntaxTree>
parse(const SourceFile& file, Shapes shapes, Diagnostics& out);

} // namespace weir
