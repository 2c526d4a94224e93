#include "api/messages.hpp"

#include "base/render.hpp"

#include <utility>

namespace weir {

SourceRange range_of(Span span, const SourceMap& sources) {
    const Location begin = sources.locate(span.begin);
    if (begin.file == nullptr) return {};
    const Location end = sources.locate(span.end);
    return {begin.file->name, begin.line, begin.column, end.line, end.column};
}

std::vector<DiagnosticMessage> to_messages(const Diagnostics& diagnostics, const SourceMap& sources) {
    std::vector<DiagnosticMessage> messages;
    messages.reserve(diagnostics.all().size());
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        Rendered frame = render(diagnostic, sources);
        messages.push_back({
            std::string(facts(diagnostic.code).name),
            diagnostic.severity == Severity::error,
            diagnostic.message,
            range_of(diagnostic.span, sources),
            std::move(frame.plain),
            std::move(frame.coloured),
            render_json(diagnostic, sources),
        });
    }
    return messages;
}

} // namespace weir
