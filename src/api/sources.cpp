#include "api/sources.hpp"

#include "api/library.hpp"
#include "api/paths.hpp"
#include "base/folder.hpp"
#include "elements/catalogue.hpp"
#include "metadata/flow.hpp"
#include "metadata/flow_test.hpp"
#include "metadata/world.hpp"
#include "schema/fold.hpp"
#include "syntax/declarations.hpp"
#include "syntax/parse.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace weir {

namespace fs = std::filesystem;

namespace {

std::string resolved(const fs::path& path) {
    std::error_code failed;
    const fs::path result = fs::weakly_canonical(path, failed);
    return failed ? path.string() : result.string();
}

/// The number of a version: of its file, or of the flow's definition, which names the active one; 0: nothing says it.
uint32_t version_of(const metadata::ProjectFile& file, const std::vector<metadata::ActiveVersion>& active) {
    if (file.version > 0) return file.version;
    for (const metadata::ActiveVersion& version : active)
        if (folded(version.flow) == folded(file.name)) return version.version;
    return 0;
}

/// The flow with the clause `version`.
const Element* with_version(const Element& flow, uint32_t version, Arena& arena) {
    Element* const numbered = arena.make<Element>(flow);
    Clause clause;
    clause.shape = flow.shape->clause("version");
    clause.key_span = flow.header;
    clause.span = flow.header;
    clause.value = NumberLiteral{arena.copy(std::to_string(version)), flow.header};
    std::vector<Clause> clauses(flow.clauses.begin(), flow.clauses.end());
    clauses.push_back(clause);
    numbered->clauses = arena.copy(clauses);
    return numbered;
}

/// Of a flow with a file for each version the one that is active, by its definition or else the last; in the order of the files.
std::vector<const metadata::ProjectFile*>
running_versions(const std::vector<metadata::ProjectFile>& files, const std::vector<metadata::ActiveVersion>& active) {
    std::map<std::string, uint32_t> chosen;
    for (const metadata::ProjectFile& file : files)
        if (file.version > 0) chosen[folded(file.name)] = std::max(chosen[folded(file.name)], file.version);
    for (const metadata::ActiveVersion& version : active) {
        const auto has_file = [&](const metadata::ProjectFile& file) {
            return file.version == version.version && folded(file.name) == folded(version.flow);
        };
        if (version.version > 0 && std::any_of(files.begin(), files.end(), has_file)) chosen[folded(version.flow)] = version.version;
    }
    std::vector<const metadata::ProjectFile*> running;
    for (const metadata::ProjectFile& file : files)
        if (file.version == 0 || chosen[folded(file.name)] == file.version) running.push_back(&file);
    return running;
}

} // namespace

/// The path without links and dots. Files stand together: a folder is looked up once.
std::string SourceReader::canonical(const std::string& path) {
    std::error_code failed;
    const fs::path place(path);
    if (!place.has_filename() || place.filename() == ".." || fs::symlink_status(place, failed).type() != fs::file_type::regular)
        return resolved(place);
    const auto [known, is_new] = folders_.try_emplace(place.parent_path().string());
    if (is_new) known->second = resolved(known->first.empty() ? fs::path(".") : fs::path(known->first));
    return inside(known->second, place.filename().string());
}

void SourceReader::add_standard_library() {
    const size_t first = sources_.files().size();
    add_library_texts(sources_);
    if (first == 0 && !library_trees().empty()) {
        trees_.insert(trees_.end(), library_trees().begin(), library_trees().end());
        return;
    }
    for (size_t index = first; index < sources_.files().size(); ++index) parse_file(*sources_.files()[index]);
}

void SourceReader::add_text(std::string name, std::string text) {
    ++file_count_;
    parse_file(sources_.add(std::move(name), std::move(text)));
}

void SourceReader::add_path(const std::string& path) { add_used(path, {}); }

void SourceReader::add_used(const std::string& path, Span used_at) {
    const bool has_metadata = add_metadata(path);
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
        if (!has_metadata) add_file(path, used_at);
        return;
    }
    const std::vector<std::string> files = files_of_world(path);
    if (files.empty() && !has_metadata) out_.report(Code::W0001, used_at, "`{}` holds no .flow file and no metadata", path);
    for (const std::string& file : files) add_file(file, used_at);
}

/// Whether the path holds metadata XML.
bool SourceReader::add_metadata(const std::string& path) {
    const metadata::ProjectFiles files = metadata::find_project(path, out_);
    if (files.metadata_count() == 0) return false;
    file_count_ += files.world.size();
    metadata::World world = metadata::read_world(files, sources_, out_);
    if (world.tree != nullptr) trees_.push_back(std::move(world.tree));
    for (const metadata::ProjectFile* const file : running_versions(files.flows, world.active_versions))
        add_xml_flow(*file, version_of(*file, world.active_versions));
    flow_tests_.insert(flow_tests_.end(), files.flow_tests.begin(), files.flow_tests.end());
    return true;
}

void SourceReader::add_xml_flow(const metadata::ProjectFile& file, uint32_t version) {
    if (!seen_.insert(canonical(file.path)).second) return;
    const Result<const SourceFile*> source = sources_.read(file.path);
    if (!source) {
        out_.report(Code::W0001, {}, "{}", source.error().message);
        return;
    }
    ++file_count_;
    auto tree = std::make_unique<SyntaxTree>();
    const metadata::XmlNode* const root = metadata::parse_xml(**source, tree->arena, out_);
    if (root == nullptr) return;
    if (root->name != "Flow") {
        out_.report(Code::W0007, root->span, "the file holds a `{}` and is read as a flow", root->name).here("no `Flow`");
        return;
    }
    const auto [known, is_new] = xml_flows_.emplace(folded(file.name), root->span);
    if (!is_new) {
        out_.report(Code::W0008, root->span, "the flow `{}` stands in two files", file.name)
            .here("left out")
            .label(known->second, "this one counts");
        return;
    }
    const Name name{tree->arena.copy(std::string_view(file.name)), {}};
    const Element* flow = metadata::read_running_flow(*root, name, element_shapes(), tree->arena, out_);
    if (version > 0) flow = with_version(*flow, version, tree->arena);
    tree->declarations = tree->arena.copy(std::span<const Element* const>(&flow, 1));
    trees_.push_back(std::move(tree));
}

const Element* SourceReader::find_flow(std::string_view name) const {
    for (const auto& tree : trees_)
        for (const Element* const declaration : tree->declarations)
            if (declaration->shape == &shapes::flow && folded(declaration->name.text) == folded(name)) return declaration;
    return nullptr;
}

void SourceReader::add_flow_test(const metadata::ProjectFile& file) {
    if (!seen_.insert(canonical(file.path)).second) return;
    const Result<const SourceFile*> source = sources_.read(file.path);
    if (!source) {
        out_.report(Code::W0001, {}, "{}", source.error().message);
        return;
    }
    ++file_count_;
    auto tree = std::make_unique<SyntaxTree>();
    const metadata::XmlNode* const root = metadata::parse_xml(**source, tree->arena, out_);
    if (root == nullptr) return;
    if (root->name != "FlowTest") {
        out_.report(Code::W0007, root->span, "the file holds a `{}` and is read as a flow test", root->name).here("no `FlowTest`");
        return;
    }
    const Element* const flow = find_flow(metadata::flow_of_test(*root));
    const Element* const test = metadata::read_flow_test(*root, tree->arena.copy(std::string_view(file.name)), flow, tree->arena, out_);
    if (test == nullptr) return;
    tree->declarations = tree->arena.copy(std::span<const Element* const>(&test, 1));
    trees_.push_back(std::move(tree));
}

bool SourceReader::is_open() const {
    const auto says_open = [](const Element* declaration) {
        if (declaration->shape != &shapes::org) return false;
        const auto* const objects = declaration->value<std::string_view>("objects");
        return objects != nullptr && *objects == "open";
    };
    return std::any_of(trees_.begin(), trees_.end(), [&](const auto& tree) {
        return std::any_of(tree->declarations.begin(), tree->declarations.end(), says_open);
    });
}

void SourceReader::finish() {
    for (const metadata::ProjectFile& file : flow_tests_) add_flow_test(file);
    // The world of a project says itself that it is open.
    if (!is_open()) return;
    std::vector<const SyntaxTree*> trees;
    for (const auto& tree : trees_) trees.push_back(tree.get());
    trees_.push_back(metadata::declare_missing(trees, {}));
}

void SourceReader::add_file(const std::string& path, Span used_at) {
    const std::string identity = canonical(path);
    const bool is_open = std::any_of(open_.begin(), open_.end(), [&](const Use& use) { return use.file == identity; });
    if (is_open) {
        report_cycle(identity, used_at);
        return;
    }
    if (!seen_.insert(identity).second) return;
    const Result<const SourceFile*> file = sources_.read(path);
    if (!file) {
        out_.report(Code::W0001, used_at, "{}", file.error().message);
        return;
    }
    ++file_count_;
    open_.push_back({identity, {}});
    parse_file(**file);
    // The tree may move while others are added; its declarations stay where they are.
    const SyntaxTree& tree = *trees_.back();
    follow(tree, path);
    open_.pop_back();
}

void SourceReader::parse_file(const SourceFile& file) { trees_.push_back(parse(file, element_shapes(), out_)); }

void SourceReader::follow(const SyntaxTree& tree, const std::string& path) {
    for (const Element* const declaration : tree.declarations) {
        if (declaration->shape != &shapes::use || declaration->label == nullptr) continue;
        const auto folder = fs::path(path).parent_path();
        const std::string used = (folder / fs::path(std::string(declaration->label->value))).string();
        open_.back().span = declaration->label->span;
        add_used(used, declaration->label->span);
    }
}

void SourceReader::report_cycle(const std::string& identity, Span used_at) {
    const std::string name = fs::path(identity).filename().string();
    DiagnosticBuilder report = out_.report(Code::W0003, used_at, "`{}` uses itself", name);
    bool inside = false;
    for (const Use& use : open_) {
        inside = inside || use.file == identity;
        if (inside && !(use.span == used_at)) report.label(use.span, "by way of this");
    }
    report.help("take this `use` away: a file may name what any file of its world declares, used or not");
}

} // namespace weir
