#include "store/column.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <random>
#include <span>
#include <vector>

using namespace weir;
using weir::store::Column;

TEST_CASE("a column has memory only where values are") {
    Column column;
    CHECK(column.get(0).tag() == Tag::null);
    CHECK(column.get(1'000'000).tag() == Tag::null);
    const size_t empty = column.memory();
    column.clear(5'000);
    CHECK(column.memory() == empty);
    column.set(10 * Column::chunk_rows + 3, Value::number(42));
    CHECK(column.get(10 * Column::chunk_rows + 3).integer() == 42);
    CHECK(column.get(10 * Column::chunk_rows + 2).tag() == Tag::null);
    CHECK(column.get(3).tag() == Tag::null);
    CHECK(column.memory() < 2 * Column::chunk_rows * sizeof(Value));
    column.clear(10 * Column::chunk_rows + 3);
    CHECK(column.get(10 * Column::chunk_rows + 3).tag() == Tag::null);
}

TEST_CASE("a column forgets what is behind a row") {
    Column column;
    for (uint32_t row = 0; row < 3 * Column::chunk_rows; ++row)
        column.set(row, Value::number(row));
    const size_t full = column.memory();
    column.shrink(Column::chunk_rows + 1);
    CHECK(column.get(Column::chunk_rows).integer() == Column::chunk_rows);
    CHECK(column.get(Column::chunk_rows + 1).tag() == Tag::null);
    CHECK(column.get(2 * Column::chunk_rows).tag() == Tag::null);
    CHECK(column.memory() < full);
    size_t seen = 0;
    column.each([&](Value& value) { seen += value.is_null() ? 0 : 1; });
    CHECK(seen == Column::chunk_rows + 1);
}

TEST_CASE("rows that hold the same take the memory of a run") {
    Column column;
    column.fill(0, 100 * Column::chunk_rows, Value::boolean(false));
    CHECK(column.memory() < size_t{100} * Column::chunk_rows * sizeof(Value) / 20);
    CHECK(column.get(77 * Column::chunk_rows + 5).tag() == Tag::boolean);
    // Row by row, as an update in the order of insertion writes them.
    for (uint32_t row = 0; row < 100 * Column::chunk_rows; ++row)
        column.set(row, Value::boolean(true));
    CHECK(column.memory() < size_t{100} * Column::chunk_rows * sizeof(Value) / 20);
    CHECK(column.get(99 * Column::chunk_rows).is_true());
}

TEST_CASE("a column is what a plain vector is, whatever is done to it") {
    constexpr uint32_t rows = 3 * Column::chunk_rows;
    std::mt19937 random(7);
    const auto below = [&](uint32_t end) { return static_cast<uint32_t>(random() % end); };
    for (int turn = 0; turn < 300; ++turn) {
        Column column;
        std::vector<Value> plain(rows, Value::null());
        const uint32_t kinds = 1 + below(4);
        for (int step = 0; step < 40; ++step) {
            const uint32_t first = below(rows);
            const uint32_t count = 1 + below(std::min(rows - first, 200U));
            const Value value = Value::number(below(kinds));
            switch (below(6)) {
            case 0:
                column.fill(first, count, value);
                std::fill_n(plain.begin() + first, count, value);
                break;
            case 1:
                for (uint32_t row = first; row < first + count; ++row)
                    column.set(row, plain[row] = value);
                break;
            case 2:
                column.set(first, plain[first] = value);
                break;
            case 3:
                column.clear(first);
                plain[first] = Value::null();
                break;
            case 4: {
                // Runs of values, as long as they come.
                const auto written = std::span(plain).subspan(first, count);
                for (size_t row = 0; row < count; ++row)
                    written[row] =
                        row > 0 && below(3) > 0 ? written[row - 1] : Value::number(below(kinds));
                column.write(first, written);
                break;
            }
            default:
                column.shrink(first);
                std::fill(plain.begin() + first, plain.end(), Value::null());
                break;
            }
        }
        size_t wrong = 0;
        for (uint32_t row = 0; row < rows; ++row)
            wrong += weir::is_identical(column.get(row), plain[row]) ? 0 : 1;
        CHECK(wrong == 0);

        // The same by lists of rows and by runs.
        std::vector<uint32_t> asked;
        for (uint32_t row = below(5); row < rows + 300; row += 1 + below(2) * below(9))
            asked.push_back(row);
        asked.push_back(std::numeric_limits<uint32_t>::max());
        asked.push_back(0);
        std::vector<Value> gathered(asked.size());
        column.gather(runs_of(asked), gathered.data());
        for (size_t index = 0; index < asked.size(); ++index) {
            const Value expected = asked[index] < rows ? plain[asked[index]] : Value::null();
            wrong += weir::is_identical(gathered[index], expected) ? 0 : 1;
        }
        const uint32_t begin = below(rows);
        const uint32_t end = begin + below(rows - begin);
        std::vector<Value> visited(end);
        column.visit({begin, end - begin}, [&](uint32_t row, uint32_t count, const Value& value) {
            std::fill_n(visited.begin() + row, count, value);
        });
        for (uint32_t row = begin; row < end; ++row)
            wrong += weir::is_identical(visited[row], plain[row]) ? 0 : 1;
        CHECK(wrong == 0);
    }
}
