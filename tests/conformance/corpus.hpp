// The corpus of real projects beside the checkout: what is in it, and one of its projects read and
// checked.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "program/action.hpp"
#include "program/program.hpp"
#include "syntax/ast.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// A row of features.csv.
struct CorpusFlow {
    std::string project; // "owner__repository"
    std::string path;    // within the project
    std::string kind;    // "before-save", "autolaunched"
    std::string status;  // "Active"; empty if the file says none
    bool runs_locally = false;

    [[nodiscard]] std::string place() const { return project + "/" + path; }
    /// `Get_Contact` of `flows/Get_Contact.flow-meta.xml` and of `flows/Get_Contact-2.flow`.
    [[nodiscard]] std::string name() const;
};

/// Where the projects lie; empty, after a warning, if there is no corpus here.
[[nodiscard]] std::filesystem::path corpus_projects();
[[nodiscard]] std::vector<std::string> project_names();
[[nodiscard]] std::vector<CorpusFlow> corpus_flows();

/// A project with everything that was said about it, nothing dropped.
struct CheckedProject {
    weir::SourceMap sources;
    std::vector<std::shared_ptr<const weir::SyntaxTree>> trees;
    weir::ActionRegistry actions;
    weir::Diagnostics out;
    std::unique_ptr<weir::Program> program;

    /// The file of a diagnostic as CorpusFlow::place has it; empty if it has none.
    [[nodiscard]] std::string place_of(const weir::Diagnostic& diagnostic) const;
    /// The flow as it was read; null if there is none of that name.
    [[nodiscard]] const weir::Element* find_flow(std::string_view name) const;
};

[[nodiscard]] std::unique_ptr<CheckedProject> check_project(const std::string& project);
