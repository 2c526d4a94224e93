// What the walks of transaction analysis (transactions.cpp) ask again and again.
#pragma once

#include "check/flow_model.hpp"
#include "check/transactions.hpp"

#include <map>
#include <utility>
#include <vector>

namespace weir {

/// Whether a transaction ends where the step waits: a screen, a wait (reference/runtime.md, section
/// 1). What stands behind it runs in another.
[[nodiscard]] bool ends_transaction(const StepModel& step);

/// Marks the steps that control can come to from `start` in one transaction. Where that step itself
/// ends one, those of the transaction behind it.
void mark_reached(const FlowModel& flow, StepId start, std::vector<bool>& reached);

/// What every walk asks, found out once for all of them.
class TransactionWays {
public:
    explicit TransactionWays(FlowList list) : flows_(list) {}

    /// A write or a call that an interview can come to.
    struct Item {
        StepId step;
        const Write* write;
        const SubflowCall* call;
    };
    /// In text order, so that the first of two elements is the one that stands above.
    const std::vector<Item>& items(const FlowModel& flow, StepId start);
    /// The flows that a save of such a record starts.
    const std::vector<const FlowModel*>& set_off(const Object& object, Operation operation);
    [[nodiscard]] const FlowModel* find(const std::string& name) const { return flows_.find(name); }

private:
    const Flows flows_;
    std::map<std::pair<const FlowModel*, StepId>, std::vector<Item>> items_;
    std::map<std::pair<const Object*, Operation>, std::vector<const FlowModel*>> set_off_;
};

} // namespace weir
