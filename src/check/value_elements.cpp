// What elements read, clause by clause.
#include "base/limits.hpp"
#include "check/flow_check.hpp"
#include "check/value_flow.hpp"

#include <algorithm>

namespace weir {

/// A filter: the right sides are all evaluated before the store looks at anything.
void ValueWalker::read_all(const Condition& condition, ValueState& state) {
    if (depth_ > 2 * limits::nesting)
        return;
    ++depth_;
    for (const Condition* const operand : condition.operands)
        if (operand != nullptr)
            read_all(*operand, state);
    expression(condition.right == nullptr ? nullptr : condition.right->root, state);
    --depth_;
}

/// An assignment runs line by line, so a line reads what the one above it gave.
void ValueWalker::give_line(const StepModel& step, const Assignment& assignment, ValueState& state)
    const {
    if (assignment.target.empty())
        return;
    const FlowModel::Entry* const entry = model_.find(assignment.target.parts.front().text);
    if (entry == nullptr || !entry->symbol)
        return;
    for (const Given& given : step.gives)
        if (given.symbol == *entry->symbol)
            state[given.symbol] = value_bit::value;
}

/// What is filled in on a screen is read by the rules of the screen itself meanwhile.
bool ValueWalker::gives(const StepModel& step, const Name* key) const {
    const auto found = model_.uses.find(key);
    const bool fills_in = step.kind->shape->xml == "screens";
    if (found == model_.uses.end() || !fills_in)
        return false;
    const uint32_t symbol = found->second.symbol;
    return model_.symbols[symbol].element == step.element ||
           std::any_of(step.gives.begin(), step.gives.end(), [&](const Given& given) {
               return given.symbol == symbol;
           });
}

void ValueWalker::element(const StepModel& step, ValueState& state) {
    visited_.clear();
    // The conditions of a filter read the item that it takes itself.
    if (step.element->has("into") && step.element->has(flow_key::when))
        for (const Given& given : step.gives)
            state[given.symbol] = value_bit::value;
    for (const Clause& clause : step.element->clauses) {
        if (const auto* const value = std::get_if<const Formula*>(&clause.value))
            formula(*value, state);
        else if (const auto* const message = std::get_if<Message>(&clause.value))
            formula(message->text, state);
        else if (const auto* const path = std::get_if<Path>(&clause.value))
            read(path->parts.data(), state);
        else if (const auto* const list = std::get_if<List<Assignment>>(&clause.value))
            for (const Assignment& assignment : *list) {
                formula(assignment.value, state);
                give_line(step, assignment, state);
            }
        else if (const auto* const tested = std::get_if<const Condition*>(&clause.value);
                 tested != nullptr && *tested != nullptr) {
            if (clause.shape->key == flow_key::where)
                read_all(**tested, state);
            else {
                Split split = condition(**tested, std::move(state));
                join(split.yes, split.no);
                state = std::move(split.yes);
            }
        } else if (std::holds_alternative<List<Outcome>>(clause.value))
            return; // by `outcomes`
    }
    // Merge fields of texts, and whatever a kind reads in its own way.
    std::sort(visited_.begin(), visited_.end());
    const auto seen = static_cast<std::ptrdiff_t>(visited_.size()); // reading adds behind them
    for (const Name* const key : step.uses)
        if (!std::binary_search(visited_.begin(), visited_.begin() + seen, key) &&
            !gives(step, key))
            read(key, state);
}

std::vector<ValueState> ValueWalker::outcomes(List<Outcome> outcomes, ValueState& state) {
    std::vector<ValueState> result;
    result.reserve(outcomes.size());
    for (const Outcome& outcome : outcomes) {
        if (outcome.condition == nullptr) {
            if (!outcome.name.text.empty())
                result.push_back(state); // broken: taken for possible
            continue;
        }
        Split split = condition(*outcome.condition, std::move(state));
        result.push_back(std::move(split.yes));
        state = std::move(split.no);
    }
    return result;
}

} // namespace weir
