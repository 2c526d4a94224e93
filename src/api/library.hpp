// The standard library as syntax trees.
#pragma once

#include "syntax/ast.hpp"

#include <memory>
#include <vector>

namespace weir {

class SourceMap;

void add_library_texts(SourceMap& sources);

/// Parsed by who asks first, then shared: the library is the same in every world, and a folder of
/// projects is as many worlds. Their spans are right in a source map to which the texts were added
/// first. Empty if there is a mistake in them. The trees live as long as the process.
[[nodiscard]] const std::vector<std::shared_ptr<const SyntaxTree>>& library_trees();

} // namespace weir
