#include "types/compare.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace weir;

namespace {

std::vector<Value> samples(Arena& arena) {
    std::vector<Value> values{
        Value(),
        Value::null(),
        Value::boolean(true),
        Value::boolean(false),
        Value::date(3),
        Value::date_time(3),
        Value::time(3),
        Value::number(3),
        Value::number(30, 1),
        Value::number(31, 1),
        Value::number(0),
        Value::number(0, 3),
        Value::text(""),
        Value::text("abc"),
        Value::text("ABC"),
        Value::text("abd"),
        Value::text("001A0000006Vm9u"),
        Value::text("001A0000006Vm9uIAC"),
        Value::text("001a0000006vM9UIac"),
        Value::id(*parse_id("001A0000006Vm9u")),
        Value::id(Id{})};
    values.push_back(Value::number(*parse_decimal("12345678901234567890.5"), arena));
    values.push_back(Value::number(*parse_decimal("12345678901234567890.50"), arena));
    values.push_back(make_collection(std::array{Value::number(3), Value::text("x")}, arena));
    values.push_back(make_collection(std::array{Value::number(30, 1), Value::text("X")}, arena));
    for (const char* text : {"left", "LEFT"}) {
        Row* const row = make_row(nullptr, 1, arena);
        row->cells()[0] = Value::text(text);
        values.push_back(Value::record(row));
    }
    values.push_back(Value::fault(arena.make<Fault>(Fault{"CODE", "text", "", false})));
    return values;
}

} // namespace

TEST_CASE("equality follows the kind") {
    CHECK(equal_exactly(Value(), Value::null()));
    CHECK_FALSE(equal_exactly(Value::null(), Value::text("")));
    CHECK(equal_exactly(Value::number(25, 1), Value::number(250, 2)));
    CHECK_FALSE(equal_exactly(Value::text("a"), Value::text("A")));
    CHECK(equal_ignoring_case(Value::text("a"), Value::text("A")));
    const Value id = Value::id(*parse_id("001A0000006Vm9u"));
    CHECK(equal_exactly(id, Value::text("001A0000006Vm9uIAC")));
    CHECK(equal_exactly(Value::text("001A0000006Vm9u"), id));
    CHECK_FALSE(equal_ignoring_case(Value::text("001a0000006vm9u"), id));
    CHECK_FALSE(equal_exactly(Value::date(0), Value::date_time(0)));
    CHECK_FALSE(equal_exactly(Value::number(1), Value::boolean(true)));
}

TEST_CASE("order is total and hashes agree with equality") {
    Arena arena;
    const std::vector<Value> values = samples(arena);
    for (const Value left : values)
        for (const Value right : values) {
            CHECK(order(left, right) == -order(right, left));
            CHECK(equal_ignoring_case(left, right) == equal_ignoring_case(right, left));
            if (equal_exactly(left, right))
                CHECK(equal_ignoring_case(left, right));
            if (equal_ignoring_case(left, right))
                CHECK(hash_ignoring_case(left) == hash_ignoring_case(right));
            for (const Value third : values)
                if (order(left, right) < 0 && order(right, third) <= 0)
                    CHECK(order(left, third) < 0);
        }
    CHECK(order(Value::null(), Value::number(-5)) == -1);
    CHECK(order(Value::text("b"), Value::text("A")) == 1);
    CHECK(order(Value::text("A"), Value::text("a")) == -1);
}

TEST_CASE("records are compared to a bounded depth") {
    Arena arena;
    const auto chain = [&] {
        const Row* row = make_row(nullptr, 2, arena);
        for (int depth = 0; depth < 100'000; ++depth) {
            Row* const outer = make_row(nullptr, 2, arena);
            outer->cells()[0] = outer->cells()[1] = Value::record(row);
            row = outer;
        }
        return Value::record(row);
    };
    const Value left = chain();
    const Value right = chain();
    CHECK(equal_exactly(left, left));
    CHECK(order(left, left) == 0);
    CHECK_FALSE(equal_exactly(left, right));
    CHECK(hash_ignoring_case(left) == hash_ignoring_case(right));
}
