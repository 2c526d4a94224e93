#include "unit/check/kinds.hpp"

#include <catch2/catch.hpp>

using weir::test::Checked;
using Codes = std::vector<std::string>;

TEST_CASE("formulas of an object read its fields from slots") {
    const Checked checked(R"(
        extend Account {
          B__c Number(4, 0) formula A__c + 1
          A__c Number(4, 0) formula Owner_Rank__c * 2
          C__c Number(4, 0) default 3
          rule R when ISNEW() && Owner_Rank__c > 3 error "too much" on Owner_Rank__c
        })");
    INFO(checked.rendered());
    REQUIRE(checked.codes().empty());
    const weir::Object& account = *checked.program->schema->find("Account");
    const weir::ObjectProgram& compiled = checked.program->objects[static_cast<size_t>(account.id)];
    REQUIRE(compiled.formulas.size() == 2);
    CHECK(account.field(compiled.formulas[0].field).name == "A__c");
    CHECK(account.field(compiled.formulas[1].field).name == "B__c");
    REQUIRE(compiled.formulas[1].formula.sources.size() == 1);
    CHECK(account.field(compiled.formulas[1].formula.sources[0].field).name == "A__c");
    REQUIRE(compiled.rules.size() == 1);
    CHECK(compiled.rules[0].condition.sources.size() == 2);
    CHECK(compiled.defaults.size() == 1);
}

TEST_CASE("formula fields in a circle are said once") {
    const Checked checked(R"(
        extend Account {
          A__c Number(4, 0) formula B__c + 1
          B__c Number(4, 0) formula A__c + 1
        })");
    INFO(checked.rendered());
    CHECK(checked.codes() == Codes{"W0340 B__c + 1"});
}

TEST_CASE("records of the world name each other") {
    const Checked checked(R"(
        extend Account { record Acme { Name = "Acme"  Owner_Rank__c = 2 } }
        extend Contact {
          record Ada { LastName = "Lovelace"  AccountId = Account.Acme.Id }
          record Bob { LastName = "B"  AccountId = Account.Acne.Id }
        })");
    INFO(checked.rendered());
    CHECK(checked.codes() == Codes{"W0306 Acne"});
    REQUIRE(checked.program->seeds.size() == 3);
    const weir::SeedRecord& ada = checked.program->seeds[1];
    REQUIRE(ada.cells.size() == 2);
    CHECK(ada.cells[0].value.as_text() == "Lovelace");
    CHECK(checked.program->seeds.at(static_cast<size_t>(ada.cells[1].reference)).name == "Acme");
}

TEST_CASE("alerts merge fields of their record") {
    const Checked checked(R"(
        extend Contact {
          alert Failed { to "ada@acme.example", "bob@acme.example"  subject "For {!FirstName}"  body "Dear {!Account.Name}" }
        })");
    INFO(checked.rendered());
    REQUIRE(checked.codes().empty());
    REQUIRE(checked.program->alerts.size() == 1);
    const weir::EmailAlert& alert = checked.program->alerts[0];
    CHECK(alert.name == "Contact.Failed");
    CHECK(alert.to.size() == 2);
    CHECK(alert.subject.sources.size() == 1);
    CHECK(alert.body.sources.size() == 1);
}
