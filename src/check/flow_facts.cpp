// What element kinds tell of their elements, for the analyses of flows and transactions.
#include "check/flow_check.hpp"

namespace weir {

void FlowCheck::assigns(const Element& element, std::string_view name, bool may_be_null) {
    const StepId id = step_of(element);
    const FlowModel::Entry* const entry = model_.find(name);
    if (id == StepId::none || entry == nullptr || !entry->symbol)
        return;
    ++model_.symbols[*entry->symbol].writes;
    step(id).gives.push_back({*entry->symbol, may_be_null});
}

void FlowCheck::effect(
    const Element& element,
    Operation operation,
    const Object& object,
    std::span<const FieldId> fields
) {
    const StepId id = step_of(element);
    std::vector<FieldId> written(fields.begin(), fields.end());
    flow().effects.push_back({operation, object.id, written, element.header, id});
    model_.writes.push_back({operation, &object, std::move(written), &element, id});
}

void FlowCheck::calls(const Element& element, const Name& name) {
    flow().subflows.emplace_back(name.text);
    model_.calls.push_back({folded(name.text), name, &element, step_of(element)});
}

const Element* FlowCheck::other_flow(const Name& name) {
    const auto found = world_.flows.find(folded(name.text));
    if (found != world_.flows.end())
        return found->second;
    out()
        .report(Code::W0303, name.span, "there is no flow `{}`", name.text)
        .here("no such flow")
        .help_nearest(name.text, world_.flow_names, "a flow with a similar name exists: `{}`");
    return nullptr;
}

std::shared_ptr<const std::vector<OpenOutput>> FlowCheck::open_outputs(const Element& element) {
    const auto entry = model_.names.find(folded(element.name.text));
    if (entry == model_.names.end() || entry->second.element != &element)
        return std::make_shared<std::vector<OpenOutput>>();
    if (!entry->second.outputs)
        entry->second.outputs = std::make_shared<std::vector<OpenOutput>>();
    return entry->second.outputs;
}

StepId FlowCheck::step_of(const Element& element) const {
    const auto found = step_ids_.find(&element);
    return found == step_ids_.end() ? StepId::none : found->second;
}

} // namespace weir
