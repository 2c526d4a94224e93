// Saves of records without flows: what the order of execution itself costs. SQLite inserts the same
// rows, with an index and in transactions of 200.
#include "bench/made_flows.hpp"
#include "suite.hpp"

#include <memory>

namespace {

using namespace weir;
using namespace weir::bench;

Work save(uint32_t rows) {
    auto engine = std::make_shared<Engine>(build_engine(made_world()));
    return [engine, rows] {
        Session session = engine->open();
        make_cases(session, rows);
    };
}

Work save_in_sqlite(uint32_t rows) {
    return [rows] {
        SqliteCases cases;
        cases.insert(rows, 200);
    };
}

/// An update that changes one field, of all records.
Work update(uint32_t rows) {
    auto engine = std::make_shared<Engine>(build_engine(made_world()));
    auto session = std::make_shared<Session>(engine->open());
    make_cases(*session, rows);
    auto ids = std::make_shared<std::vector<std::string>>();
    session->visit("Case__c", {"Id"}, [&](const std::vector<std::string_view>& cells) {
        ids->emplace_back(cells[0]);
    });
    auto turn = std::make_shared<uint32_t>(0);
    return [engine, session, ids, turn] {
        const std::string amount = std::to_string(++*turn);
        RecordTable table{{"Id", "Amount__c"}, {}};
        for (const std::string& id : *ids)
            table.cells.insert(table.cells.end(), {id, amount});
        const SavedTable saved = session->update_all("Case__c", table);
        if (!saved.error.empty() || !saved.refused.empty())
            stop("the cases were not updated");
    };
}

} // namespace

int main(int argc, char** argv) {
    return run_curves(
        argc,
        argv,
        {
            {"records created", {200, 2000, 20'000}, save, "sqlite", save_in_sqlite},
            {"records updated", {200, 2000, 20'000}, update, "", nullptr},
        }
    );
}
