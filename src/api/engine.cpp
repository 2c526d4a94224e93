#include "weir/engine.h"

#include "api/host_action.hpp"
#include "api/host_trigger.hpp"
#include "api/messages.hpp"
#include "api/problems.hpp"
#include "api/running_org.hpp"
#include "api/sources.hpp"
#include "api/trace_text.hpp"
#include "api/world.hpp"
#include "check/check.hpp"
#include "elements/catalogue.hpp"
#include "org/standard_actions.hpp"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace weir {

struct Engine::Builder::Parts {
    std::vector<std::string> paths;
    std::vector<std::pair<std::string, std::string>> texts;
    std::vector<HostAction> actions;
    std::vector<HostTrigger> triggers;
    bool is_strict = false;
};

Engine::Builder::Builder() : parts_(std::make_unique<Parts>()) {}
Engine::Builder::Builder(Builder&&) noexcept = default;
Engine::Builder::~Builder() = default;

Engine::Builder& Engine::Builder::add_path(std::string path) {
    parts_->paths.push_back(std::move(path));
    return *this;
}

Engine::Builder& Engine::Builder::add_source(std::string name, std::string text) {
    parts_->texts.emplace_back(std::move(name), std::move(text));
    return *this;
}

Engine::Builder& Engine::Builder::add_action(HostAction action) {
    parts_->actions.push_back(std::move(action));
    return *this;
}

Engine::Builder& Engine::Builder::add_trigger(HostTrigger trigger) {
    parts_->triggers.push_back(std::move(trigger));
    return *this;
}

Engine::Builder& Engine::Builder::strict(bool is_strict) {
    parts_->is_strict = is_strict;
    return *this;
}

Engine Engine::Builder::build() {
    auto world = std::make_unique<World>();
    if (!parts_->paths.empty()) world->name = parts_->paths.front();
    add_standard_actions(world->actions);
    for (HostAction& action : parts_->actions) world->actions.add(adapt(std::move(action)));

    Diagnostics out;
    if (parts_->is_strict) out.be_strict();
    SourceReader reader(world->sources, out);
    reader.add_standard_library();
    for (auto& [name, text] : parts_->texts) reader.add_text(std::move(name), std::move(text));
    for (const std::string& path : parts_->paths) reader.add_path(path);
    reader.finish();
    world->files = reader.file_count();
    world->trees = reader.take();

    std::vector<const SyntaxTree*> trees;
    for (const auto& tree : world->trees) trees.push_back(tree.get());
    std::unique_ptr<Program> program = check(trees, element_kinds(), world->actions, out);
    world->scripts = compile_scripts(trees, *program, out);
    world->triggers = adapt(std::move(parts_->triggers), *program->schema);
    world->program = std::move(program);

    world->errors = out.error_count();
    world->dropped = out.sort_and_cap(world->sources);
    world->messages = to_messages(out, world->sources);
    return Engine(std::move(world));
}

Engine::Engine(std::unique_ptr<World> world) : world_(std::move(world)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const std::vector<DiagnosticMessage>& Engine::messages() const { return world_->messages; }
size_t Engine::error_count() const { return world_->errors; }
size_t Engine::dropped_messages() const { return world_->dropped; }
size_t Engine::file_count() const { return world_->files; }

size_t Engine::warning_count() const {
    size_t warnings = 0;
    for (const DiagnosticMessage& message : world_->messages) warnings += message.is_error ? 0 : 1;
    return warnings;
}

namespace {

std::vector<std::string> names(std::span<const ScriptSet::Entry> entries) {
    std::vector<std::string> result;
    for (const ScriptSet::Entry& entry : entries) result.push_back(entry.name);
    return result;
}

} // namespace

std::vector<std::string> Engine::tests() const { return names(world_->scripts->tests()); }
std::vector<std::string> Engine::scripts() const { return names(world_->scripts->scripts()); }

std::vector<std::string> Engine::scripts_of(const std::string& path) const {
    std::vector<std::string> result;
    std::error_code failed;
    for (const ScriptSet::Entry& entry : world_->scripts->scripts()) {
        const SourceFile* const file = world_->sources.file_at(entry.span.begin);
        if (file != nullptr && std::filesystem::equivalent(file->name, path, failed)) result.push_back(entry.name);
    }
    return result;
}

std::vector<std::string> Engine::flows() const {
    std::vector<std::string> result;
    for (const auto& flow : world_->program->flows) result.push_back(flow->name);
    return result;
}

TestReport Engine::test(size_t index, std::ostream* trace) const {
    const auto tests = world_->scripts->tests();
    WEIR_CHECK(index < tests.size(), "a test is named by its place in tests()");
    const SourceRange place = range_of(tests[index].span, world_->sources);
    TestReport report{world_->name, tests[index].name, place.file, place.line, false, 0, {}};

    RunningOrg running(*world_->program, world_->actions, world_->scripts->settings(), world_->triggers.get());
    const Status started = running.org.start();
    std::optional<TraceText> tracing;
    if (trace != nullptr) running.org.set_trace(&tracing.emplace(*trace, *world_->program));
    if (!started) {
        report.problems.push_back(problem_of(started.error()));
        return report;
    }
    const Result<ScriptOutcome> outcome = run_test(*world_->scripts, index, running.org, world_->sources);
    if (!outcome) {
        report.problems.push_back(problem_of(outcome.error()));
        return report;
    }
    for (const Problem& problem : (*outcome).problems) report.problems.push_back(to_report(problem, world_->sources));
    report.seconds = (*outcome).seconds;
    report.passed = report.problems.empty();
    return report;
}

} // namespace weir
