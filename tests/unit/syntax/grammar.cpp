#include "grammar/analysis.hpp"

#include <catch2/catch.hpp>

using namespace weir::grammar;

TEST_CASE("no rule of the grammar can loop without taking anything") {
    CHECK(pegtl::analyze<file>(1) == 0);
    CHECK(pegtl::analyze<whole_formula>(1) == 0);
}
