// Decisions, loops, custom errors: how interviews part and come together.
#include "unit/elements/world.hpp"

using namespace weir;
using namespace weir::test;

namespace {

std::vector<NamedValue> thing(int64_t amount) {
    return {{"Name", Value::text("t")}, {"Amount__c", Value::number(amount)}};
}

} // namespace

TEST_CASE("the first outcome that is true is taken, and outcomes are Booleans") {
    World world(R"(
flow F {
  var N: Number input
  var Said: Text output
  var After: Boolean output

  decision Size {
    Large when N > 100 { assign A { Said += "large" } }
    Medium when N > 10 { assign B { Said += "medium" } }
    Never when N > 10 { assign C { Said += "never" } }
    otherwise { assign D { Said += "small" } }
  }
  assign E {
    After = Medium
    Said += IF(Large, " L", "") & IF(Medium, " M", "") & IF(Never, " N", "")
  }
}
)");
    world.run("F", {{"N", Value::number(500)}});
    CHECK(world.output("Said") == "large L");
    CHECK(world.output("After") == "false");
    world.run("F", {{"N", Value::number(50)}});
    CHECK(world.output("Said") == "medium M");
    CHECK(world.output("After") == "true");
    world.run("F", {{"N", Value::null()}});
    CHECK(world.output("Said") == "small");
}

TEST_CASE("an outcome without a body goes on behind the decision, and end ends") {
    World world(R"(
flow F {
  var N: Number input
  var Said: Text output
  decision Size {
    Large when N > 100
    Medium when N > 10 { end }
    otherwise -> Last
  }
  assign Middle { Said += "middle " }
  assign Last { Said += "last" }
}
)");
    world.run("F", {{"N", Value::number(500)}});
    CHECK(world.output("Said") == "middle last");
    world.run("F", {{"N", Value::number(50)}});
    CHECK(world.output("Said") == "null");
    world.run("F", {{"N", Value::number(5)}});
    CHECK(world.output("Said") == "last");
}

TEST_CASE("an outcome may ask that the record came to meet its conditions") {
    World world(R"(
flow F {
  on Thing__c after create or update
  decision Size {
    Became_Large when $Record.Amount__c > 100 only when changed to meet the conditions {
      create Note: Log__c { Name = "became" }
    }
    otherwise { end }
  }
}
)");
    RecordBatch batch = world.create("Thing__c", 3, [](uint32_t row) { return thing(row * 100); });
    CHECK(world.all("Log__c", "Name") == Texts{"became"});
    const FieldId amount = *world.object("Thing__c").find_field("Amount__c");
    RecordBatch change(batch.object(), 3);
    std::copy(batch.ids().begin(), batch.ids().end(), change.ids().begin());
    for (Value& value : change.column(amount))
        value = Value::number(300);
    REQUIRE(world.org().save(Operation::update, change));
    CHECK(world.all("Log__c", "Name") == Texts{"became", "became", "became"});
    for (Value& value : change.column(amount))
        value = Value::number(400);
    REQUIRE(world.org().save(Operation::update, change));
    CHECK(world.all("Log__c", "Name").size() == 3);
}

TEST_CASE("a loop goes over a snapshot, forwards and backwards, and one in the other") {
    World world(R"(
flow F {
  var Letters: Text[]
  var Numbers: Number[]
  var Nothing: Text[]
  var Said: Text output
  assign Fill {
    Letters += "a"
    Letters += "b"
    Numbers += 1
    Numbers += 2
  }
  loop Letter over Letters reversed {
    loop N over Numbers {
      assign Say { Said += Letter & TEXT(N) & " " }
    }
    assign Grow { Letters += "z" }
  }
  loop Never over Nothing {
    assign Wrong { Said += "wrong" }
  }
  assign Last { Said += IF(ISBLANK(Letter), "null", Letter) }
}
)");
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.output("Said") == "b1 b2 a1 a2 null");
}

TEST_CASE("a loop can give its items to a variable") {
    World world(R"(
flow F {
  var Letters: Text[]
  var Now: Text
  var Said: Text output
  assign Fill {
    Letters += "a"
    Letters += "b"
  }
  loop Each over Letters into Now {
    assign Say { Said += Now }
  }
}
)");
    world.run("F");
    CHECK(world.output("Said") == "ab");
}

TEST_CASE("interviews loop in step: the body runs once for item k of all") {
    World world(R"(
flow F {
  on Thing__c after create
  var Todo: Number[]
  decision More {
    Three when $Record.Amount__c > 1 { assign Fill_Three { Todo += 1  Todo += 2  Todo += 3 } }
    otherwise { assign Fill_One { Todo += 1 } }
  }
  loop Item over Todo {
    create Note: Log__c { Thing__c = $Record.Id  Name = TEXT(Item) }
  }
}
)");
    world.create("Thing__c", 200, [](uint32_t row) { return thing(row % 2 == 0 ? 1 : 5); });
    CHECK(world.refused.empty());
    CHECK(world.all("Log__c", "Name").size() == 400);
    // Item 1 of 200, item 2 of 100, item 3 of 100.
    CHECK(world.highest(Governor::dml_statements) == 3);
    CHECK(world.highest(Governor::dml_rows) == 400);
    CHECK(world.visits("F", "Note") == 400);
}

TEST_CASE("a circle of connectors without a loop goes round until its decision says so") {
    World world(R"(
flow F {
  var N: Number output
  assign Count { N += 1 }
  decision Enough {
    No when N < 10 -> Count
  }
}
)");
    world.run("F");
    CHECK(world.output("N") == "10");
    CHECK(world.visits("F", "Count") == 10);
}

TEST_CASE("a custom error refuses the save of its record and no other") {
    World world(R"(
flow F {
  on Thing__c before create
  decision Too_Large {
    Yes when $Record.Amount__c > 100 {
      error Stop {
        message "no more than " & TEXT(100) on Amount__c
        message "and not today"
      }
    }
  }
}
)");
    world.create("Thing__c", 3, [](uint32_t row) { return thing(row * 100); });
    CHECK(
        world.refused == Texts{"FIELD_CUSTOM_VALIDATION_EXCEPTION: no more than 100; and not today"}
    );
    CHECK(world.all("Thing__c", "Amount__c") == Texts{"0", "100"});
}
