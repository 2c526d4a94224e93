// What element kinds tell of their elements, for the analyses of flows and transactions.
#include "check/flow_check.hpp"

#include <fmt/format.h>

#include <array>

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
    const auto entry = model_.names.find(element.name.text);
    if (entry == model_.names.end() || entry->second.element != &element)
        return std::make_shared<std::vector<OpenOutput>>();
    if (!entry->second.outputs)
        entry->second.outputs = std::make_shared<std::vector<OpenOutput>>();
    return entry->second.outputs;
}

std::shared_ptr<const std::vector<OpenOutput>> FlowCheck::open_outputs(const Name& name) {
    if (declaring_ != nullptr && !enter_name(name, declaring_, declaring_step_))
        return std::make_shared<std::vector<OpenOutput>>();
    const auto entry = model_.names.find(name.text);
    if (entry == model_.names.end() || entry->second.symbol)
        return std::make_shared<std::vector<OpenOutput>>();
    if (!entry->second.outputs)
        entry->second.outputs = std::make_shared<std::vector<OpenOutput>>();
    return entry->second.outputs;
}

/// `Send.Result`, when nothing says what `Send` gives: the first to read it makes it an output.
void FlowCheck::declare_open_output(const Path& path) {
    if (path.parts.size() < 2)
        return;
    const FlowModel::Entry* entry = model_.find(path.parts.front().text);
    size_t output = 1;
    if (entry != nullptr && entry->symbol && path.parts.size() > 2) {
        // Outputs of a step of a stage: `Ask.Outputs.Answer`.
        entry = model_.find(fmt::format("{}.{}", path.parts[0].text, path.parts[1].text));
        output = 2;
    }
    if (entry == nullptr || !entry->outputs || entry->symbol)
        return;
    const std::string name = fmt::format("{}.{}", entry->name.text, path.parts[output].text);
    if (model_.find(name) != nullptr)
        return;
    const auto outputs = entry->outputs;
    const Element* const declaring = std::exchange(declaring_, entry->element);
    const StepId declaring_step = std::exchange(declaring_step_, entry->step);
    const Name declared{context_.arena.copy(std::string_view(name)), entry->name.span};
    const uint32_t slot = declare(declared, Type::of(TypeKind::any), NameOrigin::action_output);
    declaring_ = declaring;
    declaring_step_ = declaring_step;
    outputs->push_back({std::string(path.parts[output].text), slot});
}

/// A method of Apex that gives one value, not an object of them, gives it as `output`; the flow
/// then reads the element itself.
std::optional<Resolution> FlowCheck::only_output(const Path& path, const FlowModel::Entry& entry) {
    if (path.parts.size() != 1 || entry.element == nullptr)
        return std::nullopt;
    const std::array whole{entry.name, Name{"output", path.span}};
    declare_open_output({whole, path.span});
    const FlowModel::Entry* const output = model_.find(fmt::format("{}.output", entry.name.text));
    if (output == nullptr || !output->symbol)
        return std::nullopt;
    ++model_.symbols[*output->symbol].reads;
    return resolve_symbol(*output->symbol, path);
}

/// What an interview has of its own: the stages it is in, and the Id of the record whose page it
/// was started from, which no page gives it here.
uint32_t FlowCheck::flow_variable(std::string_view name) {
    const std::string key = folded(name);
    for (const auto& [known, slot] : flow_variables_)
        if (known == key)
            return slot;
    return flow_variables_.emplace_back(key, hidden_slot()).second;
}

/// Whether an element ran or failed, the steps keep; whether a choice was made, a screen would.
std::optional<uint32_t> FlowCheck::state_slot(const Path& path, ConditionOperator op) {
    if (path.empty())
        return std::nullopt;
    const FlowModel::Entry* const entry = model_.find(path.parts.front().text);
    if (entry == nullptr)
        return std::nullopt;
    if (op == ConditionOperator::was_selected) {
        if (!entry->symbol)
            return std::nullopt;
        Symbol& choice = model_.symbols[*entry->symbol];
        if (choice.origin != NameOrigin::choice && choice.origin != NameOrigin::choice_set &&
            choice.origin != NameOrigin::screen_value)
            return std::nullopt;
        ++choice.reads;
        return flow_variable("was selected " + std::string(choice.name.text));
    }
    if (entry->step == StepId::none ||
        folded(entry->element->name.text) != folded(entry->name.text))
        return std::nullopt;
    StepModel& step = model_.steps[static_cast<size_t>(entry->step)];
    uint32_t& slot = op == ConditionOperator::has_error ? step.error_slot : step.visited_slot;
    if (slot == 0)
        slot = hidden_slot();
    return slot;
}

StepId FlowCheck::step_of(const Element& element) const {
    const auto found = step_ids_.find(&element);
    return found == step_ids_.end() ? StepId::none : found->second;
}

} // namespace weir
