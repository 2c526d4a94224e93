#include "scripts/world.hpp"

#include "base/render.hpp"
#include "check/check.hpp"
#include "elements/catalogue.hpp"
#include "org/standard_actions.hpp"
#include "stdlib/stdlib.hpp"
#include "syntax/parse.hpp"

#include <catch2/catch.hpp>

World::World(std::string text) {
    weir::add_standard_actions(actions);
    for (const weir::EmbeddedText& file : weir::standard_library())
        trees.push_back(weir::parse(
            sources.add(std::string(file.name), std::string(file.text)), weir::element_shapes(), out
        ));
    trees.push_back(
        weir::parse(sources.add("world.flow", std::move(text)), weir::element_shapes(), out)
    );
    std::vector<const weir::SyntaxTree*> all;
    for (const auto& tree : trees)
        all.push_back(tree.get());
    program = weir::check(all, weir::element_kinds(), actions, out);
    scripts = weir::compile_scripts(all, *program, out);
}

std::string World::messages() const {
    std::string result;
    for (const weir::Diagnostic& diagnostic : out.all())
        if (diagnostic.severity == weir::Severity::error)
            result += weir::render(diagnostic, sources, false) + "\n";
    return result;
}

RunningOrg::RunningOrg(const World& world)
    : store(weir::make_memory_store(*world.program->schema)),
      bus(weir::make_memory_bus(*world.program->schema)),
      org(*world.program, *store, *bus, world.actions, world.scripts->settings()) {
    const weir::Status started = org.start();
    if (!started)
        FAIL(started.error().message);
}

std::string problems_of_test(const World& world, std::string_view title) {
    for (size_t index = 0; index < world.scripts->tests().size(); ++index) {
        if (world.scripts->tests()[index].name != title)
            continue;
        RunningOrg running(world);
        const weir::Result<weir::ScriptOutcome> outcome =
            weir::run_test(*world.scripts, index, running.org, world.sources);
        if (!outcome)
            return "failure: " + outcome.error().message;
        std::string result;
        for (const weir::Problem& problem : (*outcome).problems) {
            result += problem.message + "\n";
            if (!problem.found.empty())
                result += problem.found + "\n";
        }
        return result;
    }
    return "there is no such test";
}
