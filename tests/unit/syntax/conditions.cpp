#include "reading.hpp"
#include "syntax/printer.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using test::ReadElement;

namespace {

/// The condition as a tree in text, after `where`.
std::string tree(const Condition& condition) {
    std::string text;
    switch (condition.kind) {
    case ConditionKind::error:
        return "error";
    case ConditionKind::all:
    case ConditionKind::any:
        for (const Condition* const operand : condition.operands)
            text += ' ' + tree(*operand);
        return (condition.kind == ConditionKind::all ? "(all" : "(any") + text + ')';
    case ConditionKind::negation:
        return "(not " + tree(*condition.operands[0]) + ')';
    case ConditionKind::comparison:
        return '[' + syntax::condition_text(condition) + ']';
    case ConditionKind::formula:
        return '<' + std::string(condition.left->text) + '>';
    }
    return text;
}

std::string read(const std::string& text) {
    const ReadElement reading("get A: B where " + text + " first");
    INFO(text);
    CHECK(reading.said() == "");
    CHECK(reading.element().has("first"));
    return tree(**reading.element().value<const Condition*>("where"));
}

} // namespace

TEST_CASE("not binds closer than and, and closer than or") {
    CHECK(read("a = 1 or b = 2 and c = 3") == "(any [a = 1] (all [b = 2] [c = 3]))");
    CHECK(read("(a = 1 or b = 2) and c = 3") == "(all (any [a = 1] [b = 2]) [c = 3])");
    CHECK(read("not a = 1 and b = 2") == "(all (not [a = 1]) [b = 2])");
    CHECK(read("not (a = 1 and b = 2)") == "(not (all [a = 1] [b = 2]))");
    CHECK(read("not not a = 1") == "(not (not [a = 1]))");
}

TEST_CASE("parentheses hold a group or a value, which is known behind them") {
    CHECK(read("(a)") == "<(a)>");
    CHECK(read("(a = b)") == "[a = b]");
    CHECK(read("((a = b))") == "[a = b]");
    CHECK(read("(a + b) * 2 > c and d = 1") == "(all [(a + b) * 2 > c] [d = 1])");
    CHECK(read("((a + b) * (c)) = d") == "[((a + b) * (c)) = d]");
    CHECK(read("(a is null)") == "[a is null]");
    CHECK(read("(a) is null") == "[(a) is null]");
    CHECK(read("((a = 1) and (b = 2 or (c)))") == "(all [a = 1] (any [b = 2] <(c)>))");
}

TEST_CASE("every condition operator has its words") {
    CHECK(read("a is null") == "[a is null]");
    CHECK(read("a is  not\n null") == "[a is not null]");
    CHECK(read("a is blank or a is not blank") == "(any [a is blank] [a is not blank])");
    CHECK(read("a is empty or a is not empty") == "(any [a is empty] [a is not empty])");
    CHECK(read("a is changed or a is not changed") == "(any [a is changed] [a is not changed])");
    CHECK(read("a was set or a was not set") == "(any [a was set] [a was not set])");
    CHECK(
        read("a was visited or a was not visited") == "(any [a was visited] [a was not visited])"
    );
    CHECK(
        read("a was selected or a was not selected") ==
        "(any [a was selected] [a was not selected])"
    );
    CHECK(read("a has error or a has no error") == "(any [a has error] [a has no error])");
    CHECK(read("a contains \"x\" & y") == "[a contains \"x\" & y]");
    CHECK(read("a starts with b") == "[a starts with b]");
    CHECK(read("a ends with b") == "[a ends with b]");
    CHECK(read("a in b") == "[a in b]");
    CHECK(read("a not in b") == "[a not in b]");
    CHECK(read("a != 1 and a <> 2 and a == 3") == "(all [a != 1] [a != 2] [a = 3])");
    CHECK(
        read("a <= 1 and a >= 2 and a < 3 and a > 4") == "(all [a <= 1] [a >= 2] [a < 3] [a > 4])"
    );
}

TEST_CASE("a formula without a comparison stands for itself") {
    CHECK(read("ISCHANGED(a) and b = 1") == "(all <ISCHANGED(a)> [b = 1])");
    CHECK(read("a && b = c") == "<a && b = c>");
    CHECK(read("NOT(a = b)") == "<NOT(a = b)>");
    CHECK(read("!a") == "<!a>");
    CHECK(read("{! a = b }") == "<{! a = b }>");
}

TEST_CASE("`formula` makes one formula of all that follows") {
    CHECK(read("formula a = b") == "<a = b>");
    CHECK(read("formula not x") == "<not x>");
    CHECK(read("formula is null") == "[formula is null]");
    CHECK(read("formula = 3") == "[formula = 3]");
}

TEST_CASE("conditions are printed so that they are read as they were") {
    for (const char* const text :
         {"a = 1 and (b = 2 or c = 3)",
          "not (a = 1 or b is null)",
          "formula a = b",
          "formula not x",
          "formula (not x) || y",
          "a && b",
          "{! a = b } or c contains d"}) {
        const ReadElement reading("  get A: B where " + std::string(text));
        CHECK(print(*reading.tree) == "flow F {\n  get A: B where " + std::string(text) + "\n}\n");
    }
}

TEST_CASE("comparisons in a row are no condition") {
    const ReadElement reading("get A: B where a = b = c first");
    CHECK(reading.messages() == "W0112 a second comparison follows the first\n");
    CHECK((*reading.element().value<const Condition*>("where"))->kind == ConditionKind::error);
}
