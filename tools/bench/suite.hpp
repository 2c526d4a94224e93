// What the suites of Google Benchmark share: how they run, and their peers Lua and SQLite.
#pragma once

#include "weir/engine.h"

#include <cstdint>
#include <functional>
#include <lua.hpp>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <vector>

namespace weir::bench {

[[noreturn]] void stop(std::string_view message);

/// An engine of these texts, its limits off; ends the program if they have errors.
[[nodiscard]] Engine build_engine(std::string text);
/// So many records of Case__c: Subject__c "Subject 0", "Subject 0", "Subject 1" …, Amount__c 12.5.
void make_cases(Session& session, uint32_t count);
/// The first output of a flow that must go well; empty if it has none.
std::string
run_flow(Session& session, std::string_view flow, const std::vector<NamedValue>& inputs);

/// A Lua state with one function in it.
class LuaFunction {
public:
    /// `script` answers the function.
    explicit LuaFunction(const std::string& script);
    LuaFunction(const LuaFunction&) = delete;
    LuaFunction& operator=(const LuaFunction&) = delete;
    ~LuaFunction() { lua_close(state_); }
    double call(double argument);

private:
    lua_State* state_;
};

/// A table `cases (id, subject, amount)` in SQLite, in memory.
class SqliteCases {
public:
    SqliteCases();
    SqliteCases(const SqliteCases&) = delete;
    SqliteCases& operator=(const SqliteCases&) = delete;
    ~SqliteCases();
    /// The records of make_cases, in transactions of `chunk`.
    void insert(uint32_t count, uint32_t chunk);
    void clear();
    uint64_t count_with(std::string_view subject);
    uint64_t count_containing(std::string_view part);

private:
    uint64_t count(sqlite3_stmt* statement, std::string_view text);
    sqlite3* database_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
    sqlite3_stmt* equal_ = nullptr;
    sqlite3_stmt* contains_ = nullptr;
};

/// A measured piece of work on `size` units; made ready by what makes it.
using Work = std::function<void()>;
using MakeWork = std::function<Work(uint32_t size)>;
/// One of a suite: its sizes, the work in weir and in its peer (none: null).
struct Curve {
    std::string name;
    std::vector<uint32_t> sizes;
    MakeWork weir;
    std::string peer_name;
    MakeWork peer;
};

/// Runs all by Google Benchmark and prints, for each, the medians in nanoseconds a unit, size by
/// size, weir beside its peer: a line that stays level is linear growth.
int run_curves(int argc, char** argv, const std::vector<Curve>& curves);

} // namespace weir::bench
