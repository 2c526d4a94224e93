// Subflows and actions: inputs in, outputs out, faults through.
#include "base/limits.hpp"
#include "unit/elements/world.hpp"

using namespace weir;
using namespace weir::test;

namespace {

/// Doubles its input; fails where it is negative. Counts its calls.
class Doubler final : public Action {
public:
    explicit Doubler(int& counted) : calls(counted) {
        Type number = Type::of(TypeKind::number);
        inputs_.push_back({"Amount", number, true});
        inputs_.push_back({"Note", Type::of(TypeKind::text), false});
        outputs_.push_back({"Double", number, false});
        outputs_.push_back({"Said", Type::of(TypeKind::text), false});
    }
    std::string_view type() const override { return "apex"; }
    std::string_view detail() const override { return "Doubler"; }
    std::span<const ActionParameter> inputs() const override { return inputs_; }
    std::span<const ActionParameter> outputs() const override { return outputs_; }
    void run(ActionCall& call) const override {
        ++calls;
        const ActionColumn* const amounts = call.input("Amount");
        for (uint32_t row = 0; row < call.size; ++row) {
            const Value amount = amounts->values[row];
            if (amount.is_number() && amount.integer() < 0) {
                call.faults[row] =
                    call.arena.make<Fault>("APEX_ERROR", "negative", std::string_view{}, false);
                continue;
            }
            for (ActionColumn& output : call.outputs) {
                if (output.name == "Double")
                    output.values[row] = Value::number(amount.integer() * 2);
                if (output.name == "Said")
                    output.values[row] = Value::text("done");
            }
        }
    }

    int& calls;

private:
    std::vector<ActionParameter> inputs_;
    std::vector<ActionParameter> outputs_;
};

std::vector<std::unique_ptr<const Action>> doubler(int& calls) {
    std::vector<std::unique_ptr<const Action>> actions;
    actions.push_back(std::make_unique<Doubler>(calls));
    return actions;
}

} // namespace

TEST_CASE("a subflow takes inputs, uses its defaults, and gives its outputs back under its name") {
    World world(R"(
flow Rate {
  var Amount: Number(2) input
  var Factor: Number(2) = 2 input
  var Names: Text[] output
  var Score: Number(2) output
  assign Compute {
    Score = Amount * Factor
    Names += "x"
  }
}
flow F {
  var First: Number(2) output
  var Second: Text output
  var Names: Text output
  subflow Rated: Rate { Amount = 10 }
  subflow Again: Rate
    returns { Second = Score }
    { Amount = Rated.Score  Factor = 1.5 }
  assign Take { First = Rated.Score }
  loop Name over Rated.Names {
    assign Take_Name { Names += Name }
  }
}
)");
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.output("First") == "20");
    CHECK(world.output("Second") == "30");
    CHECK(world.output("Names") == "x");
}

TEST_CASE("a subflow runs once for the group, in its transaction, and what fails in it fails here"
) {
    World world(R"(
flow Note_It {
  var Name: Text input
  var Amount: Number(2) input
  create Note: Thing__c { Name = "copy"  Amount__c = Amount }
}
flow F {
  on Thing__c after create
    when Name != "copy"
  subflow Write: Note_It { Name = $Record.Name  Amount = $Record.Amount__c - 1 }
}
)");
    world.create("Thing__c", 200, [](uint32_t row) {
        return std::vector<NamedValue>{
            {"Name", Value::text("t")}, {"Amount__c", Value::number(row + 1)}};
    });
    CHECK(world.refused.empty());
    CHECK(world.highest(Governor::dml_statements) == 1);
    CHECK(world.visits("Note_It", "Note") == 200);
    world.create("Thing__c", 1, [](uint32_t) {
        return std::vector<NamedValue>{{"Name", Value::text("t")}, {"Amount__c", Value::number(0)}};
    });
    REQUIRE(world.refused.size() == 1);
    CHECK(world.refused[0].find("amounts are not negative") != std::string::npos);
}

TEST_CASE("subflows that call each other for ever are stopped") {
    World world(R"(
flow F {
  var Depth: Number input
  var Deepest: Number output
  decision Go_On {
    Yes when Depth < 100 {
      subflow Down: F { Depth = Depth + 1 }
    }
  }
}
)");
    world.run("F", {{"Depth", Value::number(0)}});
    CHECK(
        world.fault() ==
        "The subflow Down was not run because subflows are nested more than 50 deep."
    );
    CHECK(world.figures("F").interviews == limits::subflow_depth + 1);
}

TEST_CASE("an action is called once for all, and its faults are for each") {
    int calls = 0;
    World world(
        R"(
flow F {
  on Thing__c after create
  action Compute: apex Doubler { Amount = $Record.Amount__c - 3 }
  fault {
    create Problem: Log__c { Name = "problem"  Text__c = $Flow.FaultMessage }
  }
  decision Worked {
    Yes when Compute.Double is not null {
      create Note: Log__c { Name = "note"  Text__c = TEXT(Compute.Double) & Compute.Said }
    }
  }
}
)",
        doubler(calls)
    );
    world.create("Thing__c", 5, [](uint32_t row) {
        return std::vector<NamedValue>{
            {"Name", Value::text("t")}, {"Amount__c", Value::number(row + 1)}};
    });
    CHECK(calls == 1);
    CHECK(world.refused.empty());
    Texts texts = world.all("Log__c", "Text__c");
    std::sort(texts.begin(), texts.end());
    CHECK(
        texts == Texts{"0done", "2done", "4done", "APEX_ERROR: negative", "APEX_ERROR: negative"}
    );
}

TEST_CASE("an action returns into variables") {
    int calls = 0;
    World world(
        R"(
flow F {
  var Result: Text output
  action Compute: apex Doubler
    returns { Result = Double }
    { Amount = 21 }
}
)",
        doubler(calls)
    );
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.output("Result") == "42");
}

TEST_CASE("mistakes in inputs and outputs are said with what there is") {
    int calls = 0;
    World world(
        R"(
flow F {
  var Result: Text output
  action Compute: apex Doubler
    returns { Result = Duoble }
    { Amuont = 21 }
  action Other: apex Tripler { Amount = 1 }
}
)",
        doubler(calls)
    );
    const std::string said = world.said();
    CHECK(said.find("W0810 action `apex Doubler` has no input `Amuont`") != std::string::npos);
    CHECK(said.find("W0811 action `apex Doubler` has no output `Duoble`") != std::string::npos);
    CHECK(said.find("W0813 there is no action `apex Tripler`") != std::string::npos);
    CHECK(said.find("W0814 action `apex Doubler` needs the input `Amount`") != std::string::npos);
    CHECK(world.errors().find("one with a similar name exists: `Amount`") != std::string::npos);
}

TEST_CASE("an action that nothing declares gives what is answered when it runs") {
    World world(R"(
org { objects open }

flow F {
  var Result: Number(2) output
  action Compute: apex Doubler { Amount = 21 }
  assign Keep { Result = Compute.Double }
}
)");
    CHECK(world.said().find("W0813 nothing declares the action `apex Doubler`") == 0);
    CHECK(world.errors().empty());
    int calls = 0;
    ActionRegistry actions;
    actions.add(std::make_unique<Doubler>(calls));
    const auto store = make_memory_store(*world.program().schema);
    const auto bus = make_memory_bus(*world.program().schema);
    Org org(world.program(), *store, *bus, actions, OrgSettings{});
    REQUIRE(org.start());
    const auto report = org.run_flow(*world.program().find_flow("F"), {});
    REQUIRE(report);
    CHECK(calls == 1);
    REQUIRE((*report).fault == nullptr);
    REQUIRE((*report).outputs.size() == 1);
    CHECK((*report).outputs[0].second.integer() == 42);
}
