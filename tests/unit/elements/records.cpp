// Get, create, update, delete, publish: one query or statement for a group, results and faults for
// each interview.
#include "unit/elements/world.hpp"

using namespace weir;
using namespace weir::test;

namespace {

void make_things(World& world, uint32_t count) {
    world.create("Thing__c", count, [&](uint32_t row) {
        const std::string_view name =
            world.arena.copy(std::string_view("thing " + std::to_string(row)));
        return std::vector<NamedValue>{{"Name", Value::text(name)}, {"Amount__c", Value::number(row)}};
    });
}

} // namespace

TEST_CASE("get finds the first record, or all in their order, or nothing") {
    World world(R"(
flow F {
  var Said: Text output
  var How_Many: Number output
  get One: Thing__c where Name = "THING 3" first
  get Many: Thing__c where Amount__c >= 2 order by Amount__c desc limit 2
  get Nobody: Thing__c where Name = "nobody" first
  get None: Thing__c where Name = "nobody"
  loop Item over Many {
    assign Say { Said += Item.Name & ";" }
  }
  assign Count { How_Many = count of Many }
  decision Found {
    Right when One is not null and Nobody is null and None is null {
      assign Said_So { Said += One.Name & TEXT(One.Amount__c) }
    }
  }
}
)");
    make_things(world, 5);
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.output("Said") == "thing 4;thing 3;thing 33");
    CHECK(world.output("How_Many") == "2");
    CHECK(world.highest(Governor::soql_queries) == 4);
    CHECK(world.highest(Governor::soql_rows) == 3);
}

TEST_CASE("reading a field of nothing is the fault that an org has") {
    World world(R"(
flow F {
  var Said: Text output
  get Nobody: Thing__c where Name = "nobody" first
  get Same: Thing__c where Name = Nobody.Name first into Found
  var Found: Thing__c
  assign Say { Said = Found.Name }
}
)");
    world.run("F");
    CHECK(
        world.fault() == "The flow failed to access the value for Nobody.Name because it hasn't "
                         "been set or assigned."
    );
}

TEST_CASE("get stores into variables, and keeps or clears them when nothing is found") {
    World world(R"(
flow F {
  var Wanted: Text input
  var Found: Thing__c
  var All: Thing__c[]
  var Its_Name: Text = "old" output
  var Amount: Text = "old" output
  var Kept: Text = "kept" output
  var Said: Text output
  get Into_Record: Thing__c where Name = Wanted into Found
  get Into_All: Thing__c where Name = Wanted into All
  get Into_Fields: Thing__c where Name = Wanted null when nothing is found { Its_Name = Name  Amount = Amount__c }
  get Into_Kept: Thing__c where Name = Wanted { Kept = Id }
  decision Is_There {
    Yes when Found is not null { assign Say { Said = Found.Name & TEXT(Found.Amount__c) } }
  }
  decision Is_Kept {
    Id_Kept when Kept starts with "a0" { assign Say_Id { Kept = "an id" } }
  }
}
)");
    make_things(world, 2);
    world.run("F", {{"Wanted", Value::text("thing 1")}});
    CHECK(world.fault() == "");
    CHECK(world.output("Said") == "thing 11");
    CHECK(world.output("Its_Name") == "thing 1");
    CHECK(world.output("Amount") == "1");
    CHECK(world.output("Kept") == "an id");
    world.run("F", {{"Wanted", Value::text("nobody")}});
    CHECK(world.output("Said") == "null");
    CHECK(world.output("Its_Name") == "null");
    CHECK(world.output("Amount") == "null");
    CHECK(world.output("Kept") == "kept");
}

TEST_CASE("with a list of fields the others stay null") {
    World world(R"(
flow F {
  var Said: Text output
  get One: Thing__c where Amount__c = 1 first fields Name
  assign Say { Said = One.Name & IF(ISBLANK(One.Amount__c), " blank", " there") }
}
)");
    make_things(world, 2);
    world.run("F");
    CHECK(world.output("Said") == "thing 1 blank");
}

TEST_CASE("200 interviews are one query, one statement, and results for each") {
    World world(R"(
flow F {
  on Thing__c after create
  get Mine: Thing__c where Amount__c = $Record.Amount__c first
  decision Is_Even {
    Even when MOD(Mine.Amount__c, 2) = 0 {
      create Note: Log__c { Thing__c = Mine.Id  Name = Mine.Name  Text__c = "even" }
      update Mark: Log__c where Id = Note { Text__c = "marked " & $Record.Name }
    }
  }
}
)");
    make_things(world, 200);
    CHECK(world.refused.empty());
    CHECK(world.highest(Governor::soql_queries) == 2);
    CHECK(world.highest(Governor::dml_statements) == 2);
    const Texts marks = world.all("Log__c", "Text__c");
    REQUIRE(marks.size() == 100);
    CHECK(marks[99] == "marked thing 198");
    CHECK(world.all("Log__c", "Name")[99] == "thing 198");
}

TEST_CASE("create gives the id of the record, under its name or in a variable") {
    World world(R"(
flow F {
  var Same: Boolean output
  var Kept: Text output
  create First: Thing__c { Name = "first" }
  create Second: Thing__c store id in Kept { Name = "second"  Parent__c = First }
  get Found: Thing__c where Parent__c = First first
  assign Compare { Same = Found.Id = Kept }
}
)");
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.output("Same") == "true");
    CHECK(world.output("Kept").size() == 18);
}

TEST_CASE("create from a collection writes all and gives them their ids") {
    World world(R"(
flow F {
  var Draft: Thing__c
  var Drafts: Thing__c[]
  var Copy: Thing__c[]
  var Empty: Thing__c[]
  var Said: Text output
  assign Fill {
    Draft.Name = "one"
    Drafts += Draft
    Draft.Name = "two"
    Draft.Amount__c = 2
    Drafts += Draft
    Copy = Drafts
  }
  create Nothing from Empty
  create All from Drafts
  loop Item over Drafts {
    assign Say { Said += IF(ISBLANK(Item.Id), "no id ", "id ") & Item.Name & " " }
  }
  loop Other over Copy {
    assign Say_Other { Said += IF(ISBLANK(Other.Id), "no id ", "id ") }
  }
  create Single from Draft
  assign Say_Single { Said += IF(ISBLANK(Draft.Id), "no id", "id") }
  create Again from Draft
}
)");
    world.run("F");
    CHECK(world.output("Said") == "id one id two no id no id id");
    CHECK(world.fault().starts_with(
        "This error occurred when the flow tried to create records: "
        "INVALID_FIELD_FOR_INSERT_UPDATE: "
        "cannot specify Id in an insert call. You can look up ExceptionCode values"
    ));
}

TEST_CASE("what one interview may not save takes it to its fault path, and the others go on") {
    // Copies start no flow of their own: they would go on for ever.
    World world(R"(
flow F {
  on Thing__c after create
    when Name != "copy"
  create Note: Thing__c { Name = "copy"  Amount__c = $Record.Amount__c - 5 }
  fault {
    create Problem: Log__c { Name = "problem"  Text__c = LEFT($Flow.FaultMessage, 255) }
  }
  create Good: Log__c { Name = "good"  Thing__c = Note }
}
)");
    make_things(world, 10);
    CHECK(world.refused.empty());
    CHECK(world.visits("F", "Problem") == 5);
    CHECK(world.figures("F").handled_faults == 5);
    const Texts texts = world.all("Log__c", "Text__c");
    CHECK(std::count_if(texts.begin(), texts.end(), [](const std::string& text) {
              return text.starts_with("This error occurred when the flow tried to create records: "
                                      "FIELD_CUSTOM_VALIDATION_EXCEPTION: amounts "
                                      "are not negative. You can look up");
          }) == 5);
    CHECK(world.all("Thing__c", "Name").size() == 15);
}

TEST_CASE("an unhandled fault names the flow to whoever saved the record") {
    World world(R"(
flow F "The Flow" {
  on Thing__c after create
    when Name != "copy"
  create Note: Thing__c { Name = "copy"  Amount__c = -1 }
}
)");
    make_things(world, 1);
    REQUIRE(world.refused.size() == 1);
    CHECK(world.refused[0].starts_with(
        "CANNOT_EXECUTE_FLOW_TRIGGER: We can't save this record because the “The Flow” process "
        "failed. Give your Salesforce "
        "admin these details. This error occurred when the flow tried to create records: "
        "FIELD_CUSTOM_VALIDATION_EXCEPTION: amounts are not negative. You can look up"
    ));
    CHECK(world.all("Thing__c", "Name").empty());
    CHECK(world.figures("F").failed >= 1);
}

TEST_CASE("update by conditions, from a variable, and of the record itself") {
    World world(R"(
flow Change {
  get Found: Thing__c where Amount__c < 2
  get One: Thing__c where Amount__c = 4 first
  assign Set { One.Note__c = "by variable" }
  update By_Conditions: Thing__c where Amount__c > 5 { Note__c = "by conditions" }
  update By_Variable from One
  update By_Fields from Found { Note__c = "by fields" }
  update None: Thing__c where Name = "nobody" { Note__c = "never" }
}

flow Itself {
  on Log__c after create
  update Self from $Record { Text__c = "changed " & $Record.Name }
}
)");
    make_things(world, 7);
    world.run("Change");
    CHECK(world.fault() == "");
    CHECK(
        world.all("Thing__c", "Note__c") ==
        Texts{"by fields", "by fields", "null", "null", "by variable", "null", "by conditions"}
    );
    CHECK(world.highest(Governor::dml_statements) == 3);
    world.create("Log__c", {{"Name", Value::text("log")}});
    CHECK(world.all("Log__c", "Text__c") == Texts{"changed log"});
}

TEST_CASE("a record without an id is not updated, and one that is not there not touched") {
    World world(R"(
flow No_Id {
  var Draft: Thing__c
  assign Fill { Draft.Name = "draft" }
  update Change from Draft
}
flow No_Record {
  get Nobody: Thing__c where Name = "nobody" first
  update Change from Nobody { Name = "somebody" }
}
flow No_Delete {
  var Draft: Thing__c
  assign Fill { Draft.Name = "draft" }
  delete Change from Draft
}
)");
    world.run("No_Id");
    CHECK(
        world.fault().find("MISSING_ARGUMENT: Id not specified in an update call") !=
        std::string::npos
    );
    world.run("No_Delete");
    CHECK(
        world.fault().find(
            "tried to delete records: MISSING_ARGUMENT: Id not specified in a delete call"
        ) != std::string::npos
    );
    world.run("No_Record");
    CHECK(
        world.fault() ==
        "The flow failed to access the value for Nobody because it hasn't been set or assigned."
    );
}

TEST_CASE("delete by conditions and from a collection") {
    World world(R"(
flow F {
  get Found: Thing__c where Amount__c < 2
  delete By_Variable from Found
  delete By_Conditions: Thing__c where Amount__c > 3
  delete None: Thing__c where Name = "nobody"
}
)");
    make_things(world, 5);
    world.run("F");
    CHECK(world.fault() == "");
    CHECK(world.all("Thing__c", "Name") == Texts{"thing 2", "thing 3"});
    CHECK(world.highest(Governor::dml_statements) == 2);
    CHECK(world.highest(Governor::soql_queries) == 3);
}

TEST_CASE("publish sends a message for each interview, in one call") {
    World world(R"(
flow F {
  on Thing__c after create
  publish Tell: Signal__e { Text__c = $Record.Name }
}
flow Listen {
  on event Signal__e
  create Note: Log__c { Name = "heard"  Text__c = $Record.Text__c }
}
)");
    make_things(world, 200);
    CHECK(world.refused.empty());
    CHECK(world.highest(Governor::publishes) <= 1);
    REQUIRE(world.org().deliver_events());
    const Texts heard = world.all("Log__c", "Text__c");
    REQUIRE(heard.size() == 200);
    CHECK(heard[199] == "thing 199");
    CHECK(world.visits("Listen", "Note") == 200);
}
