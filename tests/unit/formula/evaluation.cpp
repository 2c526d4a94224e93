// Columns, rows that take part, short circuit, faults as values, limits.

#include "base/limits.hpp"
#include "unit/formula/world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace weir;
using weir::test::World;

namespace {

const Type text_type = Type::of(TypeKind::text);
const Type number_type = Type::of(TypeKind::number);
const Type boolean_type = Type::of(TypeKind::boolean);

} // namespace

TEST_CASE("operators by precedence, as the engine's grammar has it") {
    World world;
    CHECK(world.text("1 + 2 * 3") == "7");
    CHECK(world.text("2 * 3 ^ 2") == "36");
    CHECK(world.text("2 ^ 3 ^ 2") == "64");
    CHECK(world.text("-2 ^ 2") == "4");
    CHECK(world.text("10 - 4 - 3") == "3");
    CHECK(world.text("1 < 2 = TRUE") == "true");
    CHECK(world.text("'a' & 'b' + 'c'") == "abc");
    CHECK(world.text("7 / 2") == "3.5");
    CHECK(world.text("1 / 0") == "fault");
    CHECK(world.text("2 ^ 0.5") == "fault");
    CHECK(world.text("2 ^ -2") == "0.25");
    CHECK(world.text("0 ^ 0") == "1");
    CHECK(world.text("0 ^ -1") == "fault");
    CHECK(world.text("10 ^ 64") == "1" + std::string(64, '0'));
    CHECK(world.text("10 ^ 65") == "fault");
    CHECK(world.text("10 ^ -39") == "0." + std::string(38, '0') + "1");
    CHECK(world.text("10 ^ -40") == "0");
    CHECK(world.text("1.1 ^ 20") == "6.72749994932560009");
    CHECK(world.text("0.5 ^ 999999999") == "0");
    CHECK(world.text("-1 ^ 999999999") == "-1");
    CHECK(world.text("10 ^ 30 * 10 ^ 30") == "fault");
}

TEST_CASE("null in operators") {
    World world;
    CHECK(world.text("1 + NULL") == "null");
    CHECK(world.text("NULL = ''") == "true");
    CHECK(world.text("NULL <> 'a'") == "true");
    CHECK(world.text("NULL = 1") == "null");
    CHECK(world.text("NULL < 1") == "null");
    CHECK(world.text("'a' & NULL") == "a");
    CHECK(world.text("NULL & NULL") == "null");
    CHECK(world.text("NOT NULL") == "null");
    CHECK(world.text("IF(NULL = 1, 'yes', 'no')") == "no");
}

TEST_CASE("texts compare with case and by UTF-16 units") {
    World world;
    CHECK(world.text("'Flow' = 'flow'") == "false");
    CHECK(world.text("'a' < 'b'") == "true");
    CHECK(world.text("'😀' < '\uFF5E'") == "true");
    CHECK(world.text("'abc' > 'ab'") == "true");
}

TEST_CASE("dates and times in operators") {
    World world;
    CHECK(world.text("DATE(2026, 3, 1) + 1.9") == "2026-03-02");
    CHECK(world.text("DATE(2026, 3, 1) - DATE(2026, 2, 1)") == "28");
    CHECK(world.text("DATETIMEVALUE('2026-03-01 12:00:00') + 0.5") == "2026-03-02 00:00:00Z");
    CHECK(
        world.text("DATETIMEVALUE('2026-03-01 12:00:00') - DATETIMEVALUE('2026-02-28 00:00:00')") ==
        "1.5"
    );
    CHECK(world.text("1 + DATE(2026, 3, 1)") == "2026-03-02");
    CHECK(world.text("TIMEVALUE('23:00:00.000') + 7200000") == "01:00:00.000");
    CHECK(world.text("TIMEVALUE('01:00:00.000') - 7200000") == "fault");
    CHECK(world.text("TIMEVALUE('01:00:00.000') - TIMEVALUE('02:00:00.000')") == "82800000");
    CHECK(world.text("DATE(9999, 12, 31) + 1") == "fault");
    CHECK(world.text("DATE(2026, 1, 1) + 99999999999999999999") == "fault");
}

TEST_CASE("every row has its own result, and only rows that take part are written") {
    World world;
    const uint32_t slot = world.scope.add("Number", number_type);
    world.set(slot, {Value::number(1), Value::null(), Value::number(25, 1), Value::number(4)});
    const Expression expression = world.formula("IF(Number > 2, 'big', 'small') & '!'");
    std::vector<Value*> slots{world.columns[slot].data()};
    std::vector<Value> out(4, Value::number(99));
    const std::vector<uint32_t> rows{0, 2};
    evaluate(expression, Frame{slots, 4, &world.surroundings, &world.arena}, rows, out.data());
    CHECK(world.text(out[0]) == "small!");
    CHECK(world.text(out[1]) == "99");
    CHECK(world.text(out[2]) == "big!");
    CHECK(world.text(out[3]) == "99");
}

TEST_CASE("a result may go where an operand comes from") {
    World world;
    const uint32_t slot = world.scope.add("Total", number_type);
    world.set(slot, {Value::number(1), Value::number(2)});
    const Expression expression = world.formula("1 + Total * Total + Total");
    std::vector<Value*> slots{world.columns[slot].data()};
    const std::vector<uint32_t> rows{0, 1};
    evaluate(expression, Frame{slots, 2, &world.surroundings, &world.arena}, rows, slots[0]);
    CHECK(world.text(world.columns[slot][0]) == "3");
    CHECK(world.text(world.columns[slot][1]) == "7");
}

TEST_CASE("what is not asked for is not evaluated") {
    World world;
    const uint32_t slot = world.scope.add("Number", number_type);
    world.set(slot, {Value::number(0), Value::number(2)});
    const auto results = world.values(world.formula("IF(Number = 0, 0, 10 / Number)"));
    CHECK(world.text(results[0]) == "0");
    CHECK(world.text(results[1]) == "5");
    const auto logic = world.values(world.formula("AND(Number <> 0, 10 / Number > 1)"));
    CHECK(world.text(logic[0]) == "false");
    CHECK(world.text(logic[1]) == "true");
    const auto either = world.values(world.formula("Number = 0 || 10 / Number > 1"));
    CHECK(world.text(either[0]) == "true");
    CHECK(world.text("AND(FALSE, 1 / 0 = 1)") == "false");
}

TEST_CASE("all arguments of CASE are evaluated") {
    World world;
    const uint32_t slot = world.scope.add("Number", number_type);
    world.set(slot, {Value::number(0), Value::number(2)});
    const auto results =
        world.values(world.formula("CASE(Number, 2, 'two', 0, TEXT(1 / Number), 'many')"));
    CHECK(results[0].is_fault());
    CHECK(world.text(results[1]) == "two");
}

TEST_CASE("a fault goes through everything but IFERROR") {
    World world;
    const uint32_t slot = world.scope.add("Number", number_type);
    world.set(slot, {Value::number(0), Value::number(4)});
    for (const char* const formula :
         {"'a' & TEXT(1 / Number)",
          "LEN(TEXT(1 / Number))",
          "1 / Number + 1",
          "-(1 / Number)",
          "NOT(1 / Number = 1)",
          "1 / Number = 1",
          "1 / Number < 1",
          "BLANKVALUE(1 / Number, 2)",
          "ROUND(1 / Number, 2)",
          "IF(1 / Number = 1, 1, 2)"}) {
        INFO(formula);
        const auto results = world.values(world.formula(formula));
        REQUIRE(results[0].is_fault());
        CHECK(results[0].as_fault().message == "Division by zero");
        CHECK(!results[1].is_fault());
    }
    CHECK(world.text(world.value(world.formula("IFERROR(1 / Number, -1)"))) == "-1");
    CHECK(world.messages().empty());
}

TEST_CASE("constants are folded, and what fails is left for its row") {
    World world;
    CHECK(is_constant(world.formula("1 + 2 * LEN('abc')")));
    CHECK(constant_value(world.formula("1 + 2 * LEN('abc')")).integer() == 7);
    CHECK(!is_constant(world.formula("1 / 0")));
    CHECK(!is_constant(world.formula("TODAY()")));
    CHECK(!is_constant(world.formula("NOW() > DATETIMEVALUE('2026-01-01 00:00:00')")));
    CHECK(is_constant(constant(Value::boolean(true), boolean_type, world.arena)));
}

TEST_CASE("numbers are exact") {
    World world;
    CHECK(world.text("0.1 + 0.2 = 0.3") == "true");
    CHECK(world.text("9223372036854775807 + 1") == "9223372036854775808");
    CHECK(
        world.text("9223372036854775807 * 9223372036854775807") ==
        "85070591730234615847396907784232500000"
    );
    CHECK(world.text("4000000000 * 4000000000") == "16000000000000000000");
    CHECK(world.text("1.10 = 1.1") == "true");
    CHECK(world.text("FLOOR((1 / 3) * 3)") == "1");
    CHECK(world.text("9999999999 * 99999.99999") == "999999999800000.00001");
}

TEST_CASE("a value of an unknown type that does not fit is a fault, not a crash") {
    World world;
    const uint32_t slot = world.scope.add("Anything", Type::of(TypeKind::any));
    world.set(slot, {Value::number(5), Value::text("five"), Value::boolean(true), Value::null()});
    const auto lengths = world.values(world.formula("LEN(Anything)"));
    CHECK(lengths[0].is_fault());
    CHECK(world.text(lengths[1]) == "4");
    CHECK(world.text(lengths[3]) == "0");
    const auto sums = world.values(world.formula("Anything + 1"));
    CHECK(world.text(sums[0]) == "6");
    CHECK(sums[1].is_fault());
    CHECK(sums[2].is_fault());
    CHECK(sums[3].is_null());
    for (const char* const formula :
         {"Anything & 'x'",
          "Anything < 3",
          "Anything = 'five'",
          "-Anything",
          "NOT(Anything)",
          "Anything - Anything"})
        CHECK(world.values(world.formula(formula)).size() == 4);
}

TEST_CASE("formulas that name formulas stay within limits") {
    World world;
    const uint32_t slot = world.scope.add("Number", number_type);
    world.set(slot, {Value::number(1)});
    world.scope.add_expression("F0", world.formula("Number + Number"));
    uint32_t refused_at = 0;
    for (uint32_t level = 1; level < 40 && refused_at == 0; ++level) {
        const Expression doubled = world.formula(fmt::format("F{0} + F{0}", level - 1));
        if (doubled.type.is_error())
            refused_at = level;
        world.scope.add_expression(fmt::format("F{}", level), doubled);
    }
    CHECK(refused_at > 10);
    CHECK(world.messages().find("W0409") != std::string::npos);
}

TEST_CASE("a chain of thousands of operands is one loop") {
    World world;
    std::string sum = "0";
    for (int term = 1; term <= 5000; ++term)
        sum += fmt::format(" + {}", term);
    CHECK(world.text(world.value(world.formula(sum))) == "12502500");
}

TEST_CASE("slots and constants as expressions") {
    World world;
    const uint32_t slot = world.scope.add("T", text_type);
    world.set(slot, {Value::text("a"), Value::text("b")});
    const auto results = world.values(slot_value(slot, text_type, world.arena));
    CHECK(world.text(results[1]) == "b");
}
