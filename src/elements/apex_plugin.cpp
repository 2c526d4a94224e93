// plugin: calls a class of Apex in the way that came before invocable actions.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/parameters.hpp"
#include "elements/values.hpp"
#include "org/call_action.hpp"
#include "org/transaction.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/group.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputParameters",
     .doc = "`{ input = value }`: its inputs.",
     .form = XmlForm::parameters},
    {.key = "returns",
     .value = ValueKind::assignments,
     .xml = "outputParameters",
     .doc = "`{ Variable = output }`: outputs to keep in variables.",
     .form = XmlForm::outputs},
    elements::fault_clause,
};

constexpr Shape shape{
    .keyword = "plugin",
    .category = Category::element,
    .xml = "apexPluginCalls",
    .subject = SubjectForm::name,
    .subject_required = true,
    .can_fault = true,
    .clauses = clauses,
    .doc = "Apex Plug-in: `plugin Rate: Rate_Finder { city = City } returns { Rate = rate }`.",
    .xml_subject = "apexClass",
};

using namespace elements;

/// A call for each interview: plug-ins are not bulkified (reference/runtime.md, section 2). What a
/// host registers, or a test mocks, as the `apex` action of the class stands for it.
class PluginStep final : public Step {
public:
    PluginStep(std::string type, std::vector<NamedInput> inputs, std::vector<NamedOutput> outputs)
        : class_(std::move(type)), inputs_(std::move(inputs)), outputs_(std::move(outputs)) {}

    void run(Group& group) const override {
        const auto columns = group.arena().make_array<std::span<const Value>>(inputs_.size());
        for (size_t index = 0; index < columns.size(); ++index)
            columns[index] = group.evaluate(inputs_[index].value);
        const Rows rows = group.rows();
        for (const uint32_t row : rows)
            call(group, columns, row);
    }

private:
    void call(Group& group, std::span<const std::span<const Value>> columns, uint32_t row) const {
        Arena& arena = group.arena();
        const std::span<Value> given_values = arena.make_array<Value>(inputs_.size());
        const std::span<ActionColumn> inputs = arena.make_array<ActionColumn>(inputs_.size());
        for (size_t index = 0; index < inputs.size(); ++index) {
            given_values[index] = share(columns[index][row]);
            inputs[index] = {inputs_[index].name, given_values.subspan(index, 1)};
        }
        const std::span<ActionColumn> outputs = arena.make_array<ActionColumn>(outputs_.size());
        for (size_t index = 0; index < outputs.size(); ++index)
            outputs[index] = {outputs_[index].name, arena.make_array<Value>(1)};
        const std::span<const Fault*> faults = arena.make_array<const Fault*>(1);
        ActionCall made{
            group.transaction(),
            "apex",
            class_,
            1,
            inputs,
            outputs,
            faults,
            arena,
            &group.batch().flow(),
            group.batch().subflow_depth};
        call_action(made);
        if (faults[0] != nullptr) {
            group.fault(row, action_fault(*faults[0], arena));
            return;
        }
        for (size_t index = 0; index < outputs.size(); ++index) {
            const NamedOutput& named = outputs_[index];
            group.slot(named.delivery.slot)[row] = given(outputs[index].values[0]);
            if (named.is_delivered)
                named.delivery.deliver(group, Rows(&row, 1));
        }
    }

    std::string class_;
    std::vector<NamedInput> inputs_;
    std::vector<NamedOutput> outputs_;
};

/// No class says here what it takes and gives: all names are taken.
std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const std::string_view name = element.subject.type.name.text;
    const std::string owner = fmt::format("plug-in `{}`", name);
    return std::make_unique<PluginStep>(
        std::string(name),
        read_inputs(element, {}, owner, checker, Others::open),
        read_outputs(element, {}, owner, checker, Others::open)
    );
}

} // namespace

const ElementKind kinds::apex_plugin{.shape = &shape, .check = check};

} // namespace weir
