// Diagnostics as text for a terminal or a pipe, and as JSON for machines.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"

#include <string>

namespace weir {

/// The frame with code, place, source lines, carets, labels, notes and helps. Columns are aligned
/// by terminal cells; tabs count as four. With `colour`, ANSI sequences are added and nothing else
/// changes; without, the text is plain ASCII except for what the sources themselves contain.
[[nodiscard]] std::string
render(const Diagnostic& diagnostic, const SourceMap& sources, bool colour);

/// A frame in both forms.
struct Rendered {
    std::string plain;
    std::string coloured;
};
[[nodiscard]] Rendered render(const Diagnostic& diagnostic, const SourceMap& sources);

/// One JSON object without a line end: code, severity, message, file, line, column, endLine,
/// endColumn (from 1, in bytes), label, labels, notes, helps with their edits.
[[nodiscard]] std::string render_json(const Diagnostic& diagnostic, const SourceMap& sources);

} // namespace weir
