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

TEST_CASE("members of classes have cells by their names, without case, whatever their class") {
    Layouts layouts(3);
    CHECK(layouts.member("Id") == 0);
    const uint32_t name = layouts.member("name");
    CHECK(layouts.member("NAME") == name);
    CHECK(layouts.member("city") != name);
    CHECK(layouts.find_member("Name") == name);
    CHECK_FALSE(layouts.find_member("street"));
    CHECK(layouts.members()[name] == "name");
    CHECK(layouts.of(ObjectId::none).size() == layouts.members().size());
}
