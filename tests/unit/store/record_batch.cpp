#include "store/record_batch.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <utility>
#include <vector>

using namespace weir;

TEST_CASE("columns are added with unset cells") {
    RecordBatch batch(ObjectId{1}, 3);
    CHECK(batch.size() == 3);
    CHECK(batch.ids().size() == 3);
    CHECK_FALSE(batch.has(FieldId{4}));
    CHECK(batch.find(FieldId{4}).empty());
    batch.column(FieldId{4})[1] = Value::number(7);
    CHECK(batch.has(FieldId{4}));
    CHECK(batch.find(FieldId{4})[0].is_unset());
    CHECK(batch.find(FieldId{4})[1].integer() == 7);
    (void)batch.column(FieldId{2});
    CHECK(batch.column(FieldId{4})[1].integer() == 7); // the column that is there
    CHECK(
        std::vector<FieldId>(batch.fields().begin(), batch.fields().end()) ==
        std::vector{FieldId{4}, FieldId{2}}
    );
}

TEST_CASE("rows are appended behind the others") {
    RecordBatch batch(ObjectId{1}, 0);
    (void)batch.column(FieldId{0});
    CHECK(batch.has(FieldId{0})); // without rows too
    CHECK_FALSE(batch.has(FieldId{1}));
    CHECK(batch.append(2) == 0);
    batch.column(FieldId{0})[1] = Value::text("x");
    CHECK(batch.append(3) == 2);
    CHECK(batch.size() == 5);
    CHECK(batch.ids().size() == 5);
    CHECK(batch.find(FieldId{0})[1].as_text() == "x");
    CHECK(batch.find(FieldId{0})[4].is_unset());
}

TEST_CASE("rows are selected in the order named") {
    RecordBatch batch(ObjectId{1}, 4);
    for (uint32_t row = 0; row < 4; ++row) {
        batch.ids()[row] = Id{row, 1};
        batch.column(FieldId{3})[row] = Value::number(row);
    }
    const std::array<uint32_t, 3> rows{3, 0, 3};
    const RecordBatch selected = batch.select(rows);
    CHECK(selected.object() == ObjectId{1});
    CHECK(selected.ids()[0] == Id{3, 1});
    CHECK(selected.find(FieldId{3})[1].integer() == 0);
    CHECK(selected.find(FieldId{3})[2].integer() == 3);
    CHECK(batch.select({}).size() == 0);
}

TEST_CASE("columns that are lent are not copied, and a copy of the batch has its own") {
    std::vector<Value> cells = {Value::number(1), Value::number(2), Value::number(3)};
    RecordBatch batch(ObjectId{1}, 3);
    batch.column(FieldId{1})[0] = Value::number(7);
    batch.lend(FieldId{2}, cells.data());
    CHECK(std::as_const(batch).find(FieldId{2}).data() == cells.data());

    const RecordBatch copy = batch;
    cells[1] = Value::number(20);
    CHECK(std::as_const(batch).find(FieldId{2})[1].integer() == 20);
    CHECK(copy.find(FieldId{2})[1].integer() == 2);
    CHECK(copy.find(FieldId{1})[0].integer() == 7);

    // More columns of its own leave it alone; more rows make it its own.
    for (int field = 3; field < 40; ++field)
        batch.column(FieldId{static_cast<uint16_t>(field)});
    CHECK(std::as_const(batch).find(FieldId{2}).data() == cells.data());
    batch.append(2);
    CHECK(std::as_const(batch).find(FieldId{2}).data() != cells.data());
    CHECK(std::as_const(batch).find(FieldId{2})[1].integer() == 20);
    CHECK(std::as_const(batch).find(FieldId{2})[4].is_unset());
    CHECK(std::as_const(batch).find(FieldId{1})[0].integer() == 7);
}

TEST_CASE("a slice has the rows from one on, with the columns of the whole") {
    RecordBatch batch(ObjectId{1}, 5);
    for (uint32_t row = 0; row < 5; ++row) {
        batch.column(FieldId{1})[row] = Value::number(row);
        batch.ids()[row] = Id{row + 1, 9};
    }
    const RecordBatch part = batch.slice(2, 2);
    CHECK(part.size() == 2);
    CHECK(part.ids()[0] == Id{3, 9});
    CHECK(part.find(FieldId{1})[1].integer() == 3);
    CHECK(part.find(FieldId{1}).data() == std::as_const(batch).find(FieldId{1}).data() + 2);
}
