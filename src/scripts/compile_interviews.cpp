// answer, resume, complete step, expect screen: interviews that wait for someone.
#include "schema/fold.hpp"
#include "scripts/step_compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace weir {

namespace {

/// Of what a flow gives by its name: a screen's field, a variable. The error type: nothing known.
[[nodiscard]] Type named_type(const FlowProgram& flow, std::string_view name, bool& is_known) {
    const std::string wanted = folded(name);
    for (const Variable& variable : flow.variables)
        if (folded(variable.name) == wanted) {
            is_known = true;
            return variable.type;
        }
    for (size_t index = 0; index < flow.results.size(); ++index)
        if (folded(flow.results[index].first) == wanted) {
            is_known = true;
            return flow.result_types[index];
        }
    return {};
}

/// `People[0]` is an item of `People`.
[[nodiscard]] std::string_view without_index(std::string_view part) {
    return part.substr(0, part.find('['));
}

} // namespace

std::optional<uint32_t> StepCompiler::run_of(const Name& alias, Span span) {
    if (alias.text.empty()) {
        if (const auto last = scope_.last_run())
            return last;
        out_.report(Code::W0919, span, "no flow has been run that could be meant")
            .help("run one first: `run Flow as it`");
        return std::nullopt;
    }
    const Alias* const found = scope_.find(alias.text);
    if (found && found->run)
        return found->run;
    if (found && found->type.is_error() && found->slot)
        return std::nullopt; // reported where it was made
    if (found) {
        out_.report(Code::W0919, alias.span, "`{}` is no flow that was run", alias.text)
            .label(found->span, "made here");
        return std::nullopt;
    }
    const std::vector<std::string_view> names = scope_.alias_names();
    out_.report(Code::W0919, alias.span, "no flow was run as `{}`", alias.text)
        .help_nearest(alias.text, names, "something with a similar name exists: `{}`");
    return std::nullopt;
}

StepCompiler::FoundScreen StepCompiler::screen(const FlowProgram& flow, const Name& name) {
    const std::string wanted = folded(name.text);
    std::vector<std::string_view> names;
    std::vector<const FlowProgram*> flows{&flow};
    std::set<const FlowProgram*> seen{&flow};
    for (size_t index = 0; index < flows.size(); ++index) {
        for (const auto& step : flows[index]->steps) {
            if (folded(step->name) == wanted)
                return {flows[index], step.get()};
            names.push_back(step->name);
        }
        for (const std::string& called : flows[index]->subflows)
            if (const FlowProgram* const inner = program_.find_flow(called);
                inner && seen.insert(inner).second)
                flows.push_back(inner);
    }
    if (name.text.empty())
        return {};
    out_.report(Code::W0904, name.span, "the flow `{}` has no element `{}`", flow.name, name.text)
        .here("no such screen")
        .label(flow.span, "the flow")
        .help_nearest(name.text, names, "an element with a similar name exists: `{}`");
    return {};
}

std::vector<GivenValue> StepCompiler::screen_values(
    List<Assignment> assignments, const FlowProgram& flow, std::string_view screen
) {
    std::vector<GivenValue> result;
    for (const Assignment& assignment : assignments) {
        const Path& target = assignment.target;
        if (target.empty() || !assignment.value)
            continue;
        if (assignment.op != AssignOperator::assign)
            out_.report(Code::W0610, assignment.op_span, "a field of a screen stands with `=`");
        std::string name = joined(target);
        const std::string wanted = folded(name);
        const auto first = std::find_if(result.begin(), result.end(), [&](const GivenValue& other) {
            return folded(other.name) == wanted;
        });
        if (first != result.end()) {
            out_.report(Code::W0607, target.span, "`{}` is written twice", name)
                .here("again here")
                .label(first->span, "first here");
            continue;
        }
        // What does not fit, the screen says itself when it is answered: that is part of a test.
        bool is_known = false;
        static_cast<void>(named_type(flow, without_index(target.parts.front().text), is_known));
        if (!is_known && target.parts.size() == 1) {
            std::vector<std::string_view> names;
            for (const auto& [candidate, slot] : flow.results)
                names.push_back(candidate);
            out_.report(Code::W0921, target.span, "the screen `{}` has no field `{}`", screen, name)
                .help_nearest(name, names, "something with a similar name exists: `{}`");
            (void)plain_value(*assignment.value);
            continue;
        }
        ScriptValue given = plain_value(*assignment.value);
        result.push_back({std::move(name), std::move(given), target.span});
    }
    return result;
}

std::optional<StepCompiler::What> StepCompiler::answer(const TestStep& step) {
    const std::optional<uint32_t> run = run_of(step.alias, step.object.span);
    if (!run || step.object.text.empty())
        return std::nullopt;
    const FoundScreen found = screen(*scope_.slots()[*run].flow, step.object);
    if (!found.screen)
        return std::nullopt;
    AnswerScreen answer;
    answer.run = *run;
    answer.flow = found.flow;
    answer.screen = found.screen;
    answer.values = screen_values(step.assignments, *found.flow, step.object.text);
    answer.button = step.code.text == "back"    ? ScreenButton::back
                    : step.code.text == "pause" ? ScreenButton::pause
                                                : ScreenButton::next;
    return answer;
}

std::optional<StepCompiler::What> StepCompiler::resume(const TestStep& step) {
    if (step.object.text.empty())
        return std::nullopt;
    const std::optional<uint32_t> run = run_of(step.object, step.object.span);
    return run ? std::optional<What>(ResumeRun{*run}) : std::nullopt;
}

std::optional<StepCompiler::What> StepCompiler::expect_screen(const TestStep& step) {
    const std::optional<uint32_t> run =
        run_of(step.alias, step.object.text.empty() ? step.span : step.object.span);
    if (!run)
        return std::nullopt;
    ExpectScreen expected;
    expected.run = *run;
    if (step.object.text.empty())
        return expected;
    const FoundScreen found = screen(*scope_.slots()[*run].flow, step.object);
    if (!found.screen)
        return std::nullopt;
    expected.flow = found.flow;
    expected.screen = found.screen;
    expected.values = screen_values(step.assignments, *found.flow, step.object.text);
    return expected;
}

std::optional<StepCompiler::What> StepCompiler::complete(const TestStep& step) {
    if (step.object.text.empty())
        return std::nullopt;
    CompleteStep complete;
    if (!step.alias.text.empty()) {
        complete.run = run_of(step.alias, step.object.span);
        if (!complete.run)
            return std::nullopt;
    }
    complete.step = step.object.text;
    complete.step_span = step.object.span;
    complete.outputs = parameters(step.assignments, nullptr, {}, "output");
    return complete;
}

} // namespace weir
