// An event bus in memory.
#pragma once

#include "bus/event_bus.hpp"

#include <memory>

namespace weir {

/// `schema` must outlive it.
[[nodiscard]] std::unique_ptr<EventBus> make_memory_bus(const Schema& schema);

} // namespace weir
