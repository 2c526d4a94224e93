#include "unit/check/kinds.hpp"

#include <catch2/catch.hpp>

using weir::test::Checked;
using Codes = std::vector<std::string>;

namespace {

constexpr std::string_view create_user = "create U: User { LastName = \"x\" Username = \"y\" }\n";

Codes codes_of(std::string text) {
    const Checked checked(text);
    UNSCOPED_INFO(checked.rendered());
    return checked.codes();
}
std::string flow(std::string_view name, std::string_view start, std::string_view body) {
    return "flow " + std::string(name) + " {\n" + std::string(start) + "\n" + std::string(body) +
           "\n}\n";
}

} // namespace

TEST_CASE("a save of a contact and a new user do not go together") {
    const Checked checked(flow("F", "on Contact after create", create_user));
    REQUIRE(checked.codes() == Codes{"W0720 create U: User"});
    const weir::Diagnostic& said = checked.diagnostics.all().front();
    CHECK(
        said.message == "this flow writes a setup object and a non-setup object in one transaction"
    );
    CHECK(said.label == "and this element would write `User`, a setup object");
    REQUIRE(said.labels.size() == 1);
    CHECK(said.labels[0].text == "the transaction already saves `Contact`, a non-setup object");
    CHECK(checked.sources.text(said.labels[0].span) == "Contact");
    CHECK(
        said.notes ==
        std::vector<std::string>{"Salesforce refuses this at run time with MIXED_DML_OPERATION"}
    );
    REQUIRE(said.helps.size() == 1);
    CHECK(
        said.helps[0].text ==
        "publish a platform event and create the user in the flow that it triggers"
    );
}

TEST_CASE("events part transactions") {
    const std::string event = "event E__e { A__c Text(10) }\n";
    CHECK(codes_of(
              event + flow("F", "on Contact after create", "publish P: E__e { A__c = \"x\" }") +
              flow("G", "on event E__e", create_user)
    )
              .empty());
}

TEST_CASE("a fault path shares the transaction of the batch") {
    const std::string event = "event E__e { A__c Text(10) }\n";
    const Checked checked(
        event + flow(
                    "F",
                    "on event E__e",
                    std::string(create_user) + "fault { create C: Contact { LastName = \"x\" } }"
                )
    );
    REQUIRE(checked.codes() == Codes{"W0720 create C: Contact"});
    CHECK(checked.diagnostics.all().front().notes.size() == 2);
}

TEST_CASE("subflows and saves that start other flows are followed") {
    CHECK(
        codes_of(
            flow("F", "on Contact after create", "subflow S: G") + flow("G", "", create_user)
        ) == Codes{"W0720 create U: User"}
    );
    CHECK(
        codes_of(
            flow("F", "", "create C: Contact { LastName = \"x\" }") +
            flow("G", "on Contact after create", create_user)
        ) == Codes{"W0720 create U: User"}
    );
    // On its own, or started by nothing that saves, the subflow is fine.
    CHECK(codes_of(flow("G", "", create_user)).empty());
    // An update starts no flow on create.
    CHECK(
        codes_of(
            flow("F", "", "update C: User where IsActive = true { Phone = \"x\" }") +
            flow(
                "G",
                "on User after create",
                "update A: Account where Name = \"x\" { Industry = \"y\" }"
            )
        ) == Codes{"W0720 update A: Account"}
    );
}

TEST_CASE("harmless updates of users may stand beside other objects") {
    CHECK(codes_of(flow(
                       "F",
                       "on Contact after update",
                       "update U: User where ContactId = $Record.Id { Phone = \"1\" }"
                   ))
              .empty());
    CHECK(
        codes_of(flow(
            "F",
            "on Contact after update",
            "update U: User where ContactId = $Record.Id { IsActive = false }"
        )) == Codes{"W0720 update U: User"}
    );
    CHECK(codes_of(flow(
                       "F",
                       "on User after update",
                       "update C: Contact where Id = $Record.ContactId { FirstName = \"a\" }"
                   ))
              .empty());
    CHECK(
        codes_of(flow(
            "F",
            "on User after update when IsActive is changed",
            "update C: Contact where Id = $Record.ContactId { FirstName = \"a\" }"
        )) == Codes{"W0720 update C: Contact"}
    );
}

TEST_CASE("what nothing reaches writes nothing") {
    CHECK(
        codes_of(flow("F", "on Contact after create", "end\n" + std::string(create_user))) ==
        Codes{"W0504 create U: User"}
    );
}

TEST_CASE("flows that start each other are followed once") {
    CHECK(codes_of(
              flow("F", "on Contact after create", "create A: Account { Name = \"x\" }") +
              flow("G", "on Account after create", "create C: Contact { LastName = \"x\" }")
    )
              .empty());
}

TEST_CASE("a flow that calls itself is a warning") {
    CHECK(codes_of(flow("F", "", "subflow S: F")) == Codes{"W0508 F"});
    CHECK(
        codes_of(flow("F", "", "subflow S: G") + flow("G", "", "subflow T: F")) ==
        Codes{"W0508 G", "W0508 F"}
    );
}
