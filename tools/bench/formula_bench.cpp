// Formulas of weir beside the same formulas in Lua 5.4, over batches of 200 records, as a save
// brings them. Lua runs them in two ways: a function that the host calls for each record, and one
// loop over the batch inside Lua with the formula written into it; weir is compared with the faster
// one. Ends with a table of ratios, and fails if weir is slower than it has to be.
#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "formula/compile.hpp"
#include "medians.hpp"
#include "schema/schema.hpp"
#include "syntax/parse_formula.hpp"
#include "types/convert.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <lua.hpp>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace {

using namespace weir;

constexpr uint32_t batch_size = 200;

struct Column {
    const char* name;
    TypeKind kind;
};
constexpr Column columns[] = {
    {"A", TypeKind::boolean},
    {"B", TypeKind::text},
    {"Amount", TypeKind::number},
    {"Discount", TypeKind::number},
    {"Probability", TypeKind::number},
    {"Stage", TypeKind::text},
    {"Region", TypeKind::text},
    {"Name", TypeKind::text},
};
constexpr size_t column_count = std::size(columns);

/// Texts of values as people write them; an empty one is no value.
using Record = std::vector<std::string>;

Record make_record(uint32_t row) {
    constexpr const char* stages[] = {"Prospecting", "Closed Won", "Negotiation"};
    constexpr const char* regions[] = {"North", "South", "West", "East", ""};
    constexpr const char* names[] = {
        "Acme", "Globex Corporation", "Initech", "Acme Holdings of the North"};
    return {
        row % 3 != 0 ? "true" : "false",
        row % 2 == 0 ? "x" : "y",
        row % 17 == 0 ? "" : fmt::format("{}.{:02}", 300 + 37 * row, row % 100),
        fmt::format("0.{:02}", row % 40),
        fmt::format("0.{:02}", (row * 7) % 100),
        stages[row % 3],
        regions[row % 5],
        names[row % 4],
    };
}

struct Suite {
    const char* name;
    const char* formula;
    int nodes;
    const char* lua; // the local `value` from the record `r`
    double allowed;  // of Lua's time
};

constexpr Suite suites[] = {
    {"small", R"(AND(A, B = "x"))", 5, R"(local value = r.A and r.B == "x")", 0.25},
    {"forty_nodes",
     R"(IF(AND(Amount > 1000, Stage = "Closed Won"),
   ROUND(Amount * (1 - Discount) * CASE(Region, "North", 1.1, "South", 1.05, 1), 2) + IF(A, 25, 0),
   IF(OR(Probability >= 0.5, BEGINS(Name, "Acme")), Amount * Probability, 0)))",
     40,
     R"(local amount, value = r.Amount, nil
    if amount and amount > 1000 and r.Stage == "Closed Won" then
      value = floor(amount * (1 - r.Discount) * (factors[r.Region] or 1) * 100 + 0.5) / 100 + (r.A and 25 or 0)
    elseif r.Probability >= 0.5 or sub(r.Name, 1, 4) == "Acme" then
      value = amount and amount * r.Probability
    else
      value = 0
    end)",
     0.5},
};

// ------------------------------------------------------------------------------------------------
// weir

int count(const Expr& expr) {
    int nodes = 1;
    if (expr.kind == ExprKind::call)
        for (const Expr* const argument : static_cast<const CallExpr&>(expr).arguments)
            nodes += count(*argument);
    if (expr.kind == ExprKind::unary)
        nodes += count(*static_cast<const UnaryExpr&>(expr).operand);
    if (expr.kind == ExprKind::chain) {
        const auto& chain = static_cast<const ChainExpr&>(expr);
        nodes += static_cast<int>(chain.operators.size()) - 1;
        for (const Expr* const operand : chain.operands)
            nodes += count(*operand);
    }
    return nodes;
}

class ColumnScope final : public Scope {
public:
    Resolution resolve(const Path& path) override {
        Resolution result;
        for (size_t index = 0; index < column_count; ++index) {
            if (path.parts[0].text != columns[index].name)
                continue;
            result.kind = Resolution::Kind::slot;
            result.slot = static_cast<uint32_t>(index);
            result.type = Type::of(columns[index].kind);
        }
        return result;
    }
};

[[noreturn]] void stop(const std::string& why) {
    fmt::print(stderr, "bench_formula: {}\n", why);
    std::exit(2);
}

/// A formula with a batch of records.
class WeirBatch {
public:
    explicit WeirBatch(const Suite& suite) : out_(batch_size), rows_(batch_size) {
        schema_ = SchemaBuilder().build();
        Layouts layouts(schema_->object_count());
        Diagnostics diagnostics;
        const SourceFile& file = sources_.add("formula", suite.formula);
        const Formula* const formula = parse_formula(file.text, file.begin, program_, diagnostics);
        if (count(*formula->root) != suite.nodes)
            stop(fmt::format("`{}` has {} nodes", suite.name, count(*formula->root)));
        ColumnScope scope;
        CompileContext context{*schema_, layouts, program_, diagnostics};
        expression_ = compile(*formula, scope, context);
        if (diagnostics.has_errors())
            stop(diagnostics.all().front().message);
        std::iota(rows_.begin(), rows_.end(), 0U);
        for (size_t column = 0; column < column_count; ++column) {
            std::vector<Value>& values = values_.emplace_back();
            for (const uint32_t row : rows_)
                values.push_back(from_text(make_record(row)[column], columns[column].kind, program_)
                                     .value_or(Value::null()));
            slots_.push_back(values.data());
        }
    }

    void evaluate() {
        arena_.clear();
        weir::evaluate(
            expression_, Frame{slots_, batch_size, nullptr, &arena_}, rows_, out_.data()
        );
    }

    /// The results as Lua has them.
    [[nodiscard]] std::string result(uint32_t row) const {
        const Value& value = out_[row];
        if (value.is_number())
            return fmt::format("{:.6f}", to_double(value.decimal()));
        return value.tag() == Tag::boolean ? (value.as_boolean() ? "true" : "false") : "nothing";
    }

private:
    SourceMap sources_;
    Arena program_;
    Arena arena_;
    std::unique_ptr<const Schema> schema_;
    Expression expression_;
    std::vector<std::vector<Value>> values_;
    std::vector<Value*> slots_;
    std::vector<Value> out_;
    std::vector<uint32_t> rows_;
};

// -------------------------------------------------------------------------------------------------
// Lua

/// The same records as tables, and the formula as a function of one and as a loop over all.
class LuaBatch {
public:
    explicit LuaBatch(const Suite& suite) : state_(luaL_newstate()) {
        luaL_openlibs(state_);
        lua_createtable(state_, batch_size, 0);
        for (uint32_t row = 0; row < batch_size; ++row) {
            push(make_record(row));
            lua_rawseti(state_, -2, row + 1);
        }
        lua_setglobal(state_, "records");
        // What a function uses is local to it: globals are looked up by name.
        const std::string script = fmt::format(
            R"(local floor, sub = math.floor, string.sub
local factors = {{North = 1.1, South = 1.05}}
local records, results = records, {{}}
function one(r)
  {0}
  return value
end
function all()
  for i = 1, #records do
    local r = records[i]
    {0}
    results[i] = value
  end
  return results
end)",
            suite.lua
        );
        if (luaL_dostring(state_, script.c_str()) != LUA_OK)
            stop(lua_tostring(state_, -1));
        lua_getglobal(state_, "one");
        one_ = luaL_ref(state_, LUA_REGISTRYINDEX);
        lua_getglobal(state_, "all");
        all_ = luaL_ref(state_, LUA_REGISTRYINDEX);
        for (uint32_t row = 0; row < batch_size; ++row) {
            lua_getglobal(state_, "records");
            lua_rawgeti(state_, -1, row + 1);
            records_.push_back(luaL_ref(state_, LUA_REGISTRYINDEX));
            lua_pop(state_, 1);
        }
    }
    LuaBatch(const LuaBatch&) = delete;
    LuaBatch& operator=(const LuaBatch&) = delete;
    ~LuaBatch() { lua_close(state_); }

    /// The host calls for each record, and reads what came out.
    [[nodiscard]] double call_each() {
        double sum = 0;
        lua_rawgeti(state_, LUA_REGISTRYINDEX, one_);
        for (const int record : records_) {
            lua_pushvalue(state_, -1);
            lua_rawgeti(state_, LUA_REGISTRYINDEX, record);
            lua_call(state_, 1, 1);
            sum += lua_isboolean(state_, -1) ? lua_toboolean(state_, -1) : lua_tonumber(state_, -1);
            lua_pop(state_, 1);
        }
        lua_pop(state_, 1);
        return sum;
    }

    /// One call: the loop is Lua's. The results stay in a table there.
    void call_once() {
        lua_rawgeti(state_, LUA_REGISTRYINDEX, all_);
        lua_call(state_, 0, 1);
        lua_pop(state_, 1);
    }

    [[nodiscard]] std::string result(uint32_t row) {
        lua_rawgeti(state_, LUA_REGISTRYINDEX, one_);
        lua_rawgeti(state_, LUA_REGISTRYINDEX, records_[row]);
        lua_call(state_, 1, 1);
        std::string text =
            lua_isboolean(state_, -1)  ? (lua_toboolean(state_, -1) != 0 ? "true" : "false")
            : lua_isnumber(state_, -1) ? fmt::format("{:.6f}", lua_tonumber(state_, -1))
                                       : "nothing";
        lua_pop(state_, 1);
        return text;
    }

private:
    void push(const Record& record) {
        lua_createtable(state_, 0, column_count);
        for (size_t column = 0; column < column_count; ++column) {
            const std::string& text = record[column];
            if (text.empty())
                continue;
            if (columns[column].kind == TypeKind::boolean)
                lua_pushboolean(state_, text == "true");
            else if (columns[column].kind == TypeKind::number)
                lua_pushnumber(state_, std::strtod(text.c_str(), nullptr));
            else
                lua_pushlstring(state_, text.data(), text.size());
            lua_setfield(state_, -2, columns[column].name);
        }
    }

    lua_State* state_;
    int one_ = 0;
    int all_ = 0;
    std::vector<int> records_;
};

/// Both must answer the same before either is timed.
void compare_results(const Suite& suite) {
    WeirBatch weir(suite);
    LuaBatch lua(suite);
    weir.evaluate();
    for (uint32_t row = 0; row < batch_size; ++row)
        if (weir.result(row) != lua.result(row))
            stop(fmt::format(
                "`{}`, record {}: weir {}, Lua {}",
                suite.name,
                row,
                weir.result(row),
                lua.result(row)
            ));
}

// ------------------------------------------------------------------------------------------
// measurement

std::string label(const Suite& suite, const char* engine) {
    return fmt::format("{}/{}", suite.name, engine);
}

void add_benchmarks(const Suite& suite) {
    const auto finish = [](benchmark::State& state) {
        state.SetItemsProcessed(state.iterations() * int64_t{batch_size});
    };
    benchmark::RegisterBenchmark(
        label(suite, "weir").c_str(),
        [&suite, finish](benchmark::State& state) {
            WeirBatch batch(suite);
            for (auto turn : state)
                batch.evaluate();
            finish(state);
        }
    );
    benchmark::RegisterBenchmark(
        label(suite, "lua_call_each").c_str(),
        [&suite, finish](benchmark::State& state) {
            LuaBatch batch(suite);
            for (auto turn : state)
                benchmark::DoNotOptimize(batch.call_each());
            finish(state);
        }
    );
    benchmark::RegisterBenchmark(
        label(suite, "lua_loop").c_str(),
        [&suite, finish](benchmark::State& state) {
            LuaBatch batch(suite);
            for (auto turn : state)
                batch.call_once();
            finish(state);
        }
    );
}

bool print_ratios(const std::map<std::string, double>& medians) {
    bool well = true;
    fmt::print(
        "\nmedians, nanoseconds a record\n{:<14}{:>8}{:>16}{:>10}{:>9}{:>10}\n",
        "formula",
        "weir",
        "lua, each",
        "lua loop",
        "ratio",
        "allowed"
    );
    for (const Suite& suite : suites) {
        const auto find = [&](const char* engine) {
            const auto found = medians.find(label(suite, engine));
            return found == medians.end() ? 0.0 : found->second / batch_size;
        };
        const double weir = find("weir");
        const double each = find("lua_call_each");
        const double loop = find("lua_loop");
        if (weir == 0 || each == 0 || loop == 0)
            continue; // left out by a filter
        const double ratio = weir / std::min(each, loop);
        well = well && ratio <= suite.allowed;
        fmt::print(
            "{:<14}{:>8.1f}{:>16.1f}{:>10.1f}{:>9.2f}{:>10.2f}{}\n",
            suite.name,
            weir,
            each,
            loop,
            ratio,
            suite.allowed,
            ratio <= suite.allowed ? "" : "  too slow"
        );
    }
    return well;
}

} // namespace

int main(int argc, char** argv) {
    if (!bench::begin_benchmarks(argc, argv, 15, {"--benchmark_report_aggregates_only=true"}))
        return 2;
    for (const Suite& suite : suites) {
        compare_results(suite);
        add_benchmarks(suite);
    }
    return print_ratios(bench::run_benchmarks(true)) ? 0 : 1;
}
