#include "store/record_batch.hpp"

#include <catch2/catch.hpp>

#include <array>

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
