#include "store/cell.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace weir;
using namespace weir::store;

TEST_CASE("values are held as the kind of their field says") {
    Arena arena;
    const Id id = *parse_id("001A0000006Vm9u");
    const CellRule ids{CellKind::id, false};
    const CellRule texts{CellKind::text, false};
    const CellRule any{CellKind::any, false};
    CHECK(as_held(ids, Value::text("001A0000006Vm9uIAC"), arena).as_id() == id);
    CHECK(as_held(ids, Value::text("no id"), arena).as_text() == "no id");
    CHECK(as_held(texts, Value::id(id), arena).as_text() == "001A0000006Vm9uIAC");
    CHECK(as_held(any, Value::id(id), arena).tag() == Tag::id);
    CHECK(as_held(texts, Value::text(""), arena).is_null());
    CHECK(as_held(any, Value::text(""), arena).is_null());
    CHECK(as_held(texts, Value::number(5), arena).integer() == 5);
}

TEST_CASE("equal cells have equal hashes") {
    Arena arena;
    const std::vector<Value> values{
        Value::text("abc"),
        Value::text("ABC"),
        Value::text("abd"),
        Value::number(5),
        Value::number(50, 1),
        Value::number(*parse_decimal("12345678901234567890"), arena),
        Value::boolean(true),
        Value::date(5),
        Value::date_time(5),
        Value::id(*parse_id("001A0000006Vm9u")),
        Value::text("001A0000006Vm9uIAC")};
    for (const CellKind kind : {CellKind::id, CellKind::text, CellKind::other, CellKind::any})
        for (const bool is_exact : {false, true})
            for (const Value left : values)
                for (const Value right : values) {
                    const CellRule rule{kind, is_exact};
                    CHECK(equal_cells(rule, left, right) == equal_cells(rule, right, left));
                    CHECK(order_cells(rule, left, right) == -order_cells(rule, right, left));
                    if (equal_cells(rule, left, right))
                        CHECK(hash_cell(rule, left) == hash_cell(rule, right));
                    if (is_same(left, right))
                        CHECK(equal_cells(rule, left, right));
                }
    const CellRule exact{CellKind::text, true};
    CHECK_FALSE(equal_cells(exact, Value::text("abc"), Value::text("ABC")));
    CHECK(order_cells(exact, Value::text("B"), Value::text("a")) == -1);
    CHECK(order_cells({CellKind::text, false}, Value::text("B"), Value::text("a")) == 1);
    CHECK(equal_cells({CellKind::any, false}, values[9], values[10]));
}

TEST_CASE("the same value needs no writing") {
    Arena arena;
    CHECK(is_same(Value(), Value::null()));
    CHECK_FALSE(is_same(Value::null(), Value::number(0)));
    CHECK(is_same(Value::text("a"), Value::text(std::string_view("ba").substr(1))));
    CHECK_FALSE(is_same(Value::text("a"), Value::text("A")));
    CHECK_FALSE(is_same(Value::number(5), Value::number(50, 1))
    ); // equal, but not printed alike everywhere
    CHECK(is_same(
        Value::number(*parse_decimal("1e30"), arena), Value::number(*parse_decimal("1e30"), arena)
    ));
}
