#include "scripts/load.hpp"

#include "scripts/sample_world.hpp"
#include "scripts/temporary_file.hpp"

#include <catch2/catch.hpp>

namespace {

const weir::Object& object(std::string_view name) {
    return *sample_world().program->schema->find(name);
}

weir::Result<weir::LoadReport>
load(RunningOrg& running, std::string_view into, std::string_view text) {
    const TemporaryFile file(text);
    return weir::load_csv(file.path(), object(into), running.org, {});
}

/// What is wrong with the file; nothing of it may be saved.
std::string problem(std::string_view into, std::string_view text) {
    RunningOrg running(sample_world());
    const uint64_t before = running.store->count(object(into).id);
    const weir::Result<weir::LoadReport> report = load(running, into, text);
    CHECK(running.store->count(object(into).id) == before);
    return report ? "none" : report.error().message;
}

weir::Value read(RunningOrg& running, std::string_view from, std::string_view field, uint32_t row) {
    weir::Query query;
    query.object = object(from).id;
    query.fields = {*object(from).find_field(field)};
    weir::Result<weir::QueryResult> found = running.org.query(query, {}, 1);
    REQUIRE(found);
    REQUIRE(row < (*found).records.size());
    return std::as_const((*found).records).find(query.fields[0])[row];
}

} // namespace

TEST_CASE("a file with values of all types is saved") {
    RunningOrg running(sample_world());
    const auto report = load(
        running,
        "Visit__c",
        "number__c, DAY__C ,At__c,Start__c,Cost__c,Share__c,Done__c,Kind__c\r\n"
        "1,2026-02-28,2026-02-28T10:00:00+01:00,08:30:00,12.345,12.5,TRUE,First\r\n"
        "2,,,,,,,\r\n"
    );
    REQUIRE(report);
    CHECK((*report).rows == 2);
    CHECK((*report).saved == 2);
    CHECK(weir::to_text(read(running, "Visit__c", "Cost__c", 0).decimal()) == "12.35");
    CHECK(weir::to_text(read(running, "Visit__c", "Double__c", 0).decimal()) == "24.7");
    CHECK(read(running, "Visit__c", "Done__c", 0).is_true());
    CHECK(read(running, "Visit__c", "Kind__c", 0).as_text() == "First");
    CHECK(read(running, "Visit__c", "Day__c", 1).is_null());
}

TEST_CASE("parents are named by a field of their own") {
    RunningOrg running(sample_world());
    REQUIRE(load(running, "Contact", "LastName\nLovelace\nByron\n"));
    const auto id = read(running, "Contact", "Id", 1);
    const std::string id_text = [&] {
        weir::Arena arena;
        return std::string(weir::to_text(id.as_id()).data(), 18);
    }();
    REQUIRE(load(running, "Visit__c", "Contact__c,Number__c\n" + id_text + ",1\n"));
    CHECK(read(running, "Visit__c", "Contact__c", 0).as_id() == id.as_id());
    REQUIRE(load(
        running, "Visit__c", "Contact__r.Id,Owner.Username\n" + id_text + ",admin@example.org\n"
    ));
    CHECK(read(running, "Visit__c", "Contact__c", 1).as_id() == id.as_id());
    REQUIRE(load(running, "Account", "Name\nAcme\n"));
    REQUIRE(load(running, "Contact", "LastName,Account.Name\nHopper,Acme\nGordon,\n"));
    CHECK_FALSE(read(running, "Contact", "AccountId", 2).is_null());
    CHECK(read(running, "Contact", "AccountId", 3).is_null());
}

TEST_CASE("the first line must name fields") {
    CHECK(
        problem("Contact", "") == "contacts.csv:1: there is no line with the names of the fields"
    );
    CHECK(
        problem("Contact", "LastNam\nx\n") ==
        "contacts.csv:1: `Contact` has no field `LastNam`; did you mean `LastName`?"
    );
    CHECK(problem("Contact", "Xyzzyx\n") == "contacts.csv:1: `Contact` has no field `Xyzzyx`");
    CHECK(problem("Contact", "LastName,,Email\n") == "contacts.csv:1: column 2 has no name");
    CHECK(
        problem("Contact", "Email,LastName,EMAIL\n") ==
        "contacts.csv:1: columns 1 and 3 both give `Email`"
    );
    CHECK(
        problem("Contact", "AccountId,Account.Name\n") ==
        "contacts.csv:1: columns 1 and 2 both give `AccountId`"
    );
    CHECK(
        problem("Contact", "Id,LastName\n") == "contacts.csv:1: `Id` of `Contact` cannot be written"
    );
    CHECK(
        problem("Visit__c", "Double__c\n") ==
        "contacts.csv:1: `Double__c` of `Visit__c` cannot be written"
    );
}

TEST_CASE("columns of parents must name one parent") {
    CHECK(
        problem("Contact", "Acount.Name\n") ==
        "contacts.csv:1: `Contact` has no relationship `Acount`; did you mean `Account`?"
    );
    CHECK(
        problem("Contact", "Account.Nam\n") ==
        "contacts.csv:1: `Account` has no field `Nam`; did you mean `Name`?"
    );
    CHECK(
        problem("Contact", "Account.Phone\n") ==
        "contacts.csv:1: `Phone` does not tell one `Account` from another: a unique, external id "
        "or name field does"
    );
    CHECK(
        problem("Contact", "LastName,Account.Name\nx,Acme\n") ==
        "contacts.csv:2: column `Account.Name`: there is no `Account` whose `Name` is `Acme`"
    );
}

TEST_CASE("values that do not fit their field name their row and column") {
    CHECK(
        problem("Contact", "LastName,Birthdate\nx,2026-01-01\ny,31/12/99\n") ==
        "contacts.csv:3: column `Birthdate`: `31/12/99` is no date (yyyy-mm-dd)"
    );
    CHECK(
        problem("Visit__c", "Cost__c\n1,2\n") ==
        "contacts.csv:2: the row has 2 columns and the first line 1"
    );
    CHECK(
        problem("Visit__c", "Cost__c\nten\n") ==
        "contacts.csv:2: column `Cost__c`: `ten` is no number"
    );
    CHECK(
        problem("Visit__c", "Done__c\nyes\n") ==
        "contacts.csv:2: column `Done__c`: `yes` is no checkbox value (true or false)"
    );
    CHECK(
        problem("Visit__c", "At__c\n2026-01-01\n") ==
        "contacts.csv:2: column `At__c`: `2026-01-01` is no date and time (yyyy-mm-ddThh:mm:ssZ)"
    );
    CHECK(
        problem("Visit__c", "Start__c\n25:00\n") ==
        "contacts.csv:2: column `Start__c`: `25:00` is no time (hh:mm:ss)"
    );
    CHECK(
        problem("Visit__c", "Contact__c\n003\n") ==
        "contacts.csv:2: column `Contact__c`: `003` is no record id (15 or 18 characters)"
    );
    CHECK(
        problem("Contact", "LastName,Email\nx,\"open\n") ==
        "contacts.csv:2: column `Email`: the quote that begins the value is never closed"
    );
    CHECK(
        problem("Contact", "LastName,Email\nx\n") ==
        "contacts.csv:2: the row has 1 columns and the first line 2"
    );
}

TEST_CASE("nothing is saved when a late row cannot be read") {
    std::string text = "LastName,Birthdate\n";
    for (int row = 0; row < 1000; ++row)
        text += "Row,2026-01-01\n";
    CHECK(
        problem("Contact", text + "Row,never\n")
            .find("contacts.csv:1002: column `Birthdate`: `never` is no date") == 0
    );
}

TEST_CASE("rows that the org refuses are reported and the rest is saved") {
    RunningOrg running(sample_world());
    std::string text = "Number__c,Cost__c\n";
    for (int row = 1; row <= 450; ++row)
        text += std::to_string(row) + "," + (row % 100 == 0 ? "-1" : "1") + "\n";
    std::vector<std::pair<uint64_t, uint64_t>> told;
    const TemporaryFile file(text);
    const auto report = weir::load_csv(
        file.path(),
        object("Visit__c"),
        running.org,
        [&](std::string_view what, uint64_t done, uint64_t total) {
            if (what == "load contacts.csv")
                told.emplace_back(done, total);
        }
    );
    REQUIRE(report);
    CHECK((*report).rows == 450);
    CHECK((*report).saved == 446);
    REQUIRE((*report).refused.size() == 4);
    CHECK((*report).refused[0].line == 101);
    CHECK((*report).refused[3].line == 401);
    CHECK((*report).refused[0].code == "FIELD_CUSTOM_VALIDATION_EXCEPTION");
    CHECK((*report).refused[0].message == "Cost must not be negative");
    CHECK(told == std::vector<std::pair<uint64_t, uint64_t>>{{200, 450}, {400, 450}, {450, 450}});
}

TEST_CASE("a missing file is said") {
    RunningOrg running(sample_world());
    const auto report = weir::load_csv("no/such.csv", object("Contact"), running.org, {});
    REQUIRE_FALSE(report);
    CHECK(report.error().message == "cannot read `no/such.csv`: no such file");
}

TEST_CASE("many rows are streamed") {
    RunningOrg running(sample_world());
    std::string text = "LastName,Email,Birthdate\n";
    for (int row = 0; row < 20000; ++row) {
        const std::string number = std::to_string(row);
        text += "\"Row, " + number + "\",row" + number + "@acme.example,1999-12-31\n";
    }
    const auto report = load(running, "Contact", text);
    REQUIRE(report);
    CHECK((*report).saved == 20000);
    CHECK(running.store->count(object("Contact").id) == 20000);
}
