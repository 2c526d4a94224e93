// Filters of lookups, into ObjectProgram::lookup_filters.
#pragma once

#include "base/diagnostic.hpp"
#include "program/program.hpp"
#include "syntax/ast.hpp"

#include <span>

namespace weir {

void compile_lookup_filters(
    std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out
);

} // namespace weir
