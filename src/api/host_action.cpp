#include "api/host_action.hpp"

#include "api/host_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace weir {

namespace {

Type type_of(HostType type) {
    switch (type) {
    case HostType::text: return Type::of(TypeKind::text);
    case HostType::number: return Type::of(TypeKind::number);
    case HostType::boolean: return Type::of(TypeKind::boolean);
    case HostType::date: return Type::of(TypeKind::date);
    case HostType::date_time: return Type::of(TypeKind::date_time);
    case HostType::time: return Type::of(TypeKind::time);
    case HostType::id: return Type::of(TypeKind::id);
    }
    return Type::of(TypeKind::text);
}

std::vector<ActionParameter> parameters(const std::vector<HostParameter>& parameters) {
    std::vector<ActionParameter> result;
    for (const HostParameter& parameter : parameters)
        result.push_back({parameter.name, type_of(parameter.type), parameter.required});
    return result;
}

class AdaptedAction final : public Action {
public:
    explicit AdaptedAction(HostAction action)
        : action_(std::move(action)), inputs_(parameters(action_.inputs)), outputs_(parameters(action_.outputs)) {}

    std::string_view type() const override { return action_.type; }
    std::string_view detail() const override { return action_.name; }
    std::span<const ActionParameter> inputs() const override { return inputs_; }
    std::span<const ActionParameter> outputs() const override { return outputs_; }

    void run(ActionCall& call) const override {
        std::vector<HostActionResult> results;
        // The host's code is not ours: whatever it throws is a fault of the interviews that called it.
        try {
            results = action_.run(inputs_of(call));
        } catch (const std::exception& thrown) {
            fail_all(call, fmt::format("An Apex error occurred: {}", thrown.what()));
            return;
        } catch (...) {
            fail_all(call, fmt::format("An Apex error occurred: {} threw what is no std::exception", action_.name));
            return;
        }
        if (results.size() != call.size) {
            fail_all(
                call,
                fmt::format(
                    "The number of results does not match the number of interviews that were executed in a single bulk "
                    "execution request: {} results for {} interviews.",
                    results.size(),
                    call.size
                )
            );
            return;
        }
        for (uint32_t row = 0; row < call.size; ++row) take(results[row], call, row);
    }

private:
    static std::vector<std::vector<NamedValue>> inputs_of(const ActionCall& call) {
        std::vector<std::vector<NamedValue>> inputs(call.size);
        for (const ActionColumn& column : call.inputs)
            for (uint32_t row = 0; row < call.size; ++row)
                inputs[row].push_back({std::string(column.name), to_host(column.values[row])});
        return inputs;
    }

    static void fail(ActionCall& call, uint32_t row, std::string_view message) {
        call.faults[row] = call.arena.make<Fault>(std::string_view{}, call.arena.copy(message), std::string_view{}, false);
    }

    static void fail_all(ActionCall& call, std::string_view message) {
        for (uint32_t row = 0; row < call.size; ++row) fail(call, row, message);
    }

    void take(const HostActionResult& result, ActionCall& call, uint32_t row) const {
        if (!result.fault.empty()) {
            fail(call, row, fmt::format("An Apex error occurred: {}", result.fault));
            return;
        }
        for (const NamedValue& output : result.outputs) {
            const auto column = std::find_if(call.outputs.begin(), call.outputs.end(), [&](const ActionColumn& candidate) {
                return candidate.name == output.name;
            });
            if (column == call.outputs.end()) continue; // the flow does not ask for it
            const auto declared = std::find_if(outputs_.begin(), outputs_.end(), [&](const ActionParameter& candidate) {
                return candidate.name == output.name;
            });
            const TypeKind kind = declared == outputs_.end() ? TypeKind::text : declared->type.kind;
            const std::optional<Value> value = from_host(output.value, kind, call.arena);
            if (value) column->values[row] = *value;
            else fail(call, row, fmt::format("`{}` is no value for the output {} of {}", output.value.spelling, output.name, action_.name));
        }
    }

    HostAction action_;
    std::vector<ActionParameter> inputs_;
    std::vector<ActionParameter> outputs_;
};

} // namespace

std::unique_ptr<const Action> adapt(HostAction action) { return std::make_unique<AdaptedAction>(std::move(action)); }

} // namespace weir
