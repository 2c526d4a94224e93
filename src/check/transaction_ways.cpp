#include "check/transaction_ways.hpp"

#include <algorithm>

namespace weir {

namespace {

bool is_set_off(const FlowModel& flow, const Object& object, Operation operation) {
    const FlowProgram& program = *flow.program;
    // An orchestration runs when the save has committed.
    if (!program.active || program.object != object.id || program.is_orchestration)
        return false;
    switch (program.start) {
    case FlowStart::record_before_save:
    case FlowStart::record_after_save:
        return operation == Operation::create ? program.on_create
                                              : operation == Operation::update && program.on_update;
    case FlowStart::record_before_delete:
        return operation == Operation::erase;
    case FlowStart::autolaunched:
    case FlowStart::event:
    case FlowStart::schedule:
        return false;
    }
    return false;
}

std::vector<TransactionWays::Item> find_items(const FlowModel& flow, StepId start) {
    std::vector<bool> reached(flow.steps.size(), false);
    mark_reached(flow, start, reached);
    const auto is_reached = [&](StepId step) {
        const auto index = static_cast<size_t>(step);
        return index < reached.size() && reached[index];
    };
    std::vector<TransactionWays::Item> items;
    for (const Write& write : flow.writes)
        if (is_reached(write.step))
            items.push_back({write.step, &write, nullptr});
    for (const SubflowCall& call : flow.calls)
        if (is_reached(call.step))
            items.push_back({call.step, nullptr, &call});
    std::stable_sort(
        items.begin(),
        items.end(),
        [](const TransactionWays::Item& left, const TransactionWays::Item& right) {
            return left.step < right.step;
        }
    );
    return items;
}

} // namespace

bool ends_transaction(const StepModel& step) {
    const std::string_view xml = step.element->shape->xml;
    return xml == "screens" || xml == "waits" || xml == "orchestratedStages" ||
           xml == "steppedStages";
}

void mark_reached(const FlowModel& flow, StepId start, std::vector<bool>& reached) {
    std::vector<StepId> open{start};
    while (!open.empty()) {
        const StepId id = open.back();
        open.pop_back();
        const auto index = static_cast<size_t>(id);
        if (index >= flow.steps.size() || reached[index])
            continue;
        reached[index] = true;
        if (id != start && ends_transaction(flow.steps[index]))
            continue;
        for (const FlowEdge edge : FlowEdges(flow.steps[index]))
            open.push_back(edge.to);
    }
}

const std::vector<TransactionWays::Item>&
TransactionWays::items(const FlowModel& flow, StepId start) {
    const auto [found, is_new] = items_.try_emplace({&flow, start});
    if (is_new)
        found->second = find_items(flow, start);
    return found->second;
}

const std::vector<const FlowModel*>&
TransactionWays::set_off(const Object& object, Operation operation) {
    const auto [found, is_new] = set_off_.try_emplace({&object, operation});
    if (is_new)
        for (const auto& flow : flows_.all)
            if (is_set_off(*flow, object, operation))
                found->second.push_back(flow.get());
    return found->second;
}

} // namespace weir
