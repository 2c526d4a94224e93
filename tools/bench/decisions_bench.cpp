// Flows of all sizes: a decision of up to 1,000 outcomes, a flow of up to 10,000 elements, a loop
// over up to 50,000 items, a transaction of up to 10,000 rows. Lua does the same by a chain of
// conditions, statements, a loop; SQLite inserts the rows.
#include "bench/made_flows.hpp"
#include "suite.hpp"

#include <memory>

namespace {

using namespace weir;
using namespace weir::bench;

struct Running {
    explicit Running(std::string text)
        : engine(build_engine(std::move(text))), session(engine.open()) {}
    Engine engine;
    Session session;
};

HostValue number(uint32_t value) {
    return HostValue::number(std::to_string(value));
}

Work decide(uint32_t outcomes) {
    auto running = std::make_shared<Running>(wide_decision(outcomes));
    return [running, outcomes] {
        if (run_flow(running->session, "Wide", {{"Given", number(outcomes)}}) !=
            std::to_string(outcomes))
            stop("another outcome was taken");
    };
}

Work decide_in_lua(uint32_t outcomes) {
    std::string script = "return function(given)\n  if given == 0 then return 0\n";
    for (uint32_t outcome = 1; outcome <= outcomes; ++outcome)
        script += "  elseif given == " + std::to_string(outcome) + " then return " +
                  std::to_string(outcome) + "\n";
    auto lua = std::make_shared<LuaFunction>(script + "  end\nend");
    return [lua, outcomes] {
        if (lua->call(outcomes) != outcomes)
            stop("Lua took another branch");
    };
}

Work walk(uint32_t elements) {
    auto running = std::make_shared<Running>(long_flow(elements));
    return [running, elements] {
        if (run_flow(running->session, "Long", {}) != std::to_string(elements))
            stop("an element was passed over");
    };
}

Work walk_in_lua(uint32_t statements) {
    std::string script = "return function(given)\n  local total = given\n";
    for (uint32_t statement = 0; statement < statements; ++statement)
        script += "  total = total + 1\n";
    auto lua = std::make_shared<LuaFunction>(script + "  return total\nend");
    return [lua, statements] {
        if (lua->call(0) != statements)
            stop("Lua counted otherwise");
    };
}

Work loop(uint32_t items) {
    auto running = std::make_shared<Running>(made_world() + loop_flow());
    make_cases(running->session, items);
    const std::string sum =
        items % 2 == 0 ? std::to_string(items / 2 * 25) : std::to_string(items * 25 / 2) + ".5";
    return [running, sum] {
        if (run_flow(running->session, "Sum_Up", {}) != sum)
            stop("the sum is another");
    };
}

Work loop_in_lua(uint32_t items) {
    auto lua = std::make_shared<LuaFunction>(
        "local cases = {}\nfor i = 1, " + std::to_string(items) +
        " do cases[i] = { subject = 'Subject', amount = 12.5 } end\n"
        "return function()\n  local found, total = {}, 0\n  for i, case in ipairs(cases) do "
        "found[i] = { amount = case.amount } end\n"
        "  for _, case in ipairs(found) do total = total + case.amount end\n  return total\nend"
    );
    return [lua, items] {
        if (lua->call(0) != 12.5 * items)
            stop("Lua's sum is another");
    };
}

// Each turn on an org of its own: its rows are not those of the turn before.
Work create(uint32_t rows) {
    auto engine = std::make_shared<Engine>(build_engine(made_world() + bulk_create_flow()));
    return [engine, rows] {
        Session session = engine->open();
        run_flow(session, "Make_Cases", {{"Count", number(rows)}});
        if (session.count("Case__c") != rows)
            stop("the rows were not created");
    };
}

Work create_in_sqlite(uint32_t rows) {
    return [rows] {
        SqliteCases cases;
        cases.insert(rows, rows);
    };
}

} // namespace

int main(int argc, char** argv) {
    return run_curves(
        argc,
        argv,
        {
            {"outcomes of a decision", {10, 100, 1000}, decide, "lua", decide_in_lua},
            {"elements of a flow", {100, 1000, 10'000}, walk, "lua", walk_in_lua},
            {"items of a loop", {500, 5000, 50'000}, loop, "lua", loop_in_lua},
            {"rows of a transaction", {100, 1000, 10'000}, create, "sqlite", create_in_sqlite},
        }
    );
}
