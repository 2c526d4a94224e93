// Sort, filter and rollback; kinds that are kept and not executed.
#include "unit/elements/world.hpp"

using namespace weir;
using namespace weir::test;

namespace {

constexpr std::string_view three_things = R"(
  var All: Thing__c[]
  var One: Thing__c
  var Said: Text output

  assign First { One.Name = "b"  One.Amount__c = 2  All += One }
  assign Second { One.Name = "a"  One.Amount__c = 3  All += One }
  assign Third { One.Name = "c"  One.Amount__c = null  All += One }
  assign Fourth { One.Name = "d"  One.Amount__c = 2  All += One }
)";

std::string flow(std::string_view elements) {
    return "flow F {" + std::string(three_things) + std::string(elements) + R"(
  loop Each over All {
    assign Say { Said += Each.Name }
  }
}
)";
}

std::string said_by(std::string_view elements) {
    World world(flow(elements));
    REQUIRE(world.errors() == "");
    world.run("F");
    CHECK(world.fault() == "");
    return world.output("Said");
}

} // namespace

TEST_CASE("a collection is sorted in place, items that are equal stay in their order") {
    CHECK(said_by("sort By_Amount over All by Amount__c") == "cbda");
    CHECK(said_by("sort By_Amount over All by Amount__c nulls last") == "bdac");
    CHECK(said_by("sort By_Amount over All by Amount__c desc nulls last") == "abdc");
    CHECK(said_by("sort By_Amount over All by Amount__c desc") == "cabd");
}

TEST_CASE("later keys of a sort decide between items that are equal by the earlier ones") {
    CHECK(said_by("sort Both over All by Amount__c nulls last, Name desc") == "dbac");
}

TEST_CASE("a sort may keep only the first items") {
    CHECK(said_by("sort By_Name over All by Name limit 2") == "ab");
    CHECK(said_by("sort By_Name over All by Name limit 20") == "abcd");
}

TEST_CASE("other collections are sorted by their items, empty texts as nulls") {
    World world(R"(
flow F {
  var Words: Text[]
  var Said: Text output
  assign Fill {
    Words += "b"
    Words += ""
    Words += "C"
    Words += "a"
  }
  sort Up over Words by $Item nulls last
  loop Word over Words {
    assign Say { Said += "[" & Word & "]" }
  }
}
)");
    REQUIRE(world.errors() == "");
    world.run("F");
    CHECK(world.output("Said") == "[a][b][C][]");
}

TEST_CASE("sorting by a field that is not there, or no collection, is said") {
    World world(R"(
flow F {
  var All: Thing__c[]
  var One: Thing__c
  sort Wrong_Field over All by Amount
  sort No_Collection over One by Name
}
)");
    CHECK(world.said().find("W0312") != std::string::npos);
    CHECK(world.said().find("W0809") != std::string::npos);
}

TEST_CASE("a filter keeps what meets its conditions, as a new collection") {
    World world("flow F {" + std::string(three_things) + R"(
  var Item: Thing__c
  var Left: Text output

  filter Twos over All into Item when Item.Amount__c = 2 or Item.Name = "C"
  loop Kept over Twos { assign Say { Said += Kept.Name } }
  loop Each over All { assign Count { Left += Each.Name } }
}
)");
    REQUIRE(world.errors() == "");
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.output("Said") == "bcd");
    CHECK(world.output("Left") == "bacd");
}

TEST_CASE("a filter by a formula, for many interviews with collections of their own") {
    World world(R"(
flow F {
  on Thing__c after create
  var Amounts: Number[]
  var Item: Number
  var Many: Number

  assign Fill { Amounts += 1  Amounts += $Record.Amount__c  Amounts += 100 }
  decision Size {
    Large when $Record.Amount__c > 1 { assign More { Amounts += 50 } }
  }
  filter Above over Amounts into Item when formula Item >= 50
  assign How { Many = count of Above }
  create Note: Log__c { Name = TEXT(Many) }
}
)");
    REQUIRE(world.errors() == "");
    static_cast<void>(world.create("Thing__c", 3, [](uint32_t row) {
        return std::vector<NamedValue>{
            {"Name", Value::text("t")}, {"Amount__c", Value::number(int64_t{row} * 60)}};
    }));
    CHECK(world.all("Log__c", "Name") == Texts{"1", "3", "3"});
}

TEST_CASE("a filter of nothing is an empty collection") {
    World world(R"(
flow F {
  var None: Text[]
  var Item: Text
  var Many: Number output
  filter Kept over None into Item when Item = "a"
  assign How { Many = count of Kept }
}
)");
    REQUIRE(world.errors() == "");
    world.run("F");
    CHECK(world.output("Many") == "0");
}

TEST_CASE("a rollback takes back what the transaction wrote, and the interview goes on") {
    World world(R"(
flow F {
  var Name: Text output
  create Before: Thing__c { Name = "before" }
  assign Keep { Name = "kept" }
  rollback Undo
  create After: Thing__c { Name = "after" }
}
)");
    REQUIRE(world.errors() == "");
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.output("Name") == "kept");
    CHECK(world.all("Thing__c", "Name") == Texts{"after"});
}

TEST_CASE("a flow that runs in a save cannot roll it back") {
    World world(R"(
flow F {
  on Thing__c after create
  rollback Undo
}
)");
    REQUIRE(world.errors() == "");
    RecordBatch batch(world.object("Thing__c").id, 1);
    batch.column(*world.object("Thing__c").find_field("Name"))[0] = Value::text("t");
    const auto saved = world.org().save(Operation::create, batch);
    CHECK(world.all("Thing__c", "Name").empty());
}

TEST_CASE("placeholders are said, and interviews go through them") {
    World world(R"(
flow G {
  step First "To be replaced"
  step Second "Likewise"
}
)");
    REQUIRE(world.errors() == "");
    const std::string said = world.said();
    const size_t first = said.find("W0823");
    REQUIRE(first != std::string::npos);
    CHECK(said.find("W0823", first + 1) != std::string::npos); // each is to be replaced
    world.run("G");
    CHECK(world.fault().empty());
}

TEST_CASE("what stands on a screen is checked") {
    World world(R"(
flow F {
  type screen
  screen Ask {
    input Age: Number default Nobody
    section Names {
      column Left width 6 { input Name: Text visible when Somebody = 1 }
    }
  }
}
)");
    CHECK(world.said().find("`Nobody`") != std::string::npos);
    CHECK(world.said().find("`Somebody`") != std::string::npos);
}

TEST_CASE("paths besides the start are checked, wired and kept in the program") {
    World world(R"(
flow F {
  on Thing__c after create or update
  create Note: Log__c { Name = "now" }

  after commit {
    create Later: Log__c { Name = "later" }
  }
  path Remind "Remind them" days 3 before Due__c batches of 50 {
    create Reminder: Log__c { Name = "reminder" }
  }
}
)");
    REQUIRE(world.errors() == "");
    const FlowProgram& program = *world.program().find_flow("F");
    REQUIRE(program.paths.size() == 2);
    CHECK(program.paths[0].after_commit);
    CHECK(program.steps[static_cast<size_t>(program.paths[0].entry)]->name == "Later");
    CHECK(program.paths[1].name == "Remind");
    CHECK(program.paths[1].offset == -3);
    CHECK(program.paths[1].unit == FlowPath::Unit::days);
    CHECK(program.paths[1].batch_size == 50);
    CHECK(program.paths[1].field == *world.object("Thing__c").find_field("Due__c"));
    CHECK(program.steps[static_cast<size_t>(program.paths[1].entry)]->next == StepId::end);
    CHECK(world.said().find("W0504") == std::string::npos);
    static_cast<void>(world.create("Thing__c", 1, [](uint32_t) {
        return std::vector<NamedValue>{{"Name", Value::text("t")}};
    }));
    CHECK(world.all("Log__c", "Name") == Texts{"now"});
}
