// Duplicate, assignment, auto-response and workflow rules of objects, into
// ObjectProgram::save_rules.
#pragma once

#include "check/declare.hpp"
#include "program/program.hpp"
#include "syntax/ast.hpp"

#include <span>

namespace weir {

void compile_save_rules(
    std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out
);

/// The logic of a matching rule, `1 AND (2 OR 3)` over `count` lines, as alternatives of indexes
/// from 0; nothing if it cannot be read or grows too large.
[[nodiscard]] std::optional<std::vector<std::vector<uint32_t>>>
parse_match_logic(std::string_view text, size_t count);

} // namespace weir
