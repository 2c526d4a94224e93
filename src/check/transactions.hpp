// What a transaction does as a whole: the flows that a save sets off, subflows, and what they may
// write together.
#pragma once

#include "check/flow_model.hpp"

#include <memory>
#include <span>
#include <string>
#include <unordered_map>

namespace weir {

using FlowList = std::span<const std::unique_ptr<FlowModel>>;

/// The flows, and each by its folded name (the first of two that share one).
struct Flows {
    explicit Flows(FlowList list) : all(list) {
        for (const auto& flow : list)
            by_name.try_emplace(folded(flow->program->name), flow.get());
    }
    [[nodiscard]] const FlowModel* find(const std::string& name) const {
        const auto found = by_name.find(name);
        return found == by_name.end() ? nullptr : found->second;
    }

    FlowList all;
    std::unordered_map<std::string, const FlowModel*> by_name;
};

/// Setup and non-setup objects in one transaction (W0720).
void analyse_transactions(FlowList list, Diagnostics& out);

/// Flows that call themselves (W0508).
void analyse_recursion(FlowList list, Diagnostics& out);

} // namespace weir
