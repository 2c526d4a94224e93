#include "schema/layout.hpp"

#include <catch2/catch.hpp>

using namespace weir;

TEST_CASE("a layout has the id in its first cell") {
    Layouts layouts(3);
    const Layout& layout = layouts.of(ObjectId{2});
    CHECK(layout.object() == ObjectId{2});
    CHECK(layout.size() == 1);
    CHECK(layout.find(FieldId{0}) == 0U);
}

TEST_CASE("a field gets one cell, in the order in which fields are named") {
    Layouts layouts(2);
    Layout& layout = layouts.of(ObjectId{1});
    CHECK(layout.cell(FieldId{700}) == 1);
    CHECK(layout.cell(FieldId{3}) == 2);
    CHECK(layout.cell(FieldId{700}) == 1);
    CHECK(layout.find(FieldId{3}) == 2U);
    CHECK_FALSE(layout.find(FieldId{4}));
    CHECK_FALSE(layout.find(FieldId{60'000}));
    CHECK_FALSE(layout.find(FieldId::none));
    REQUIRE(layout.fields().size() == 3);
    CHECK(layout.fields()[1] == FieldId{700});
}
