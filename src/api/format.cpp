#include "api/messages.hpp"
#include "elements/catalogue.hpp"
#include "metadata/faithful.hpp"
#include "metadata/flow.hpp"
#include "metadata/project.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"
#include "weir/engine.h"

namespace weir {

namespace {

/// A flow in XML is laid out as a retrieve writes it.
Formatted format_xml(const SourceFile& file, const std::string& name, SourceMap& sources) {
    Diagnostics out;
    Arena arena;
    const metadata::XmlNode* const root = metadata::parse_xml(file, arena, out);
    if (root == nullptr || root->name != "Flow") {
        if (root != nullptr)
            out.report(Code::W0005, root->span, "the file holds a `{}` and no flow", root->name);
        out.sort_and_cap(sources);
        return {file.text, to_messages(out, sources), {}, false};
    }
    // What is wrong in the flow is the checker's to say.
    Diagnostics unsaid;
    const Element* const flow = metadata::read_for_text(*root, {name, {}}, element_shapes(), arena).flow;
    std::string text = metadata::print_xml(*metadata::write_flow(*flow, arena, unsaid));
    const bool changed = text != file.text;
    return {std::move(text), {}, {}, changed};
}

Formatted format(const SourceFile& file, SourceMap& sources) {
    metadata::ProjectFile facts;
    if (metadata::classify(file.name, facts) && facts.kind == metadata::FileKind::flow)
        return format_xml(file, facts.name, sources);
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
