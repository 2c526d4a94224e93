// A transaction to run batches in, and steps made of functions.
#pragma once

#include "bus/memory_bus.hpp"
#include "org/org.hpp"
#include "org/transaction.hpp"
#include "runtime/driver.hpp"
#include "runtime/group.hpp"
#include "schema/schema.hpp"
#include "store/memory_store.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace weir::test {

class FunctionStep final : public Step {
public:
    explicit FunctionStep(std::function<void(Group&)> function) : function_(std::move(function)) {}
    void run(Group& group) const override {
        groups.push_back({group.rows().begin(), group.rows().end()});
        function_(group);
    }

    /// The rows of every group that ran it.
    mutable std::vector<std::vector<uint32_t>> groups;

private:
    std::function<void(Group&)> function_;
};

/// A flow under construction: steps in text order, each going to the one behind it until `next` is
/// set.
struct TestFlow {
    TestFlow() { program.name = "Flow"; }

    FunctionStep& add(
        std::string name, std::function<void(Group&)> function = [](Group&) {}
    ) {
        auto step = std::make_unique<FunctionStep>(std::move(function));
        FunctionStep& made = *step;
        made.name = std::move(name);
        if (!steps.empty() && steps.back()->next == StepId::end)
            steps.back()->next = next_id();
        steps.push_back(&made);
        program.steps.push_back(std::move(step));
        program.entry = StepId{0};
        return made;
    }
    [[nodiscard]] StepId next_id() const { return static_cast<StepId>(program.steps.size()); }
    uint32_t slot() { return program.slot_count++; }

    FlowProgram program;
    std::vector<FunctionStep*> steps;
};

/// An org without objects.
struct World {
    World() {
        program.schema = SchemaBuilder().build();
        program.layouts = std::make_unique<Layouts>(program.schema->object_count());
        program.objects.resize(program.schema->object_count());
        store = make_memory_store(*program.schema);
        bus = make_memory_bus(*program.schema);
        org = std::make_unique<Org>(program, *store, *bus, actions, OrgSettings{});
        transaction = std::make_unique<Transaction>(*org, "a test");
    }

    Program program;
    std::unique_ptr<RecordStore> store;
    std::unique_ptr<EventBus> bus;
    ActionRegistry actions;
    std::unique_ptr<Org> org;
    std::unique_ptr<Transaction> transaction;
};

} // namespace weir::test
