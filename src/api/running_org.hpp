// An org with the store and bus it stands on.
#pragma once

#include "bus/memory_bus.hpp"
#include "org/org.hpp"
#include "program/action.hpp"
#include "program/program.hpp"
#include "store/memory_store.hpp"

#include <memory>
#include <utility>

namespace weir {

struct RunningOrg {
    RunningOrg(const Program& program, const ActionRegistry& actions, OrgSettings settings)
        : store(make_memory_store(*program.schema)),
          bus(make_memory_bus(*program.schema)),
          org(program, *store, *bus, actions, std::move(settings)) {}

    std::unique_ptr<RecordStore> store;
    std::unique_ptr<EventBus> bus;
    Org org;
};

} // namespace weir
