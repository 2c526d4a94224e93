// What an Engine owns: sources, trees, the checked Program, its tests and scripts.
#pragma once

#include "base/source_map.hpp"
#include "org/triggers.hpp"
#include "program/action.hpp"
#include "program/program.hpp"
#include "scripts/scripts.hpp"
#include "syntax/ast.hpp"
#include "weir/engine.h"

#include <memory>
#include <string>
#include <vector>

namespace weir {

struct Engine::World {
    std::string name; // the first path: what test reports call the project
    SourceMap sources;
    std::vector<std::shared_ptr<const SyntaxTree>> trees;
    ActionRegistry actions;
    std::unique_ptr<const RecordTriggers> triggers; // null: none
    std::unique_ptr<const Program> program;
    std::unique_ptr<const ScriptSet> scripts;
    std::vector<DiagnosticMessage> messages;
    size_t errors = 0;
    size_t dropped = 0;
    size_t files = 0;
};

} // namespace weir
