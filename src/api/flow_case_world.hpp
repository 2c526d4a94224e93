// The world that a flow case runs in: the objects of its flow's project, the flow, and the flows
// that this one calls.
#pragma once

#include "api/flow_case.hpp"
#include "base/source_map.hpp"
#include "metadata/project.hpp"
#include "program/action.hpp"
#include "program/program.hpp"
#include "syntax/ast.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace weir {

struct CaseWorld {
    std::unique_ptr<Program> program;
    const FlowProgram* flow = nullptr;
    std::string mistake; // an error of the checker in the flow; empty: none
    std::vector<std::unique_ptr<const SyntaxTree>> trees; // of this world alone
};

/// Projects are read once, and worlds with the same flows and objects are built once.
class CaseWorlds {
public:
    explicit CaseWorlds(std::string projects);
    ~CaseWorlds();
    /// Fails when a file cannot be read. The world lives as long as this does.
    [[nodiscard]] Result<CaseWorld*> find(const FlowCase& described);
    [[nodiscard]] const ActionRegistry& actions() const { return actions_; }

private:
    struct Project;
    [[nodiscard]] Project& project_of(const std::string& flow);
    [[nodiscard]] Result<const SyntaxTree*> flow_tree(Project& project, const std::string& path);
    /// The files of the flow and of all that it may call.
    [[nodiscard]] Result<std::vector<std::string>>
    flow_files(Project& project, const FlowCase& described);
    [[nodiscard]] Result<std::unique_ptr<CaseWorld>>
    build(Project& project, const std::vector<std::string>& flows, const std::string& extras);

    std::string projects_;
    ActionRegistry actions_;
    std::map<std::string, std::unique_ptr<Project>> by_name_;
};

/// What a case has of objects and fields that the schema does not: as declarations of the language.
[[nodiscard]] std::string declare_unknown(const FlowCase& described, const Schema& schema);

} // namespace weir
