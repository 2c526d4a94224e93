#include "scripts/run.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace weir {

void ScriptRun::RefusedList::add(Refused refused) {
    ++total;
    if (kept.size() < most_kept)
        kept.push_back(std::move(refused));
}

void ScriptRun::note(Span span, std::string message, std::string found) {
    outcome_.problems.push_back({span, std::move(message), std::move(found)});
}

void ScriptRun::stop(Span span, std::string message, std::string found) {
    note(span, std::move(message), std::move(found));
    stopped_ = true;
}

bool ScriptRun::stop_at_fault(Value value, Span span) {
    if (!value.is_fault())
        return false;
    const Fault& fault = value.as_fault();
    stop(
        span,
        fault.code.empty() ? std::string(fault.message)
                           : fmt::format("{}: {}", fault.code, fault.message)
    );
    return true;
}

void ScriptRun::begin_counting() {
    org_.reset_figures();
    const Schema& schema = *org_.program().schema;
    published_before_.assign(schema.object_count(), 0);
    for (size_t index = 1; index < schema.object_count(); ++index) {
        const auto object = static_cast<ObjectId>(index);
        if (schema.object(object).kind == ObjectKind::event)
            published_before_[index] = org_.published(object).size();
    }
    for (size_t kind = 0; kind < messages_before_.size(); ++kind)
        messages_before_[kind] = org_.outbox().of(static_cast<MessageKind>(kind)).size();
    mocks_.forget_calls();
}

Status ScriptRun::run(const CompiledScript& script) {
    state_.continue_with(script.slots);
    watch_actions(script.steps);
    return run_all(script.steps);
}

/// Calls are noted from the beginning of a test, wherever it asks for them.
void ScriptRun::watch_actions(std::span<const CompiledStep> steps) {
    for (const CompiledStep& step : steps) {
        if (const auto* const expected = std::get_if<ExpectAction>(&step.what))
            mocks_.watch(expected->type, expected->detail);
        if (const auto* const inner = std::get_if<AsUser>(&step.what))
            watch_actions(inner->steps);
        if (const auto* const inner = std::get_if<LockedRecord>(&step.what))
            watch_actions(inner->steps);
    }
}

namespace {

/// Whether the org is another one behind the statement: then its clock does not go back.
[[nodiscard]] bool acts(const CompiledStep& step) {
    return std::holds_alternative<CreateRecords>(step.what) ||
           std::holds_alternative<ChangeRecords>(step.what) ||
           std::holds_alternative<LoadRecords>(step.what) ||
           std::holds_alternative<RunFlow>(step.what) ||
           std::holds_alternative<DeliverEvents>(step.what) ||
           std::holds_alternative<AdvanceTime>(step.what);
}

} // namespace

Status ScriptRun::run_all(std::span<const CompiledStep> steps) {
    for (const CompiledStep& step : steps) {
        if (stopped_)
            break;
        has_acted_ = has_acted_ || acts(step);
        const Status done =
            std::visit([&](const auto& what) { return run(what, step.span); }, step.what);
        if (!done)
            return done;
    }
    return Done{};
}

Status ScriptRun::run(const SettingsChange& step, Span) {
    step.apply(org_.settings());
    return Done{};
}

Status ScriptRun::run(const DeliverEvents&, Span span) {
    // Events that set each other off without an end are a failure of the flows, not of the host.
    if (const Status delivered = org_.deliver_events(); !delivered)
        stop(span, delivered.error().message);
    return Done{};
}

namespace {

using Clock = std::chrono::steady_clock;

/// `org { … }` in a script holds for the rest of it, not for what the org does afterwards.
class KeptSettings {
public:
    explicit KeptSettings(Org& org) : org_(org), settings_(org.settings()) {}
    KeptSettings(const KeptSettings&) = delete;
    KeptSettings& operator=(const KeptSettings&) = delete;
    ~KeptSettings() { org_.settings() = std::move(settings_); }

private:
    Org& org_;
    OrgSettings settings_;
};

} // namespace

Result<ScriptOutcome>
run_test(const ScriptSet& scripts, size_t test, Org& org, const SourceMap& sources) {
    const auto& compiled = static_cast<const Scripts&>(scripts);
    WEIR_CHECK(test < compiled.compiled_tests.size(), "there is such a test");
    const CompiledScript& script = compiled.compiled_tests[test];
    const auto begin = Clock::now();
    const KeptSettings kept(org);
    ScriptOutcome outcome;
    const Progress silence;
    ScriptRun run(org, sources, silence, true, outcome);
    run.begin_counting();
    if (const Status done = run.run(compiled.setups[script.setup]); !done)
        return done.error();
    if (!run.has_stopped()) {
        run.begin_counting();
        if (const Status done = run.run(script); !done)
            return done.error();
    }
    outcome.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return outcome;
}

Result<ScriptOutcome> run_script(
    const ScriptSet& scripts,
    size_t script,
    Org& org,
    const SourceMap& sources,
    const Progress& progress
) {
    const auto& compiled = static_cast<const Scripts&>(scripts);
    WEIR_CHECK(script < compiled.compiled_scripts.size(), "there is such a script");
    const auto begin = Clock::now();
    const KeptSettings kept(org);
    ScriptOutcome outcome;
    ScriptRun run(org, sources, progress, false, outcome);
    run.begin_counting();
    if (const Status done = run.run(compiled.compiled_scripts[script]); !done)
        return done.error();
    outcome.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return outcome;
}

} // namespace weir
