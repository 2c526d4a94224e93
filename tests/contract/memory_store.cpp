#include "store/memory_store.hpp"

#include "contract/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::contract;

TEST_CASE("memory store: ids and single records") {
    check_ids(make_memory_store);
}
TEST_CASE("memory store: transactions") {
    check_transactions(make_memory_store);
}
TEST_CASE("memory store: queries") {
    check_queries(make_memory_store);
}
TEST_CASE("memory store: random statements") {
    for (uint64_t seed = 1; seed <= 6; ++seed)
        check_at_random(make_memory_store, seed, 60);
}
