#include "bus/memory_bus.hpp"

#include "contract/event_bus.hpp"

#include <catch2/catch.hpp>

TEST_CASE("memory bus") {
    weir::contract::check_event_bus(weir::make_memory_bus);
}
