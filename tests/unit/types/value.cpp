#include "types/value.hpp"

#include "types/type.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace weir;

TEST_CASE("a value is what it was made of") {
    CHECK(Value().is_unset());
    CHECK(Value().is_null());
    CHECK(Value::null().is_null());
    CHECK_FALSE(Value::null().is_unset());
    CHECK(Value::boolean(true).is_true());
    CHECK_FALSE(Value::boolean(false).is_true());
    CHECK(Value::text("abc").as_text() == "abc");
    CHECK(Value::text("").tag() == Tag::text);
    const Id id = *parse_id("001A0000006Vm9u");
    CHECK(Value::id(id).as_id() == id);
    CHECK(Value::date(-5).integer() == -5);
    const Fault fault{"CODE", "message", "", false};
    CHECK(Value::fault(&fault).as_fault().code == "CODE");
}

TEST_CASE("numbers are small where they fit") {
    Arena arena;
    const Value small = Value::number(*parse_decimal("12.50"), arena);
    CHECK(small.tag() == Tag::number);
    CHECK(compare(small.decimal(), *parse_decimal("12.5")) == 0);
    const Value stripped =
        Value::number(Decimal{Int128{5} * 1'000'000'000'000'000'000 * 1000, 21, true}, arena);
    CHECK(stripped.tag() == Tag::number);
    CHECK(stripped.integer() == 5);
    const Value big = Value::number(*parse_decimal("9223372036854775808"), arena);
    CHECK(big.tag() == Tag::big_number);
    CHECK(to_text(big.decimal()) == "9223372036854775808");
    CHECK(Value::number(*parse_decimal("1e-19"), arena).tag() == Tag::big_number);
    CHECK(Value::number(*parse_decimal("-9223372036854775808"), arena).tag() == Tag::number);
}

TEST_CASE("rows are copied once somebody else sees them") {
    Arena arena;
    Row* const inner = make_row(nullptr, 1, arena);
    Row* const row = make_row(nullptr, 3, arena);
    CHECK(row->cells()[2].is_unset());
    row->cells()[0] = Value::text("before");
    row->cells()[1] = Value::record(inner);
    CHECK(writable_copy(row, arena) == row);
    row->shared = true;
    Row* const copied = writable_copy(row, arena);
    CHECK(copied != row);
    CHECK_FALSE(copied->shared);
    CHECK(inner->shared);
    copied->cells()[0] = Value::text("after");
    CHECK(row->cells()[0].as_text() == "before");
    CHECK(make_row(nullptr, 0, arena)->size == 0);
}

TEST_CASE("values that share a collection do not see each other's items") {
    Arena arena;
    Value first = append(Value::null(), Value::number(1), arena);
    first = append(first, Value::number(2), arena);
    const Value left = append(first, Value::number(3), arena);
    CHECK(left.collection() == first.collection()); // extended in place
    const Value right = append(first, Value::number(4), arena);
    CHECK(first.items().size() == 2);
    CHECK(left.items()[2].integer() == 3);
    CHECK(right.items()[2].integer() == 4);
    CHECK(append(Value::collection(nullptr, 0), Value::number(9), arena).items()[0].integer() == 9);
}

TEST_CASE("a collection made whole is never written again") {
    Arena arena;
    const std::array items{Value::number(1), Value::number(2)};
    const Value constant = make_collection(items, arena);
    const Collection before = *constant.collection();
    const Value longer = append(constant, Value::number(3), arena);
    CHECK(constant.collection()->used == before.used);
    CHECK(constant.collection()->items == before.items);
    CHECK(longer.items().size() == 3);
    CHECK(make_collection({}, arena).items().empty());
    Value many = make_collection({}, arena);
    for (int64_t number = 0; number < 10'000; ++number)
        many = append(many, Value::number(number), arena);
    CHECK(many.items()[9'999].integer() == 9'999);
}

TEST_CASE("kinds have the names that people know") {
    CHECK(name(TypeKind::date_time) == "Date/Time");
    CHECK(name(TypeKind::record) == "Record");
    for (int kind = 0; kind <= static_cast<int>(TypeKind::any); ++kind)
        CHECK_FALSE(name(static_cast<TypeKind>(kind)).empty());
}
