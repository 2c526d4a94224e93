// The contract suite of event buses.
#pragma once

#include "bus/event_bus.hpp"

#include <functional>
#include <memory>

namespace weir::contract {

using BusFactory = std::function<std::unique_ptr<EventBus>(const Schema&)>;

void check_event_bus(const BusFactory& factory);

} // namespace weir::contract
