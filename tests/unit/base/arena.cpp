#include "base/arena.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace weir;

TEST_CASE("an arena gives aligned memory that stays where it is") {
    Arena arena;
    std::vector<const int*> numbers;
    for (int index = 0; index < 100'000; ++index) {
        (void)arena.allocate(1, 1);
        numbers.push_back(arena.make<int>(index));
        CHECK_FALSE(reinterpret_cast<uintptr_t>(numbers.back()) % alignof(int) != 0);
    }
    for (int index = 0; index < 100'000; ++index)
        if (*numbers[static_cast<size_t>(index)] != index)
            FAIL("a number changed");
}

TEST_CASE("an arena copies texts and lists") {
    Arena arena;
    std::string text = "text";
    const std::string_view copy = arena.copy(text);
    text = "other";
    CHECK(copy == "text");
    CHECK(arena.copy(std::string_view{}).empty());
    const std::vector<int> list = {1, 2, 3};
    CHECK(arena.copy(list).size() == 3);
    CHECK(arena.make_array<int>(0).empty());
    CHECK(arena.make_array<int>(5)[4] == 0);
}

TEST_CASE("what is larger than a chunk has one of its own") {
    Arena arena;
    const auto large = arena.make_array<char>(size_t{5} << 20);
    large.back() = 'x';
    CHECK(arena.capacity() >= large.size());
}

TEST_CASE("an arena can be moved and cleared") {
    Arena arena;
    const int* const number = arena.make<int>(7);
    Arena other = std::move(arena);
    CHECK(*number == 7);
    CHECK(arena.capacity() == 0);
    (void)arena.make<int>(8);
    other.clear();
    const size_t kept = other.capacity();
    CHECK(kept > 0);
    (void)other.make<int>(9);
    CHECK(other.capacity() == kept);
    other = std::move(arena);
    CHECK(*other.make<int>(10) == 10);
}

TEST_CASE("a cleared arena does not keep what was made for one large piece") {
    Arena arena;
    (void)arena.make_array<char>(size_t{5} << 20);
    arena.clear();
    CHECK(arena.capacity() == 0);
    CHECK(*arena.make<int>(1) == 1);
}
