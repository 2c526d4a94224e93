#include "weir/convert.h"

#include "api/messages.hpp"
#include "base/folder.hpp"
#include "base/limits.hpp"
#include "elements/catalogue.hpp"
#include "metadata/apex_stubs.hpp"
#include "metadata/faithful.hpp"
#include "metadata/flow.hpp"
#include "metadata/layout.hpp"
#include "metadata/project.hpp"
#include "syntax/declarations.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"
#include "weir/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

namespace weir {

namespace {

namespace fs = std::filesystem;

/// What stays XML, because the language has no way to say it.
void report_unsaid(List<const metadata::XmlNode*> unsaid, Diagnostics& out) {
    const metadata::XmlNode& first = *unsaid.front();
    const std::string_view name = first.child_text("name");
    out.report(
        Code::W0007,
        first.span,
        "`{}` cannot be said in the language and stays XML in the `metadata` clause{}",
        name.empty() ? first.name : name,
        unsaid.size() == 1 ? std::string() : fmt::format(", with {} more", unsaid.size() - 1)
    );
}

Conversion from_xml(const SourceFile& file, SourceMap& sources, metadata::ApexStubs* stubs) {
    Conversion result;
    Diagnostics out;
    SyntaxTree tree;
    const metadata::XmlNode* const root = metadata::parse_xml(file, tree.arena, out);
    if (root != nullptr && root->name != "Flow")
        out.report(Code::W0005, root->span, "the file holds a `{}` and no flow", root->name);
    else if (root != nullptr) {
        if (stubs != nullptr)
            stubs->add(*root);
        metadata::ProjectFile facts;
        std::string name = fs::path(file.name).filename().string();
        if (metadata::classify(file.name, facts))
            name = facts.name;
        // What is wrong in the flow is the checker's to say; it reads as it stands.
        const Name flow_name{tree.arena.copy(std::string_view(name)), {}};
        metadata::FlowText read =
            metadata::read_for_text(*root, flow_name, element_shapes(), tree.arena);
        if (!read.comes_back)
            out.report(Code::W0005, root->span, "`{}` is no name of a flow", name);
        else
            result.flows.push_back({std::move(name), std::move(read.text)});
        if (read.comes_back && !read.unsaid.empty())
            report_unsaid(read.unsaid, out);
    }
    out.sort_and_cap(sources);
    result.messages = to_messages(out, sources);
    return result;
}

/// A flow that says where its elements stand is left as it is, as is one that is too deep.
const metadata::XmlNode* laid_out(const metadata::XmlNode& flow, Arena& arena) {
    if (!metadata::is_without_layout(flow))
        return &flow;
    const std::optional<metadata::Places> places =
        metadata::lay_out(flow, metadata::todays_canvas(flow));
    return places ? metadata::moved(flow, *places, arena) : &flow;
}

Conversion to_xml(const SourceFile& file, SourceMap& sources, const XmlOptions& options) {
    Conversion result;
    Diagnostics out;
    const std::unique_ptr<const SyntaxTree> tree = parse(file, element_shapes(), out);
    if (!out.has_errors()) {
        Arena arena;
        for (const Element* const declaration : tree->declarations) {
            if (declaration->shape != &shapes::flow)
                continue;
            const metadata::XmlNode* xml = metadata::write_flow(*declaration, arena, out);
            if (options.layout)
                xml = laid_out(*xml, arena);
            result.flows.push_back({std::string(declaration->name.text), metadata::print_xml(*xml)}
            );
        }
    }
    out.sort_and_cap(sources);
    result.messages = to_messages(out, sources);
    return result;
}

template<class Convert>
Conversion convert_file(const std::string& path, Convert convert) {
    SourceMap sources;
    const Result<const SourceFile*> file = sources.read(path);
    if (!file)
        return {{}, {}, file.error().message};
    return convert(**file, sources);
}

bool is_wanted(const std::string& path, bool wants_text) {
    metadata::ProjectFile file;
    if (!metadata::classify(path, file))
        return false;
    return file.kind == (wants_text ? metadata::FileKind::text : metadata::FileKind::flow);
}

void collect(
    const std::string& folder, bool wants_text, size_t depth, std::vector<std::string>& found
) {
    if (depth > limits::folder_depth)
        return;
    for (const FolderEntry& entry : list_folder(folder)) {
        const std::string& name = entry.name;
        const std::string path = inside(folder, name);
        if (entry.is_folder && name != ".git" && name != "node_modules")
            collect(path, wants_text, depth + 1, found);
        const bool is_named = name.ends_with(".flow") || name.ends_with(".flow-meta.xml");
        if (entry.is_file && is_named && is_wanted(path, wants_text))
            found.push_back(path);
    }
}

/// Files of a folder and of all below it. A folder that cannot be read has none.
std::vector<std::string> find(const std::string& path, bool wants_text) {
    std::vector<std::string> found;
    std::error_code failed;
    if (fs::is_directory(path, failed))
        collect(path, wants_text, 0, found);
    else if (is_wanted(path, wants_text))
        found.push_back(path);
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace

struct ApexCalls::Gathered {
    metadata::ApexStubs stubs;
};

ApexCalls::ApexCalls() : gathered_(std::make_unique<Gathered>()) {}
ApexCalls::ApexCalls(ApexCalls&&) noexcept = default;
ApexCalls& ApexCalls::operator=(ApexCalls&&) noexcept = default;
ApexCalls::~ApexCalls() = default;

Conversion flow_from_xml(std::string name, std::string xml) {
    SourceMap sources;
    return from_xml(sources.add(std::move(name), std::move(xml)), sources, nullptr);
}
Conversion flow_from_xml_file(const std::string& path, ApexCalls* calls) {
    metadata::ApexStubs* const stubs = calls == nullptr ? nullptr : &calls->gathered_->stubs;
    return convert_file(path, [&](const SourceFile& file, SourceMap& sources) {
        return from_xml(file, sources, stubs);
    });
}
Conversion flows_to_xml(std::string name, std::string text, const XmlOptions& options) {
    SourceMap sources;
    return to_xml(sources.add(std::move(name), std::move(text)), sources, options);
}
Conversion flows_to_xml_file(const std::string& path, const XmlOptions& options) {
    return convert_file(path, [&](const SourceFile& file, SourceMap& sources) {
        return to_xml(file, sources, options);
    });
}

std::string ApexCalls::stubs() const {
    const metadata::ApexStubs& stubs = gathered_->stubs;
    return stubs.empty() ? std::string() : format_text("stubs.flow", stubs.text()).text;
}

std::vector<std::string> find_xml_flows(const std::string& path) {
    return find(path, false);
}
std::vector<std::string> find_text_flows(const std::string& path) {
    return find(path, true);
}

} // namespace weir
