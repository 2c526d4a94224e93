// AST to text: the formatter. Printing is a fixed point, and parsing what was printed gives an equal AST.
#pragma once

#include "syntax/ast.hpp"

#include <string>
#include <string_view>

namespace weir {

/// The file in its one canonical layout: indent of two blanks, columns of assignments and fields aligned,
/// lines broken at 120 cells, comments and single empty lines kept, formulas letter for letter.
[[nodiscard]] std::string print(const SyntaxTree& tree);

/// As they stand in a file: a dotted name, with backquotes where a part needs them, and a text between quotes.
[[nodiscard]] std::string print(const Path& path);
[[nodiscard]] std::string print_text(std::string_view value);

/// Deep equality of what two trees say: everything but spans, and empty lines.
[[nodiscard]] bool equal(const SyntaxTree& left, const SyntaxTree& right);

} // namespace weir
