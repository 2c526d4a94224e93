#include "unit/check/kinds.hpp"

#include <catch2/catch.hpp>

using weir::test::Checked;
using Codes = std::vector<std::string>;

namespace {

Codes codes_of(std::string_view body) {
    const Checked checked(
        "flow F {\n  on Contact after create or update\n" + std::string(body) + "\n}\n"
    );
    UNSCOPED_INFO(checked.rendered());
    return checked.codes();
}

} // namespace

TEST_CASE("elements go on with what follows, nested ones with what follows their element") {
    const Checked checked(R"(flow F {
        on Contact after create
        get A: Account fault { get On_Fault: Account }
        decision D {
            One when $Record.IsGood = true { get In_One: Account }
            Two when $Record.FirstName = "x" -> Last
            Three when $Record.FirstName = "y" { end }
            otherwise { }
        }
        loop L over A {
            decision Inner { Stop when L.Name = "x" { end } }
        }
        get Last: Account
    })");
    INFO(checked.rendered());
    CHECK(checked.codes().empty());
    const auto next = [&](std::string_view name) {
        return checked.name("F", checked.step("F", name).next);
    };
    const auto target = [&](std::string_view name, size_t index) {
        return checked.name("F", checked.step("F", name).targets.at(index));
    };
    CHECK(checked.name("F", checked.flow("F").entry) == "A");
    CHECK(next("A") == "D");
    CHECK(checked.name("F", checked.step("F", "A").fault) == "On_Fault");
    CHECK(checked.name("F", checked.step("F", "D").fault) == "none");
    CHECK(next("On_Fault") == "D");
    CHECK(checked.step("F", "D").targets.size() == 4);
    CHECK(target("D", 0) == "In_One");
    CHECK(target("D", 1) == "Last");
    CHECK(target("D", 2) == "end");
    CHECK(target("D", 3) == "L");
    CHECK(next("In_One") == "L");
    CHECK(target("L", 0) == "Inner");
    CHECK(next("L") == "Last");
    CHECK(target("Inner", 0) == "end");
    CHECK(next("Inner") == "L");
    CHECK(next("Last") == "end");
}

TEST_CASE("a connector goes to an element") {
    CHECK(codes_of("get A: Account\n-> Nowhere") == Codes{"W0501 Nowhere"});
    CHECK(codes_of("var T: Text input output\nget A: Account\n-> T") == Codes{"W0501 T"});
    CHECK(codes_of("get A: Account first\ndecision D { Again when A is null -> a }").empty());
}

TEST_CASE("no connector goes into a loop from outside") {
    const std::string loop = "get All: Account\nloop L over All { get In: Account }\n";
    CHECK(
        codes_of(loop + "decision D { Yes when $Record.IsGood = true -> In }") == Codes{"W0502 In"}
    );
    CHECK(codes_of(loop + "decision D { Yes when $Record.IsGood = true -> L }").empty());
    CHECK(codes_of("get All: Account\nloop L over All { decision D { Stop when L.Name = \"x\" -> "
                   "Last } }\nget Last: Account")
              .empty());
}

TEST_CASE("what nothing reaches is a warning, once") {
    CHECK(codes_of("end\nget A: Account\nget B: Account") == Codes{"W0504 get A: Account"});
    CHECK(codes_of("get A: Account\nend\n-> A") == Codes{"W0504 -> A"});
}

TEST_CASE("a cycle has a way out") {
    CHECK(codes_of("get A: Account\nget B: Account\n-> A") == Codes{"W0505 A"});
    CHECK(
        codes_of("get A: Account\ndecision D { Yes when $Record.IsGood = true -> A otherwise -> A }"
        )
            .size() == 1
    );
    CHECK(codes_of("get A: Account\nget B: Account fault { end }\n-> A").empty());
}

TEST_CASE("clauses that a kind needs, and those it cannot have") {
    CHECK(codes_of("loop L { }") == Codes{"W0507 loop L"});
}

TEST_CASE("a flow before the save only changes its record") {
    const Checked checked("flow F { on Contact before create\n create A: Account { Name = \"x\" } }"
    );
    CHECK(checked.codes() == Codes{"W0510 create A: Account"});
    CHECK(Checked("flow F { on Contact before create\n assign A { $Record.FirstName = \"x\" } }")
              .codes()
              .empty());
    CHECK(
        Checked("flow F { on Contact before create\n assign A { $Record.Name = \"x\" } }")
            .codes() == Codes{"W0606 $Record.Name"}
    );
}

TEST_CASE("a custom error refuses a save") {
    CHECK(Checked("flow F { error E message \"no\" }").codes() == Codes{"W0511 error E"});
    CHECK(codes_of("error E message \"no\"").empty());
}

TEST_CASE("settings of a flow fit what starts it") {
    CHECK(
        Checked("event E__e { A__c Text(10) }\nflow F { on E__e after create }").codes() ==
        Codes{"W0512 E__e"}
    );
    CHECK(Checked("flow F { on event Contact }").codes() == Codes{"W0512 Contact"});
    CHECK(Checked("flow F { when Name = \"x\" }").codes() == Codes{"W0513 when"});
    CHECK(Checked("flow F { on Contact after create order 3000 }").codes() == Codes{"W0514 3000"});
    CHECK(
        Checked("flow F { on Contact after update when Nme = \"x\" }").codes() == Codes{"W0312 Nme"}
    );
    const Checked good("flow F { on Contact after update when Name = \"x\" and Account.Name is not "
                       "null and FirstName is changed order 7 }");
    INFO(good.rendered());
    CHECK(good.codes().empty());
    CHECK(good.flow("F").entry_condition);
    CHECK(good.flow("F").order == 7);
}

TEST_CASE("flows of an object stand in the order they run, drafts with them for their own tests") {
    const Checked checked(R"(
        flow Z { on Contact after create order 10 }
        flow A { on Contact after create order 10 }
        flow M { on Contact after create }
        flow B { on Contact after create }
        flow K { on Contact after create order 1500 }
        flow D { status draft on Contact after create })");
    INFO(checked.rendered());
    std::string order;
    const auto contact = checked.program->schema->find("Contact")->id;
    for (const weir::FlowProgram* const flow :
         checked.program->objects[static_cast<size_t>(contact)].after_save)
        order += flow->name;
    // A draft has its place among them, and whoever runs them leaves it out.
    CHECK(order == "AZMBDK");
}
