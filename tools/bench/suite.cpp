#include "suite.hpp"

#include "medians.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <map>

namespace weir::bench {

void stop(std::string_view message) {
    fmt::print(stderr, "{}\n", message);
    std::exit(1);
}

Engine build_engine(std::string text) {
    Engine engine = Engine::Builder()
                        .add_source("world.flow", std::move(text))
                        .add_source("org.flow", "org {\n  limits off\n}\n")
                        .build();
    if (engine.error_count() > 0)
        stop(engine.messages().front().plain);
    return engine;
}

namespace {

std::string subject_of(uint32_t index) {
    return "Subject " + std::to_string(index / 2);
}

void require(sqlite3* database, bool is_well) {
    if (!is_well)
        stop(sqlite3_errmsg(database));
}

} // namespace

void make_cases(Session& session, uint32_t count) {
    std::vector<std::string> subjects;
    subjects.reserve(count);
    RecordTable table{{"Subject__c", "Amount__c"}, {}};
    table.cells.reserve(size_t{count} * 2);
    for (uint32_t index = 0; index < count; ++index) {
        subjects.push_back(subject_of(index));
        table.cells.insert(table.cells.end(), {subjects.back(), "12.5"});
    }
    const SavedTable saved = session.create_all("Case__c", table);
    if (!saved.error.empty() || !saved.refused.empty())
        stop("the cases were not saved");
}

std::string
run_flow(Session& session, std::string_view flow, const std::vector<NamedValue>& inputs) {
    const FlowResult result = session.run_flow(flow, inputs);
    if (!result.error.empty() || !result.fault.empty())
        stop(result.error + result.fault);
    return result.outputs.empty() ? std::string() : result.outputs.front().value.spelling;
}

LuaFunction::LuaFunction(const std::string& script) : state_(luaL_newstate()) {
    luaL_openlibs(state_);
    if (luaL_dostring(state_, script.c_str()) != LUA_OK)
        stop(lua_tostring(state_, -1));
}

double LuaFunction::call(double argument) {
    lua_pushvalue(state_, -1);
    lua_pushnumber(state_, argument);
    if (lua_pcall(state_, 1, 1, 0) != LUA_OK)
        stop(lua_tostring(state_, -1));
    const double answer = lua_tonumber(state_, -1);
    lua_pop(state_, 1);
    return answer;
}

SqliteCases::SqliteCases() {
    require(database_, sqlite3_open(":memory:", &database_) == SQLITE_OK);
    require(
        database_,
        sqlite3_exec(
            database_,
            "CREATE TABLE cases (id INTEGER PRIMARY KEY, subject TEXT COLLATE NOCASE, amount "
            "NUMERIC NOT NULL);"
            "CREATE INDEX by_subject ON cases (subject)",
            nullptr,
            nullptr,
            nullptr
        ) == SQLITE_OK
    );
    const auto prepare = [&](const char* sql, sqlite3_stmt*& statement) {
        require(
            database_, sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) == SQLITE_OK
        );
    };
    prepare("INSERT INTO cases (subject, amount) VALUES (?, 12.5)", insert_);
    prepare("SELECT id FROM cases WHERE subject = ?", equal_);
    prepare("SELECT id FROM cases WHERE instr(lower(subject), lower(?)) > 0", contains_);
}

SqliteCases::~SqliteCases() {
    sqlite3_finalize(insert_);
    sqlite3_finalize(equal_);
    sqlite3_finalize(contains_);
    sqlite3_close(database_);
}

void SqliteCases::clear() {
    require(
        database_,
        sqlite3_exec(database_, "DELETE FROM cases", nullptr, nullptr, nullptr) == SQLITE_OK
    );
}

void SqliteCases::insert(uint32_t count, uint32_t chunk) {
    for (uint32_t index = 0; index < count; ++index) {
        if (index % chunk == 0)
            sqlite3_exec(database_, "BEGIN", nullptr, nullptr, nullptr);
        const std::string subject = subject_of(index);
        sqlite3_bind_text(
            insert_, 1, subject.data(), static_cast<int>(subject.size()), SQLITE_STATIC
        );
        require(database_, sqlite3_step(insert_) == SQLITE_DONE);
        sqlite3_reset(insert_);
        if (index % chunk == chunk - 1 || index + 1 == count)
            sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr);
    }
}

uint64_t SqliteCases::count(sqlite3_stmt* statement, std::string_view text) {
    sqlite3_bind_text(statement, 1, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    uint64_t rows = 0;
    while (sqlite3_step(statement) == SQLITE_ROW)
        ++rows;
    sqlite3_reset(statement);
    return rows;
}

uint64_t SqliteCases::count_with(std::string_view subject) {
    return count(equal_, subject);
}
uint64_t SqliteCases::count_containing(std::string_view part) {
    return count(contains_, part);
}

namespace {

std::string label(const Curve& curve, uint32_t size, bool is_weir) {
    return fmt::format("{}/{}/{}", curve.name, size, is_weir ? "weir" : "peer");
}

void add(const std::string& name, const MakeWork& make, uint32_t size) {
    benchmark::RegisterBenchmark(name.c_str(), [make, size](benchmark::State& state) {
        const Work work = make(size);
        for (auto turn : state)
            work();
    })->Unit(benchmark::kNanosecond);
}

void print_curve(const Curve& curve, const std::map<std::string, double>& medians) {
    fmt::print("\n{}, nanoseconds a unit\n{:>10}{:>12}", curve.name, "units", "weir");
    if (curve.peer)
        fmt::print("{:>16}{:>10}", curve.peer_name, "ratio");
    fmt::print("\n");
    for (const uint32_t size : curve.sizes) {
        const auto time = [&](bool is_weir) {
            const auto found = medians.find(label(curve, size, is_weir));
            return found == medians.end() ? 0.0 : found->second / size;
        };
        if (time(true) == 0)
            continue; // left out by a filter
        fmt::print("{:>10}{:>12.1f}", size, time(true));
        if (curve.peer && time(false) > 0)
            fmt::print("{:>16.1f}{:>10.2f}", time(false), time(true) / time(false));
        fmt::print("\n");
    }
}

} // namespace

int run_curves(int argc, char** argv, const std::vector<Curve>& curves) {
    if (!begin_benchmarks(argc, argv, 5))
        return 2;
    for (const Curve& curve : curves)
        for (const uint32_t size : curve.sizes) {
            add(label(curve, size, true), curve.weir, size);
            if (curve.peer)
                add(label(curve, size, false), curve.peer, size);
        }
    const std::map<std::string, double> medians = run_benchmarks(false);
    for (const Curve& curve : curves)
        print_curve(curve, medians);
    return 0;
}

} // namespace weir::bench
