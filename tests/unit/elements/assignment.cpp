// What the operators of Assignment do, and which types have them.
#include "unit/elements/world.hpp"

using namespace weir;
using namespace weir::test;

namespace {

/// A flow that runs the lines of one assignment; `variables` come before it.
std::string flow(std::string_view variables, std::string_view lines) {
    return "flow F {\n" + std::string(variables) + "\nassign Step_One {\n" + std::string(lines) +
           "\n}\n}\n";
}

} // namespace

TEST_CASE("texts are set and lengthened, and null is nothing in them") {
    World world(flow(
        "var T: Text = \"a\" output\nvar Empty: Text = null output\nvar N: Number(1) = 2.5\nvar "
        "Kept: Text = \"kept\" output",
        "T += \"b\"\nT += N\nT += Empty\nEmpty += \"first\"\nKept += Empty\nKept = null"
    ));
    world.run("F");
    CHECK(world.output("T") == "ab2.5");
    CHECK(world.output("Empty") == "first");
    CHECK(world.output("Kept") == "null");
}

TEST_CASE("numbers count from zero and keep their decimals") {
    World world(flow(
        "var Sum: Number(2) output\nvar Down: Currency(2) = 10 output\nvar Nothing: Number(2) = "
        "null\nvar Big: Number(0) = 999999999999999999 output",
        "Sum += 1.005\nSum += 1\nDown -= 0.5\nDown += Nothing\nBig += 999999999999999999"
    ));
    world.run("F");
    CHECK(world.output("Sum") == "2.01");
    CHECK(world.output("Down") == "9.5");
    CHECK(world.output("Big") == "1999999999999999998");
}

TEST_CASE("dates move by days") {
    World world(flow(
        "var D: Date = DATE(2026, 2, 27) output\nvar None: Date output", "D += 2\nD -= 1\nNone += 1"
    ));
    world.run("F");
    CHECK(world.output("D") == "2026-02-28");
    CHECK(world.output("None") == "null");
}

TEST_CASE("a date that leaves the calendar by far is a fault") {
    World world(flow("var D: Date = DATE(2026, 2, 27) output", "D += 999999999999"));
    world.run("F");
    CHECK(world.fault() == "The flow failed to compute a date because it is out of range.");
}

TEST_CASE("multi-select picklists get one more value") {
    World world(flow(
        "var M: MultiPicklist output\nvar Plain: Picklist output",
        "M add \"a\"\nM add \"b\"\nM += \"c\"\nPlain += \"x\""
    ));
    world.run("F");
    CHECK(world.output("M") == "a;bc");
    CHECK(world.output("Plain") == "x");
}

TEST_CASE("collections grow at both ends") {
    World world(flow(
        "var C: Text[] output\nvar D: Text[] output\nvar N: Number output",
        "C += \"b\"\nC += \"c\"\nC add first \"a\"\nD += C\nD add first C\nD += \"end\"\nC += "
        "\"d\"\nN = count of D"
    ));
    world.run("F");
    CHECK(world.output("C") == "[a, b, c, d]");
    CHECK(world.output("D") == "[a, b, c, a, b, c, end]");
    CHECK(world.output("N") == "7");
}

TEST_CASE("collections shrink by item and by position") {
    constexpr std::string_view variables = "var C: Text[] output\nvar Other: Text[]\n";
    const auto after = [&](const std::string& lines) {
        World world(flow(
            variables,
            "C += \"a\"\nC += \"b\"\nC += \"a\"\nC += \"c\"\nOther += \"c\"\nOther += \"a\"\n" +
                lines
        ));
        world.run("F");
        return world.fault().empty() ? world.output("C") : world.fault();
    };
    CHECK(after("C remove first \"a\"") == "[b, a, c]");
    CHECK(after("C remove first \"z\"") == "[a, b, a, c]");
    CHECK(after("C remove all \"a\"") == "[b, c]");
    CHECK(after("C remove before \"b\"") == "[b, a, c]");
    CHECK(after("C remove after \"b\"") == "[a, b]");
    CHECK(after("C remove at 1") == "[b, a, c]");
    CHECK(after("C remove at 4") == "[a, b, a]");
    CHECK(after("C remove uncommon Other") == "[a, a, c]");
    CHECK(
        after("C remove at 5") ==
        "The flow failed to remove the item at position 5 because the collection has 4 items."
    );
    CHECK(
        after("C remove at 0") ==
        "The flow failed to remove the item at position 0 because the collection has 4 items."
    );
}

TEST_CASE("each line sees what the one above it did") {
    World world(
        flow("var A: Number = 1 output\nvar B: Number output", "A = A + 1\nB = A * 10\nA = B")
    );
    world.run("F");
    CHECK(world.output("A") == "20");
    CHECK(world.output("B") == "20");
}

TEST_CASE("records are values: a copy does not see what becomes of the other") {
    World world(R"(
flow F {
  var Draft: Thing__c
  var Kept: Thing__c
  var All: Thing__c[]
  var Said: Text output

  assign A {
    Draft.Note__c = "first"
    Kept = Draft
    All += Draft
    Draft.Note__c = "second"
    All += Draft
    Kept.Amount__c = 7
    Kept.Amount__c += 1
  }
  loop Item over All {
    assign B {
      Said += Item.Note__c & ";"
      Item.Note__c = "changed"
    }
  }
  loop Again over All {
    assign C { Said += Again.Note__c & ";" }
  }
  assign D { Said += Kept.Note__c & TEXT(Kept.Amount__c) & Draft.Note__c & TEXT(Draft.Amount__c) }
}
)");
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.output("Said") == "first;second;first;second;first8second");
}

TEST_CASE("$Record is changed before its save, without a save of its own") {
    World world(R"(
flow F {
  on Thing__c before create or update
  assign A {
    $Record.Note__c = "set " & TEXT($Record.Amount__c)
    $Record.Amount__c += 1
  }
  update B from $Record { Kind__c = "Large" }
}
)");
    const RecordBatch made = world.create("Thing__c", 200, [](uint32_t row) {
        return std::vector<NamedValue>{{"Name", Value::text("t")}, {"Amount__c", Value::number(row)}};
    });
    CHECK(world.refused.empty());
    CHECK(world.all("Thing__c", "Note__c")[7] == "set 7");
    CHECK(world.all("Thing__c", "Amount__c")[199] == "200");
    CHECK(world.all("Thing__c", "Kind__c")[3] == "Large");
    CHECK(world.highest(Governor::dml_statements) == 0);
    CHECK(world.visits("F", "A") == 200);
    CHECK(made.size() == 200);
}
