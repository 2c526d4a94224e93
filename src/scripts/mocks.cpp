#include "scripts/mocks.hpp"

#include "org/call_action.hpp"
#include "schema/fold.hpp"
#include "scripts/run.hpp"
#include "types/convert.hpp"

#include <algorithm>
#include <numeric>

namespace weir {

namespace {

[[nodiscard]] bool is_same(std::string_view left, std::string_view right) {
    return folded(left) == folded(right);
}

/// `CODE: text` has a code of capitals; anything else is a text alone.
[[nodiscard]] const Fault* fault_of(std::string_view text, Arena& arena) {
    Fault fault;
    const size_t colon = text.find(": ");
    const std::string_view code = text.substr(0, colon == std::string_view::npos ? 0 : colon);
    const bool is_code = !code.empty() && std::all_of(code.begin(), code.end(), [](char letter) {
        return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
               letter == '_';
    });
    if (is_code) {
        fault.code = arena.copy(code);
        text.remove_prefix(colon + 2);
    }
    fault.message = arena.copy(text);
    return arena.make<Fault>(fault);
}

[[nodiscard]] bool fits(Value value, TypeKind kind) {
    switch (value.tag()) {
    case Tag::text:
        return kind == TypeKind::text || kind == TypeKind::picklist ||
               kind == TypeKind::multi_picklist || kind == TypeKind::any || kind == TypeKind::error;
    default:
        return true;
    }
}

/// A mock's text where the action gives something else: what the text says.
[[nodiscard]] Value
as_declared(Value value, const Action* action, std::string_view name, Arena& arena) {
    if (action == nullptr)
        return value;
    for (const ActionParameter& output : action->outputs()) {
        if (!is_same(output.name, name) || output.type.collection || fits(value, output.type.kind))
            continue;
        if (const auto converted = from_text(value.as_text(), output.type.kind, arena))
            return *converted;
    }
    return value;
}

} // namespace

Value value_of(const NamedValues& values, std::string_view name) {
    for (const auto& [candidate, value] : values)
        if (is_same(candidate, name))
            return value.is_unset() ? Value::null() : value;
    return Value::null();
}

void MockedActions::add(ActionMock mock) {
    for (NamedValues* const values : {&mock.inputs, &mock.outputs})
        for (auto& [name, value] : *values)
            value = copy(value, mock_values_);
    mocks_.push_back(std::move(mock));
}

void MockedActions::watch(std::string_view type, std::string_view detail) {
    const bool is_known =
        std::any_of(watched_.begin(), watched_.end(), [&](const Watched& watched) {
            return is_same(watched.type, type) && is_same(watched.detail, detail);
        });
    if (!is_known)
        watched_.push_back({std::string(type), std::string(detail)});
}

std::vector<const NotedCall*>
MockedActions::calls(std::string_view type, std::string_view detail) const {
    std::vector<const NotedCall*> result;
    for (const NotedCall& call : calls_)
        if (is_same(call.type, type) && is_same(call.detail, detail))
            result.push_back(&call);
    return result;
}

void MockedActions::forget_calls() {
    calls_.clear();
    call_values_ = Arena();
}

const ActionMock* MockedActions::find(const ActionCall& call, uint32_t row) const {
    for (auto mock = mocks_.rbegin(); mock != mocks_.rend(); ++mock) {
        if (!is_same(mock->type, call.type) || !is_same(mock->detail, call.detail))
            continue;
        const bool is_meant =
            std::all_of(mock->inputs.begin(), mock->inputs.end(), [&](const auto& wanted) {
                Value given = Value::null();
                for (const ActionColumn& input : call.inputs)
                    if (is_same(input.name, wanted.first) && !input.values[row].is_unset())
                        given = input.values[row];
                return is_as_expected(given, wanted.second);
            });
        if (is_meant)
            return &*mock;
    }
    return nullptr;
}

void MockedActions::note(const ActionCall& call) {
    const auto watched = std::find_if(watched_.begin(), watched_.end(), [&](const Watched& one) {
        return is_same(one.type, call.type) && is_same(one.detail, call.detail);
    });
    if (watched == watched_.end())
        return;
    for (uint32_t row = 0; row < call.size; ++row) {
        NotedCall& noted = calls_.emplace_back();
        noted.type = watched->type;
        noted.detail = watched->detail;
        for (const ActionColumn& input : call.inputs) {
            const Value value = input.values[row];
            noted.inputs.emplace_back(
                input.name,
                value.is_unset() || value.is_null() ? Value::null() : copy(value, call_values_)
            );
        }
    }
}

void MockedActions::play(
    ActionCall& call, uint32_t row, const ActionMock& mock, const Action* action
) const {
    if (mock.fault) {
        call.faults[row] = fault_of(*mock.fault, call.arena);
        return;
    }
    for (const ActionColumn& output : call.outputs)
        output.values[row] = as_declared(
            copy(value_of(mock.outputs, output.name), call.arena), action, output.name, call.arena
        );
}

void MockedActions::call(ActionCall& call, const Action* action) {
    note(call);
    std::vector<uint32_t> others;
    for (uint32_t row = 0; row < call.size; ++row) {
        if (const ActionMock* const mock = find(call, row))
            play(call, row, *mock, action);
        else
            others.push_back(row);
    }
    if (others.size() == call.size) {
        run_action(call, action);
        return;
    }
    if (others.empty())
        return;
    // The rows that nobody plays are one call of their own.
    Arena& arena = call.arena;
    const auto part_of = [&](std::span<const ActionColumn> columns, bool with_values) {
        const std::span<ActionColumn> part = arena.make_array<ActionColumn>(columns.size());
        for (size_t index = 0; index < columns.size(); ++index) {
            part[index] = {columns[index].name, arena.make_array<Value>(others.size())};
            for (size_t at = 0; with_values && at < others.size(); ++at)
                part[index].values[at] = columns[index].values[others[at]];
        }
        return part;
    };
    const std::span<ActionColumn> inputs = part_of(call.inputs, true);
    const std::span<ActionColumn> outputs = part_of(call.outputs, false);
    const std::span<const Fault*> faults = arena.make_array<const Fault*>(others.size());
    ActionCall part{
        call.transaction,
        call.type,
        call.detail,
        static_cast<uint32_t>(others.size()),
        inputs,
        outputs,
        faults,
        arena,
        call.flow,
        call.depth};
    run_action(part, action);
    for (size_t at = 0; at < others.size(); ++at) {
        call.faults[others[at]] = faults[at];
        for (size_t index = 0; index < outputs.size(); ++index)
            call.outputs[index].values[others[at]] = outputs[index].values[at];
    }
}

} // namespace weir
