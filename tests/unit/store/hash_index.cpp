#include "store/hash_index.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <vector>

using namespace weir::store;

namespace {

std::vector<uint32_t> rows(const HashIndex& index, uint64_t hash) {
    std::vector<uint32_t> result;
    for (uint32_t row = index.first(hash); row != no_row; row = index.next(row))
        result.push_back(row);
    return result;
}

} // namespace

TEST_CASE("rows of one hash come in the order they were added") {
    HashIndex index;
    index.add(7, 3);
    index.add(7, 1);
    index.add(8, 2);
    CHECK(rows(index, 7) == std::vector<uint32_t>{3, 1});
    CHECK(index.count(7) == 2);
    CHECK(index.count(9) == 0);
    CHECK(index.first(9) == no_row);
    index.remove(7, 3);
    CHECK(rows(index, 7) == std::vector<uint32_t>{1});
    index.remove(7, 1);
    CHECK(index.first(7) == no_row);
    CHECK(rows(index, 8) == std::vector<uint32_t>{2});
    CHECK(index.memory() > 0);
}

TEST_CASE("an index agrees with lists") {
    HashIndex index;
    std::map<uint64_t, std::vector<uint32_t>> lists;
    std::vector<uint64_t> hash_of_row(500, 0); // 0: not in the index
    std::mt19937 random(3);
    for (int step = 0; step < 20'000; ++step) {
        const auto row = static_cast<uint32_t>(random() % hash_of_row.size());
        uint64_t& hash = hash_of_row[row];
        if (hash == 0) {
            hash = 1 + random() % (random() % 2 == 0 ? 3 : 400);
            index.add(hash, row);
            lists[hash].push_back(row);
        } else {
            index.remove(hash, row);
            std::erase(lists[hash], row);
            hash = 0;
        }
    }
    for (const auto& [hash, list] : lists) {
        CHECK(rows(index, hash) == list);
        CHECK(index.count(hash) == list.size());
    }
}
