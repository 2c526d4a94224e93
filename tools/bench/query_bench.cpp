// Finding records: by the value of a field, which gets an index, and by a part of it, which looks
// at all. SQLite asks an index and all rows. A unit is a question of the first curve, a record of
// the second.
#include "bench/made_flows.hpp"
#include "suite.hpp"

#include <memory>

namespace {

using namespace weir;
using namespace weir::bench;

constexpr uint32_t records = 20'000;

std::string flow_by_part() {
    return R"(flow Find_Part "Find Part" {
  api 62.0
  var Part: Text input
  get Found: Case__c where Subject__c contains Part
}
)";
}

struct Running {
    Running(std::string text, uint32_t count)
        : engine(build_engine(std::move(text))), session(engine.open()) {
        make_cases(session, count);
    }
    Engine engine;
    Session session;
};

Work find(uint32_t questions) {
    auto running = std::make_shared<Running>(made_world(), records);
    return [running, questions] {
        for (uint32_t question = 0; question < questions; ++question)
            if (running->session.count(
                    "Case__c", "Subject__c", HostValue::text("subject " + std::to_string(question))
                ) != 2)
                stop("weir found others");
    };
}

Work find_in_sqlite(uint32_t questions) {
    auto cases = std::make_shared<SqliteCases>();
    cases->insert(records, records);
    return [cases, questions] {
        for (uint32_t question = 0; question < questions; ++question)
            if (cases->count_with("subject " + std::to_string(question)) != 2)
                stop("SQLite found others");
    };
}

Work scan(uint32_t rows) {
    auto running = std::make_shared<Running>(made_world() + flow_by_part(), rows);
    return [running] {
        run_flow(running->session, "Find_Part", {{"Part", HostValue::text("ject 7")}});
    };
}

Work scan_in_sqlite(uint32_t rows) {
    auto cases = std::make_shared<SqliteCases>();
    cases->insert(rows, rows);
    return [cases] {
        if (cases->count_containing("ject 7") == 0)
            stop("SQLite found nothing");
    };
}

} // namespace

int main(int argc, char** argv) {
    return run_curves(
        argc,
        argv,
        {
            {"questions by value", {10, 100, 1000}, find, "sqlite", find_in_sqlite},
            {"records looked at", {1000, 10'000, 50'000}, scan, "sqlite", scan_in_sqlite},
        }
    );
}
