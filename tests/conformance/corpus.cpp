#include "conformance/corpus.hpp"

#include "api/sources.hpp"
#include "check/check.hpp"
#include "elements/catalogue.hpp"
#include "org/standard_actions.hpp"
#include "schema/fold.hpp"
#include "syntax/declarations.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <map>

namespace fs = std::filesystem;
using namespace weir;

namespace {

const fs::path corpus = "../shared/corpus";

std::vector<std::string> split_line(const std::string& line) {
    std::vector<std::string> cells(1);
    bool is_quoted = false;
    for (const char letter : line) {
        if (letter == '"')
            is_quoted = !is_quoted;
        else if (letter == ',' && !is_quoted)
            cells.emplace_back();
        else if (letter != '\r')
            cells.back() += letter;
    }
    return cells;
}

} // namespace

std::string CorpusFlow::name() const {
    const std::string file = fs::path(path).filename().string();
    std::string name = file.substr(0, file.find('.'));
    // `Name-3` is version 3 of `Name`, as old projects have it.
    const size_t dash = name.rfind('-');
    if (dash != std::string::npos &&
        name.find_first_not_of("0123456789", dash + 1) == std::string::npos)
        name.resize(dash);
    return name;
}

fs::path corpus_projects() {
    const fs::path projects = corpus / "projects";
    if (fs::is_directory(projects))
        return projects;
    WARN("skipped: there is no " << projects.string() << " beside the project");
    return {};
}

std::vector<std::string> project_names() {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(corpus / "projects"))
        if (entry.is_directory())
            names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<CorpusFlow> corpus_flows() {
    std::ifstream file(corpus / "features.csv");
    std::string line;
    std::getline(file, line);
    std::map<std::string, size_t> columns;
    for (const std::string& name : split_line(line))
        columns.emplace(name, columns.size());
    std::vector<CorpusFlow> flows;
    while (std::getline(file, line)) {
        const std::vector<std::string> cells = split_line(line);
        REQUIRE(cells.size() == columns.size());
        CorpusFlow flow;
        flow.project = cells[columns.at("repo")];
        flow.project.replace(flow.project.find('/'), 1, "__");
        flow.path = cells[columns.at("path")];
        flow.kind = cells[columns.at("kind")];
        flow.status = cells[columns.at("status")];
        flow.runs_locally = cells[columns.at("executableLocally")] == "1";
        flows.push_back(std::move(flow));
    }
    return flows;
}

std::string CheckedProject::place_of(const Diagnostic& diagnostic) const {
    const SourceFile* const file =
        diagnostic.span.is_nowhere() ? nullptr : sources.file_at(diagnostic.span.begin);
    if (file == nullptr)
        return {};
    const std::string prefix = (corpus / "projects").string() + "/";
    return file->name.starts_with(prefix) ? file->name.substr(prefix.size()) : file->name;
}

const Element* CheckedProject::find_flow(std::string_view name) const {
    for (const auto& tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration->shape == &shapes::flow &&
                folded(declaration->name.text) == folded(name))
                return declaration;
    return nullptr;
}

std::unique_ptr<CheckedProject> check_project(const std::string& project) {
    auto checked = std::make_unique<CheckedProject>();
    add_standard_actions(checked->actions);
    SourceReader reader(checked->sources, checked->out);
    reader.add_standard_library();
    reader.add_path((corpus / "projects" / project).string());
    reader.finish();
    checked->trees = reader.take();
    std::vector<const SyntaxTree*> trees;
    for (const auto& tree : checked->trees)
        trees.push_back(tree.get());
    checked->program = check(trees, element_kinds(), checked->actions, checked->out);
    return checked;
}
