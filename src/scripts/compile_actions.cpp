// mock action …, expect action …: calls that a test plays or counts.
#include "schema/fold.hpp"
#include "scripts/step_compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace weir {

namespace {

constexpr uint64_t most_calls = std::numeric_limits<uint32_t>::max();

[[nodiscard]] const ApexAction* declared_action(const Schema& schema, const TestStep& step) {
    if (folded(step.object.text) != "apex" || step.detail.empty())
        return nullptr;
    return schema.setup().apex_actions.find(joined(step.detail));
}

} // namespace

std::string joined(const Path& path) {
    std::string result;
    for (const Name& part : path.parts) {
        if (!result.empty())
            result += '.';
        result += part.text;
    }
    return result;
}

std::vector<GivenValue> StepCompiler::parameters(
    List<Assignment> assignments,
    const ApexAction* declared,
    std::span<const ApexParameter> known,
    std::string_view what
) {
    std::vector<GivenValue> result;
    for (const Assignment& assignment : assignments) {
        if (assignment.target.empty() || !assignment.value)
            continue;
        if (assignment.op != AssignOperator::assign)
            out_.report(Code::W0610, assignment.op_span, "{} is given with `=`", what);
        const Span span = assignment.target.span;
        std::string name = joined(assignment.target);
        const std::string wanted = folded(name);
        const auto parameter = std::find_if(known.begin(), known.end(), [&](const auto& candidate) {
            return folded(candidate.name) == wanted;
        });
        if (declared && parameter == known.end()) {
            std::vector<std::string_view> names;
            for (const ApexParameter& candidate : known)
                names.push_back(candidate.name);
            out_.report(
                    Code::W0922,
                    span,
                    "the action `apex {}` has no {} `{}`",
                    declared->name,
                    what,
                    name
            )
                .label(declared->span, "declared here")
                .help_nearest(name, names, "there is one with a similar name: `{}`");
            (void)plain_value(*assignment.value);
            continue;
        }
        const auto first = std::find_if(result.begin(), result.end(), [&](const GivenValue& other) {
            return folded(other.name) == wanted;
        });
        if (first != result.end()) {
            out_.report(Code::W0607, span, "`{}` is written twice", name)
                .here("again here")
                .label(first->span, "first here");
            continue;
        }
        Type type;
        if (parameter != known.end() && !parameter->type.is_error()) {
            type = parameter->type;
            type.collection = parameter->collection;
            // What Apex takes and gives is a Decimal: nobody rounds it on the way.
            constexpr uint8_t most_decimals = 18;
            if (type.is_numeric() || parameter->type.is_numeric())
                type.scale = most_decimals;
        }
        ScriptValue given = type.is_error()
                                ? plain_value(*assignment.value)
                                : value(*assignment.value, type, fmt::format("`{}`", name));
        result.push_back({std::move(name), std::move(given), span});
    }
    return result;
}

std::optional<StepCompiler::What> StepCompiler::mock(const TestStep& step) {
    if (step.object.text.empty())
        return std::nullopt;
    const ApexAction* const declared = declared_action(context_.schema, step);
    MockAction mock;
    mock.type = step.object.text;
    mock.detail = joined(step.detail);
    using Parameters = std::span<const ApexParameter>;
    mock.inputs =
        parameters(step.assignments, declared, declared ? declared->inputs : Parameters(), "input");
    mock.outputs =
        parameters(step.returned, declared, declared ? declared->outputs : Parameters(), "output");
    if (!step.text.span.is_nowhere())
        mock.fault = step.text.value;
    return mock;
}

std::optional<StepCompiler::What> StepCompiler::expect_action(const TestStep& step) {
    const auto count = whole(step.count, most_calls);
    if (step.object.text.empty() || !count || !check_none(step, *count))
        return std::nullopt;
    const ApexAction* const declared = declared_action(context_.schema, step);
    ExpectAction expected;
    expected.type = step.object.text;
    expected.detail = joined(step.detail);
    expected.count = *count;
    expected.form = step.count_form;
    expected.inputs = parameters(
        step.assignments,
        declared,
        declared ? std::span<const ApexParameter>(declared->inputs)
                 : std::span<const ApexParameter>(),
        "input"
    );
    return expected;
}

} // namespace weir
