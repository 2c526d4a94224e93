// A world for tests of scripts: checked once, and an org of its own for every test that runs in it.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "bus/memory_bus.hpp"
#include "org/org.hpp"
#include "program/action.hpp"
#include "program/program.hpp"
#include "scripts/scripts.hpp"
#include "store/memory_store.hpp"
#include "syntax/ast.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct World {
    /// The standard library, the text as "world.flow", and its scripts.
    explicit World(std::string text);

    weir::SourceMap sources;
    std::vector<std::unique_ptr<const weir::SyntaxTree>> trees;
    weir::ActionRegistry actions;
    weir::Diagnostics out;
    std::unique_ptr<weir::Program> program;
    std::unique_ptr<const weir::ScriptSet> scripts;

    [[nodiscard]] std::string messages() const;
};

struct RunningOrg {
    explicit RunningOrg(const World& world);

    std::unique_ptr<weir::RecordStore> store;
    std::unique_ptr<weir::EventBus> bus;
    weir::Org org;
};

/// The problems of a test by title: "line: message", and below it what was found.
[[nodiscard]] std::string problems_of_test(const World& world, std::string_view title);
