// action: calls an action of the org, or one that the host registered.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/parameters.hpp"
#include "elements/record_forms.hpp"
#include "elements/values.hpp"
#include "org/transaction.hpp"
#include "program/action.hpp"
#include "runtime/fault_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "returns",
     .value = ValueKind::assignments,
     .xml = "outputParameters",
     .doc = "`{ Variable = output }`: outputs to keep in variables. Without it they are "
            "`Name.output`."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputParameters",
     .doc = "`{ input = value }`: its inputs."},
    elements::fault_clause,
};

constexpr Shape shape{
    .keyword = "action",
    .category = Category::element,
    .xml = "actionCalls",
    .subject = SubjectForm::action,
    .subject_required = true,
    .can_fault = true,
    .clauses = clauses,
    .doc = "Action: `action Name: type Detail`, for example `emailAlert Contact.Welcome` or `apex "
           "Rates`.",
};

using namespace elements;

/// One call for the group: what the inputs are for each interview in, outputs and faults by
/// interview out.
class ActionStep final : public Step {
public:
    ActionStep(
        std::string type,
        std::string detail,
        std::vector<NamedInput> inputs,
        std::vector<NamedOutput> outputs
    )
        : type_(std::move(type)),
          detail_(std::move(detail)),
          inputs_(std::move(inputs)),
          outputs_(std::move(outputs)) {}

    void run(Group& group) const override {
        // The org's registry, not the checker's: a test puts its own actions in their place.
        const Action* const action = group.transaction().org().actions().find(type_, detail_);
        if (action == nullptr) {
            const Fault* const missing = text_fault(
                fmt::format("The action {} {} is not available.", type_, detail_), group.arena()
            );
            for (const uint32_t row : group.rows())
                group.fault(row, missing);
            return;
        }
        const std::span<ActionColumn> inputs = gather(group);
        const Rows rows = group.rows();
        if (rows.empty())
            return;
        Arena& arena = group.arena();
        const std::span<ActionColumn> outputs = arena.make_array<ActionColumn>(outputs_.size());
        for (size_t index = 0; index < outputs.size(); ++index)
            outputs[index] = {outputs_[index].name, arena.make_array<Value>(rows.size())};
        const std::span<const Fault*> faults = arena.make_array<const Fault*>(rows.size());
        ActionCall call{
            group.transaction(),
            type_,
            detail_,
            static_cast<uint32_t>(rows.size()),
            inputs,
            outputs,
            faults,
            arena};
        action->run(call);
        for (size_t index = 0; index < rows.size(); ++index)
            if (faults[index] != nullptr)
                group.fault(rows[index], action_fault(*faults[index], arena));
        keep_outputs(group, rows, outputs);
    }

private:
    /// The inputs, a value for each interview that is left when all of them are evaluated.
    std::span<ActionColumn> gather(Group& group) const {
        const auto columns = group.arena().make_array<std::span<const Value>>(inputs_.size());
        for (size_t index = 0; index < columns.size(); ++index)
            columns[index] = group.evaluate(inputs_[index].value);
        const Rows rows = group.rows();
        const std::span<ActionColumn> dense =
            group.arena().make_array<ActionColumn>(inputs_.size());
        for (size_t input = 0; input < columns.size(); ++input) {
            const std::span<Value> values = group.scratch();
            for (size_t index = 0; index < rows.size(); ++index)
                values[index] = share(columns[input][rows[index]]);
            dense[input] = {inputs_[input].name, values.first(rows.size())};
        }
        return dense;
    }

    void keep_outputs(Group& group, Rows called, std::span<const ActionColumn> outputs) const {
        for (size_t output = 0; output < outputs_.size(); ++output) {
            const NamedOutput& named = outputs_[output];
            const std::span<Value> slot = group.slot(named.delivery.slot);
            for (size_t index = 0; index < called.size(); ++index)
                slot[called[index]] = given(outputs[output].values[index]);
            if (named.is_delivered)
                named.delivery.deliver(group, group.rows());
        }
    }

    std::string type_;
    std::string detail_;
    std::vector<NamedInput> inputs_;
    std::vector<NamedOutput> outputs_;
};

std::string_view detail_of(const Element& element, FlowChecker& checker) {
    return element.subject.detail.empty()
               ? std::string_view{}
               : spell(element.subject.detail, checker.compile_context().arena);
}

const Action* find_action(const Element& element, FlowChecker& checker) {
    return checker.actions().find(element.subject.type.name.text, detail_of(element, checker));
}

std::vector<Parameter> parameters_of(std::span<const ActionParameter> described) {
    std::vector<Parameter> parameters;
    for (const ActionParameter& parameter : described)
        parameters.push_back({parameter.name, parameter.type, parameter.required});
    return parameters;
}

void declare(const Element& element, FlowChecker& checker) {
    if (element.has("returns") || element.subject.empty())
        return;
    if (const Action* const action = find_action(element, checker))
        declare_outputs(
            element, parameters_of(action->outputs()), NameOrigin::action_output, checker
        );
}

void report_unknown(const Element& element, FlowChecker& checker) {
    const Name& type = element.subject.type.name;
    const std::vector<std::string_view> types = checker.actions().types();
    const std::string_view detail = detail_of(element, checker);
    const bool is_type_known = std::find(types.begin(), types.end(), type.text) != types.end();
    if (is_type_known) {
        checker.out()
            .report(
                Code::W0813, element.subject.span, "there is no action `{} {}`", type.text, detail
            )
            .here(detail.empty() ? "which one is not said" : "no such action")
            .note("the host registers an action before it checks the flows that call it");
        return;
    }
    checker.out()
        .report(Code::W0813, type.span, "there is no action of the type `{}`", type.text)
        .here("no such type")
        .help_nearest(type.text, types, "an action with a similar type exists: `{}`")
        .note("the host registers an action before it checks the flows that call it");
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    if (element.subject.empty())
        return broken_step();
    const std::string type(element.subject.type.name.text);
    const std::string detail(detail_of(element, checker));
    const Action* const action = find_action(element, checker);
    if (action == nullptr) {
        report_unknown(element, checker);
        return std::make_unique<ActionStep>(
            type, detail, std::vector<NamedInput>{}, std::vector<NamedOutput>{}
        );
    }
    const std::string owner =
        fmt::format("action `{}{}{}`", type, detail.empty() ? "" : " ", detail);
    return std::make_unique<ActionStep>(
        type,
        detail,
        read_inputs(element, parameters_of(action->inputs()), owner, checker),
        read_outputs(element, parameters_of(action->outputs()), owner, checker)
    );
}

} // namespace

const ElementKind kinds::action_call{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
