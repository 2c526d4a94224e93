// Whole tables of records, in and out.
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace {

using weir::HostValue;

const char* const world = R"(
extend Contact {
  Score__c   Number(8, 2)
  Number__c  Text(20)  unique
}
)";

weir::Engine build() {
    weir::Engine engine = weir::Engine::Builder().add_source("world.flow", world).build();
    REQUIRE(engine.error_count() == 0);
    return engine;
}

weir::RecordTable contacts(size_t count, std::vector<std::string>& texts) {
    for (size_t index = 0; index < count; ++index)
        texts.push_back("Row " + std::to_string(index));
    weir::RecordTable table{{"LastName", "Score__c", "Number__c"}, {}};
    for (size_t index = 0; index < count; ++index)
        table.cells.insert(table.cells.end(), {texts[index], "1.50", texts[index]});
    return table;
}

} // namespace

TEST_CASE("a table of records is saved and found again") {
    const weir::Engine engine = build();
    weir::Session session = engine.open();
    std::vector<std::string> texts;
    const weir::SavedTable saved = session.create_all("Contact", contacts(450, texts));
    CHECK(saved.error.empty());
    CHECK(saved.refused.empty());
    REQUIRE(saved.ids.size() == 450);
    CHECK(session.count("Contact") == 450);
    CHECK(session.count("Contact", "LastName", HostValue::text("row 7")) == 1);
    CHECK(session.report().transactions >= 3); // chunks of 200

    std::vector<std::string> shown;
    session.visit(
        "Contact",
        {"Id", "LastName", "Score__c", "Email"},
        [&](const std::vector<std::string_view>& cells) {
            REQUIRE(cells.size() == 4);
            CHECK(cells[0] == std::string_view(saved.ids[shown.size()].data(), 18));
            CHECK(cells[2] == "1.5");
            CHECK(cells[3].empty());
            shown.emplace_back(cells[1]);
        }
    );
    CHECK(shown == texts);
}

TEST_CASE("a record that is refused keeps no other of its table from being saved") {
    const weir::Engine engine = build();
    weir::Session session = engine.open();
    const weir::RecordTable table{
        {"LastName", "Number__c"}, {"One", "1", "Again", "1", "", "2", "Three", "3"}};
    const weir::SavedTable saved = session.create_all("Contact", table);
    CHECK(saved.error.empty());
    REQUIRE(saved.refused.size() == 2);
    CHECK(saved.refused[0].row == 1);
    CHECK(saved.refused[0].code == "DUPLICATE_VALUE");
    CHECK(saved.refused[1].row == 2);
    CHECK(saved.refused[1].code == "REQUIRED_FIELD_MISSING");
    CHECK(saved.ids[1] == std::array<char, 18>{});
    CHECK(session.count("Contact") == 2);
}

TEST_CASE("tables of records are updated by id") {
    const weir::Engine engine = build();
    weir::Session session = engine.open();
    std::vector<std::string> texts;
    const weir::SavedTable saved = session.create_all("Contact", contacts(3, texts));
    weir::RecordTable change{{"Id", "Score__c"}, {}};
    for (const auto& id : saved.ids)
        change.cells.insert(change.cells.end(), {std::string_view(id.data(), id.size()), "7"});
    CHECK(session.update_all("Contact", change).error.empty());
    CHECK(session.count("Contact", "Score__c", HostValue::number("7")) == 3);
}

TEST_CASE("what is wrong with a table is said and nothing is saved") {
    const weir::Engine engine = build();
    weir::Session session = engine.open();
    CHECK(
        session.create_all("Contcat", {{"LastName"}, {"A"}}).error.find("`Contact`") !=
        std::string::npos
    );
    CHECK(
        session.create_all("Contact", {{"LastNam"}, {"A"}}).error ==
        "`Contact` has no field `LastNam`"
    );
    CHECK(
        session.create_all("Contact", {{"LastName", "Email"}, {"A"}}).error ==
        "every row of a table needs a cell for each field"
    );
    CHECK(
        session.create_all("Contact", {{}, {}}).error ==
        "every row of a table needs a cell for each field"
    );
    CHECK(
        session.create_all("Contact", {{"Score__c"}, {"much"}}).error ==
        "row 0: `much` does not fit `Score__c`"
    );
    CHECK(
        session.update_all("Contact", {{"LastName"}, {"A"}}).error ==
        "records to update need a column `Id`"
    );
    CHECK(session.count("Contact") == 0);
    CHECK(session.count("Contcat") == 0);
    CHECK(session.count("Contact", "LastNam", HostValue::text("A")) == 0);
    session.visit("Contact", {"LastNam"}, [](const std::vector<std::string_view>&) {
        FAIL("shown");
    });
}
