#include "api/flow_case_world.hpp"

#include "base/check.hpp"
#include "base/limits.hpp"
#include "check/check.hpp"
#include "elements/catalogue.hpp"
#include "metadata/flow.hpp"
#include "metadata/world.hpp"
#include "metadata/xml.hpp"
#include "org/standard_actions.hpp"
#include "schema/fold.hpp"
#include "stdlib/stdlib.hpp"
#include "syntax/inner_elements.hpp"
#include "syntax/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace weir {

struct CaseWorlds::Project {
    SourceMap sources;
    std::vector<std::unique_ptr<const SyntaxTree>> trees; // the standard library and the objects
    std::unique_ptr<Program> objects;                     // of these trees alone
    std::map<std::string, std::vector<std::string>> flow_paths;     // by folded name
    std::map<std::string, std::unique_ptr<const SyntaxTree>> flows; // by path
    std::map<std::string, std::unique_ptr<CaseWorld>> worlds;
};

namespace {

/// The flows that an element and all in its braces call.
class Calls {
public:
    void element(const Element& element, size_t depth = 0) {
        if (depth > limits::nesting)
            return;
        if (element.shape->subject == SubjectForm::flow && !element.subject.type.name.text.empty())
            names.insert(folded(element.subject.type.name.text));
        for (const Clause& clause : element.clauses)
            for_each_element_in(clause, [&](const Element& inner) {
                this->element(inner, depth + 1);
            });
    }

    std::set<std::string> names; // folded
};

[[nodiscard]] std::string folder_of(const std::string& path) {
    return std::filesystem::path(path).parent_path().string();
}

} // namespace

CaseWorlds::CaseWorlds(std::string projects) : projects_(std::move(projects)) {
    add_standard_actions(actions_);
}
CaseWorlds::~CaseWorlds() = default;

CaseWorlds::Project& CaseWorlds::project_of(const std::string& flow) {
    const std::string name = flow.substr(0, flow.find('/'));
    const auto [found, is_new] = by_name_.try_emplace(name);
    if (!is_new)
        return *found->second;
    found->second = std::make_unique<Project>();
    Project& project = *found->second;
    Diagnostics out; // what is wrong with a project is what `weir check` tells
    for (const EmbeddedText& file : standard_library())
        project.trees.push_back(parse(
            project.sources.add("stdlib/" + std::string(file.name), std::string(file.text)),
            element_shapes(),
            out
        ));
    const std::string folder = (std::filesystem::path(projects_) / name).string();
    metadata::ProjectFiles files = metadata::find_project(folder, out);
    // Records of custom metadata are those of the case.
    std::erase_if(files.world, [](const metadata::ProjectFile& file) {
        return file.kind == metadata::FileKind::custom_metadata;
    });
    metadata::World world = metadata::read_world(files, project.sources, out);
    if (world.tree != nullptr)
        project.trees.push_back(std::move(world.tree));
    for (const metadata::ProjectFile& file : files.flows)
        project.flow_paths[folded(file.name)].push_back(file.path);
    std::vector<const SyntaxTree*> trees;
    for (const auto& tree : project.trees)
        trees.push_back(tree.get());
    project.objects = check(trees, element_kinds(), actions_, out);
    return project;
}

Result<const SyntaxTree*> CaseWorlds::flow_tree(Project& project, const std::string& path) {
    const auto found = project.flows.find(path);
    if (found != project.flows.end())
        return found->second.get();
    const Result<const SourceFile*> source = project.sources.read(path);
    if (!source)
        return source.error();
    metadata::ProjectFile file;
    Diagnostics out;
    auto tree = std::make_unique<SyntaxTree>();
    const metadata::XmlNode* const root = metadata::parse_xml(**source, tree->arena, out);
    if (!metadata::classify(path, file) || root == nullptr || root->name != "Flow")
        return Failure{fmt::format("`{}` is no flow", path)};
    const Name name{tree->arena.copy(std::string_view(file.name)), {}};
    const Element* const flow =
        metadata::read_running_flow(*root, name, element_shapes(), tree->arena, out);
    tree->declarations = tree->arena.copy(std::span<const Element* const>(&flow, 1));
    return project.flows.emplace(path, std::move(tree)).first->second.get();
}

Result<std::vector<std::string>>
CaseWorlds::flow_files(Project& project, const FlowCase& described) {
    const auto path_of = [&](const std::string& path) {
        return (std::filesystem::path(projects_) / path).string();
    };
    std::vector<std::string> result{path_of(described.flow)};
    std::map<std::string, std::string> listed; // by folded name
    for (const std::string& path : described.subflows) {
        metadata::ProjectFile file;
        if (metadata::classify(path_of(path), file))
            listed[folded(file.name)] = path_of(path);
    }
    std::set<std::string> seen;
    if (metadata::ProjectFile file; metadata::classify(result.front(), file))
        seen.insert(folded(file.name));
    for (size_t index = 0; index < result.size(); ++index) {
        const Result<const SyntaxTree*> tree = flow_tree(project, result[index]);
        if (!tree)
            return tree.error();
        Calls calls;
        for (const Element* const declaration : (*tree)->declarations)
            calls.element(*declaration);
        for (const std::string& name : calls.names) {
            if (!seen.insert(name).second)
                continue;
            if (const auto known = listed.find(name); known != listed.end()) {
                result.push_back(known->second);
                continue;
            }
            // Of several flows with one name the one that stands beside.
            const auto& candidates = project.flow_paths[name];
            const std::string folder = folder_of(result[index]);
            const auto beside =
                std::find_if(candidates.begin(), candidates.end(), [&](const std::string& path) {
                    return folder_of(path) == folder;
                });
            if (beside != candidates.end())
                result.push_back(*beside);
            else if (!candidates.empty())
                result.push_back(candidates.front());
        }
    }
    return result;
}

Result<std::unique_ptr<CaseWorld>> CaseWorlds::build(
    Project& project, const std::vector<std::string>& flows, const std::string& extras
) {
    auto world = std::make_unique<CaseWorld>();
    std::vector<const SyntaxTree*> trees;
    for (const auto& tree : project.trees)
        trees.push_back(tree.get());
    Diagnostics out;
    if (!extras.empty()) {
        world->trees.push_back(
            parse(project.sources.add("given records", extras), element_shapes(), out)
        );
        trees.push_back(world->trees.back().get());
    }
    for (const std::string& path : flows) {
        const Result<const SyntaxTree*> tree = flow_tree(project, path);
        if (!tree)
            return tree.error();
        trees.push_back(*tree);
    }
    world->trees.push_back(metadata::declare_missing(trees, {}));
    trees.push_back(world->trees.back().get());
    world->program = check(trees, element_kinds(), actions_, out);
    // A case runs its flows whatever their status: its org has nothing else to run. The program is
    // ours alone until it is done.
    for (const auto& flow : world->program->flows)
        const_cast<FlowProgram&>(*flow).active = true;
    metadata::ProjectFile file;
    if (metadata::classify(flows.front(), file))
        world->flow = world->program->find_flow(file.name);
    out.sort_and_cap(project.sources);
    for (const Diagnostic& diagnostic : out.all()) {
        if (diagnostic.severity != Severity::error || !world->mistake.empty())
            continue;
        const SourceFile* const source = project.sources.file_at(diagnostic.span.begin);
        if (source != nullptr && source->name == flows.front())
            world->mistake = diagnostic.message;
    }
    return world;
}

Result<CaseWorld*> CaseWorlds::find(const FlowCase& described) {
    Project& project = project_of(described.flow);
    const Result<std::vector<std::string>> flows = flow_files(project, described);
    if (!flows)
        return flows.error();
    const std::string extras = declare_unknown(described, *project.objects->schema);
    std::string key = extras;
    for (const std::string& path : *flows)
        key += '\n' + path;
    const auto known = project.worlds.find(key);
    if (known != project.worlds.end())
        return known->second.get();
    Result<std::unique_ptr<CaseWorld>> built = build(project, *flows, extras);
    if (!built)
        return built.error();
    return project.worlds.emplace(key, std::move(*built)).first->second.get();
}

} // namespace weir
