// Elements without what stands inside of them.
#pragma once

#include "base/arena.hpp"
#include "syntax/ast.hpp"

#include <cstddef>
#include <string>

namespace weir::diff {

/// An element alone in a file, as the formatter writes it.
[[nodiscard]] std::string printed(const Element& element);

/// Copies of elements that print without what stands inside of them, on one clause a line; targets
/// and positions on the canvas are left out, members such as the fields of a screen are not.
class Bare {
public:
    explicit Bare(Arena& arena) : arena_(arena) {}

    [[nodiscard]] Element element(const Element& source) const { return element(source, 0); }
    /// The element with nothing but this clause.
    [[nodiscard]] std::string alone(const Element& source, const Clause& clause) const;

private:
    [[nodiscard]] Element element(const Element& source, size_t depth) const;
    /// False if the clause is left out.
    bool take(const Element& source, Clause& clause, size_t depth) const;
    bool take_quiet(Clause& clause) const;
    bool take_block(const Element& source, Clause& clause, const Block* block, size_t depth) const;

    Arena& arena_;
};

} // namespace weir::diff
