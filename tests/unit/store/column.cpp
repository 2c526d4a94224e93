#include "store/column.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using weir::store::Column;

TEST_CASE("a column has memory only where values are") {
    Column column;
    CHECK(column.get(0).is_unset());
    CHECK(column.get(1'000'000).is_unset());
    const size_t empty = column.memory();
    column.clear(5'000);
    CHECK(column.memory() == empty);
    column.set(10 * Column::chunk_rows + 3, Value::number(42));
    CHECK(column.get(10 * Column::chunk_rows + 3).integer() == 42);
    CHECK(column.get(10 * Column::chunk_rows + 2).is_unset());
    CHECK(column.get(3).is_unset());
    CHECK(column.memory() < 2 * Column::chunk_rows * sizeof(Value));
    column.clear(10 * Column::chunk_rows + 3);
    CHECK(column.get(10 * Column::chunk_rows + 3).is_unset());
}

TEST_CASE("a column shrinks by whole chunks") {
    Column column;
    for (uint32_t row = 0; row < 3 * Column::chunk_rows; ++row)
        column.set(row, Value::number(row));
    const size_t full = column.memory();
    column.shrink(Column::chunk_rows + 1);
    CHECK(column.get(2 * Column::chunk_rows - 1).integer() == 2 * Column::chunk_rows - 1);
    CHECK(column.get(2 * Column::chunk_rows).is_unset());
    CHECK(column.memory() < full);
    size_t seen = 0;
    column.each([&](Value& value) { seen += value.is_unset() ? 0 : 1; });
    CHECK(seen == 2 * Column::chunk_rows);
}
