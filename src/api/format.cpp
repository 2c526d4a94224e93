#include "api/messages.hpp"
#include "elements/catalogue.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"
#include "weir/engine.h"

namespace weir {

namespace {

Formatted format(const SourceFile& file, SourceMap& sources) {
    Diagnostics out;
    const std::unique_ptr<const SyntaxTree> tree = parse(file, element_shapes(), out);
    if (out.has_errors()) {
        out.sort_and_cap(sources);
        return {file.text, to_messages(out, sources), {}, false};
    }
    std::string text = print(*tree);
    const bool changed = text != file.text;
    return {std::move(text), {}, {}, changed};
}

} // namespace

Formatted format_text(std::string name, std::string text) {
    SourceMap sources;
    return format(sources.add(std::move(name), std::move(text)), sources);
}

Formatted format_file(const std::string& path) {
    SourceMap sources;
    const Result<const SourceFile*> file = sources.read(path);
    if (!file) return {{}, {}, file.error().message, false};
    return format(**file, sources);
}

} // namespace weir
