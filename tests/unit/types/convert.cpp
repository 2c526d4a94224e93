#include "types/convert.hpp"

#include "types/compare.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace weir;

TEST_CASE("values print as templates show them") {
    Arena arena;
    CHECK(to_text(Value(), arena).empty());
    CHECK(to_text(Value::null(), arena).empty());
    CHECK(to_text(Value::boolean(true), arena) == "true");
    CHECK(to_text(Value::number(2500, 3), arena) == "2.5");
    CHECK(
        to_text(Value::number(*parse_decimal("12345678901234567890"), arena), arena) ==
        "12345678901234567890"
    );
    CHECK(to_text(Value::date(0), arena) == "1970-01-01");
    CHECK(to_text(Value::date_time(1), arena) == "1970-01-01T00:00:00.001Z");
    CHECK(to_text(Value::time(1), arena) == "00:00:00.001");
    CHECK(to_text(Value::id(*parse_id("001A0000006Vm9u")), arena) == "001A0000006Vm9uIAC");
    CHECK(
        to_text(make_collection(std::array{Value::text("a"), Value::number(2)}, arena), arena) ==
        "[a, 2]"
    );
    const Fault fault{"CODE", "what happened", "", false};
    CHECK(to_text(Value::fault(&fault), arena) == "CODE: what happened");
    const std::string_view own = "itself";
    CHECK(to_text(Value::text(own), arena).data() == own.data());
    CHECK(to_formula_text(Value::date_time(0), arena) == "1970-01-01 00:00:00Z");
    CHECK(to_formula_text(Value::number(10, 1), arena) == "1");
}

TEST_CASE("nested collections print to a bounded depth") {
    Arena arena;
    Value nested = Value::text("x");
    for (int depth = 0; depth < 50'000; ++depth)
        nested = make_collection(std::array{nested}, arena);
    CHECK(to_text(nested, arena) == "[[[[[...]]]]]");
}

TEST_CASE("texts from outside become values or nothing") {
    Arena arena;
    const auto read = [&](const char* text, TypeKind kind) { return from_text(text, kind, arena); };
    for (int kind = 0; kind <= static_cast<int>(TypeKind::any); ++kind)
        CHECK(read("", static_cast<TypeKind>(kind))->is_null());
    CHECK(read("TRUE", TypeKind::boolean)->is_true());
    CHECK(read("0", TypeKind::boolean)->tag() == Tag::boolean);
    CHECK_FALSE(read("yes", TypeKind::boolean).has_value());
    CHECK(equal_exactly(*read("-1.50", TypeKind::currency), Value::number(-15, 1)));
    CHECK_FALSE(read("1,5", TypeKind::number).has_value());
    CHECK_FALSE(read(" 1", TypeKind::percent).has_value());
    CHECK(read("2026-03-01", TypeKind::date)->tag() == Tag::date);
    CHECK_FALSE(read("01.03.2026", TypeKind::date).has_value());
    CHECK(read("2026-03-01T09:00:00Z", TypeKind::date_time)->tag() == Tag::date_time);
    CHECK_FALSE(read("2026-03-01", TypeKind::date_time).has_value());
    CHECK(read("09:30", TypeKind::time)->tag() == Tag::time);
    CHECK(read("001A0000006Vm9u", TypeKind::id)->tag() == Tag::id);
    CHECK_FALSE(read("001A0000006Vm9", TypeKind::id).has_value());
    CHECK(read("a;b", TypeKind::multi_picklist)->as_text() == "a;b");
    CHECK_FALSE(read("\xff", TypeKind::text).has_value());
    CHECK_FALSE(read("x", TypeKind::record).has_value());
    CHECK_FALSE(read("x", TypeKind::null).has_value());
    CHECK_FALSE(read("1;2", TypeKind::location).has_value());
}

TEST_CASE("copies own what they point at") {
    Arena target;
    Value text;
    Value big;
    Value fault;
    Value items;
    {
        Arena source;
        Row* const parent = make_row(nullptr, 1, source);
        parent->cells()[0] = Value::text(source.copy(std::string_view("parent")));
        std::array<Value, 2> children;
        for (Value& child : children) {
            Row* const row = make_row(nullptr, 2, source);
            row->cells()[0] = Value::text(source.copy(std::string_view("child")));
            row->cells()[1] = Value::record(parent);
            child = Value::record(row);
        }
        text = copy(Value::text(source.copy(std::string_view("text"))), target);
        big = copy(Value::number(*parse_decimal("1e30"), source), target);
        fault = copy(
            Value::fault(source.make<Fault>(Fault{
                source.copy(std::string_view("CODE")), "m", "f", true})),
            target
        );
        items = copy(make_collection(children, source), target);
    }
    CHECK(text.as_text() == "text");
    CHECK(to_text(big.decimal()) == "1" + std::string(30, '0'));
    CHECK(fault.as_fault().code == "CODE");
    CHECK(fault.as_fault().uncatchable);
    REQUIRE(items.items().size() == 2);
    const Row* const first = items.items()[0].row();
    const Row* const second = items.items()[1].row();
    CHECK(first->cells()[0].as_text() == "child");
    CHECK(first->cells()[1].row()->cells()[0].as_text() == "parent");
    CHECK(first->cells()[1].row() == second->cells()[1].row()); // seen twice, copied once
    CHECK(first->cells()[1].row()->shared);
}

TEST_CASE("copying is not recursive") {
    Arena source;
    Arena target;
    const Row* row = make_row(nullptr, 1, source);
    for (int depth = 0; depth < 200'000; ++depth) {
        Row* const outer = make_row(nullptr, 1, source);
        outer->cells()[0] = Value::record(row);
        row = outer;
    }
    Value copied = copy(Value::record(row), target);
    int depth = 0;
    for (const Row* at = copied.row(); at->cells()[0].tag() == Tag::record;
         at = at->cells()[0].row())
        ++depth;
    CHECK(depth == 200'000);
}
