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
    /// `triggers` may be null; like the others it must live as long.
    RunningOrg(
        const Program& program, const ActionRegistry& actions, OrgSettings settings, const RecordTriggers* triggers = nullptr
    )
        : store(make_memory_store(*program.schema)),
          bus(make_memory_bus(*program.schema)),
          org(program, *store, *bus, actions, std::move(settings)) {
        org.set_triggers(triggers);
    }

    std::unique_ptr<RecordStore> store;
    std::unique_ptr<EventBus> bus;
    Org org;
};

} // namespace weir
