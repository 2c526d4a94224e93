#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdio>

using namespace weir;
using namespace weir::test;

// Not run by default (it says how fast a machine is): test_org "[speed]".
TEST_CASE("a plain insert of many records", "[.][speed]") {
    World world;
    world.start();
    constexpr size_t count = 200'000;
    RecordBatch records(world.object("Contact").id, count);
    for (Value& cell : records.column(world.field("Contact", "LastName")))
        cell = text("Lovelace");
    for (Value& cell : records.column(world.field("Contact", "Score__c")))
        cell = Value::number(12);
    const auto begin = std::chrono::steady_clock::now();
    const SaveReport report = world.save(Operation::create, records);
    const auto time = std::chrono::steady_clock::now() - begin;
    CHECK(report.refused.empty());
    std::printf(
        "%.0f ns a record with the store\n",
        std::chrono::duration<double, std::nano>(time).count() / static_cast<double>(count)
    );
}
