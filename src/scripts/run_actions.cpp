// mock action …, expect action …: a test plays actions of the org, and counts their calls.
#include "scripts/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

[[nodiscard]] std::string action_name(std::string_view type, std::string_view detail) {
    return detail.empty() ? fmt::format("`{}`", type) : fmt::format("`{} {}`", type, detail);
}

} // namespace

Result<std::optional<NamedValues>>
ScriptRun::named_values(std::span<const GivenValue> given, Arena& arena) {
    std::vector<const ScriptValue*> formulas;
    for (const GivenValue& one : given)
        formulas.push_back(&one.value);
    const Result<ValueColumns> columns = state_.evaluate(formulas, 1, 0, arena);
    if (!columns)
        return columns.error();
    NamedValues result;
    for (size_t index = 0; index < given.size(); ++index) {
        const Value value = (*columns)[index][0];
        if (stop_at_fault(value, given[index].span))
            return std::optional<NamedValues>();
        result.emplace_back(given[index].name, value);
    }
    return std::optional<NamedValues>(std::move(result));
}

Status ScriptRun::run(const MockAction& step, Span) {
    Arena arena;
    auto inputs = named_values(step.inputs, arena);
    if (!inputs)
        return inputs.error();
    auto outputs = *inputs ? named_values(step.outputs, arena)
                           : Result<std::optional<NamedValues>>(std::nullopt);
    if (!outputs)
        return outputs.error();
    if (!*outputs)
        return Done{};
    ActionMock mock;
    mock.type = step.type;
    mock.detail = step.detail;
    mock.inputs = std::move(**inputs);
    mock.outputs = std::move(**outputs);
    if (step.fault)
        mock.fault = *step.fault;
    mocks_.add(std::move(mock));
    return Done{};
}

Status ScriptRun::run(const ExpectAction& step, Span span) {
    Arena arena;
    const auto expected = named_values(step.inputs, arena);
    if (!expected)
        return expected.error();
    if (!*expected)
        return Done{};
    const std::vector<const NotedCall*> calls = mocks_.calls(step.type, step.detail);
    std::vector<const NotedCall*> shown;
    std::string message;
    if (!counts_as(calls.size(), step.count, step.form)) {
        message = fmt::format(
            "expected {} calls of the action {}, found {}",
            count_text(step.count, step.form),
            action_name(step.type, step.detail),
            calls.empty() ? "none" : fmt::to_string(calls.size())
        );
        shown = calls;
    } else {
        for (const NotedCall* const call : calls) {
            bool is_right = true;
            for (const auto& [name, wanted] : **expected) {
                const Value found = value_of(call->inputs, name);
                if (is_as_expected(found, wanted))
                    continue;
                if (message.empty())
                    message = fmt::format(
                        "expected the input `{}` = {}, found {}",
                        name,
                        quoted(wanted),
                        quoted(found)
                    );
                is_right = false;
            }
            if (!is_right)
                shown.push_back(call);
        }
        if (shown.empty())
            return Done{};
        if (calls.size() > 1)
            message += fmt::format(" ({} of {} calls differ)", shown.size(), calls.size());
    }
    TextTable table;
    table.total = shown.size();
    for (const NotedCall* const call : shown)
        for (const auto& [name, value] : call->inputs)
            if (std::find(table.headers.begin(), table.headers.end(), name) == table.headers.end())
                table.headers.push_back(name);
    for (const NotedCall* const call : shown) {
        if (table.is_full())
            break;
        std::vector<std::string>& cells = table.rows.emplace_back();
        for (const std::string& name : table.headers)
            cells.push_back(table_text(value_of(call->inputs, name)));
    }
    note(
        span,
        std::move(message),
        table.headers.empty() ? std::string("it was called without inputs") : table.text()
    );
    return Done{};
}

} // namespace weir
