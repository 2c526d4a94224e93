// A text, parsed, with what was said about it.
#pragma once

#include "base/render.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"
#include "test_shapes.hpp"

#include <memory>
#include <string>
#include <utility>

namespace weir::test {

struct Reading {
    explicit Reading(std::string text)
        : file(sources.add("test.flow", std::move(text))), tree(parse(file, shapes(), out)) {
        out.sort_and_cap(sources);
    }

    /// All diagnostics as a terminal shows them.
    [[nodiscard]] std::string said() const {
        std::string text;
        for (const Diagnostic& diagnostic : out.all())
            text += render(diagnostic, sources, false);
        return text;
    }
    /// The messages alone, one a line, with their codes.
    [[nodiscard]] std::string messages() const {
        std::string text;
        for (const Diagnostic& diagnostic : out.all())
            text += fmt::format("{} {}\n", facts(diagnostic.code).name, diagnostic.message);
        return text;
    }
    [[nodiscard]] const Element& declaration(size_t index) const {
        return *tree->declarations[index];
    }
    /// The statements in the braces of a declaration.
    [[nodiscard]] List<Statement> statements(size_t index = 0) const {
        return (*declaration(index).value<const Block*>(""))->statements;
    }
    [[nodiscard]] std::string text(Span span) const { return std::string(sources.text(span)); }

    SourceMap sources;
    Diagnostics out;
    const SourceFile& file;
    std::unique_ptr<const SyntaxTree> tree;
};

/// The element in `flow F { … }`.
struct ReadElement : Reading {
    explicit ReadElement(const std::string& text) : Reading("flow F {\n" + text + "\n}\n") {}
    [[nodiscard]] const Element& element(size_t index = 0) const {
        return *statements()[index].element;
    }
};

} // namespace weir::test
