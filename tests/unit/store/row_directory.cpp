#include "store/row_directory.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace weir;
using namespace weir::store;

TEST_CASE("rows are found by ids of either origin") {
    RowDirectory directory(*parse_key_prefix("003"));
    std::array<Id, 3> ids;
    directory.allocate(ids);
    CHECK(ids[0].low == 1);
    directory.add(ids[1], 10);
    const Id foreign = *parse_id("003A0000006Vm9u");
    directory.add(foreign, 11);
    CHECK(directory.find(ids[0]) == no_row);
    CHECK(directory.find(ids[1]) == 10);
    CHECK(directory.find(foreign) == 11);
    CHECK(directory.find(Id{}) == no_row);
    directory.move(ids[1], 20);
    directory.move(foreign, 21);
    CHECK(directory.find(ids[1]) == 20);
    CHECK(directory.find(foreign) == 21);
    directory.remove(ids[1]);
    directory.remove(foreign);
    CHECK(directory.find(ids[1]) == no_row);
    CHECK(directory.find(foreign) == no_row);
}

TEST_CASE("an id of our form from elsewhere costs no memory by its serial") {
    RowDirectory directory(*parse_key_prefix("003"));
    const Id far = make_id(*parse_key_prefix("003"), 800'000'000'000'000'000);
    directory.add(far, 1);
    CHECK(directory.find(far) == 1);
    CHECK(directory.memory() < 10'000);
}

TEST_CASE("serials that came from elsewhere are passed over") {
    const KeyPrefix prefix = *parse_key_prefix("a00");
    RowDirectory directory(prefix);
    directory.add(make_id(prefix, 2), 0);
    directory.add(make_id(prefix, 3), 1);
    directory.remove(make_id(prefix, 3));
    std::array<Id, 3> ids;
    directory.allocate(ids);
    CHECK(ids == std::array{make_id(prefix, 1), make_id(prefix, 4), make_id(prefix, 5)});
    CHECK(directory.find(make_id(prefix, 2)) == 0);
    directory.add(make_id(prefix, 3), 7); // the record is put back after its serial was passed
    CHECK(directory.find(make_id(prefix, 3)) == 7);
}
