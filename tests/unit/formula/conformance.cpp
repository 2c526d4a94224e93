// The formulas and rows of shared/conformance/formulas.jsonl: what Salesforce's own engine answers.

#include "syntax/parse_formula.hpp"
#include "types/convert.hpp"
#include "types/decimal.hpp"
#include "unit/formula/world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>

using namespace weir;
using nlohmann::json;

namespace {

constexpr const char* cases_path = "../shared/conformance/formulas.jsonl";

/// Rows whose dates were once spelled beyond the calendar (`2004-01-01 24:00`, `2000-02-30`): the
/// file keeps what they were read as in one place, and the expected value is of what they were read
/// as in another, so no engine gives both. The same file has rows with the same dates, or dates
/// just as equal, and the opposite value.
bool contradicts_itself(const json& described, const json& row) {
    static const std::map<std::string, std::vector<std::string>> dates = {
        {"testIfDateCompareEqual", {"2004-01-02", "2000-03-01"}},
        {"testIfDateCompareLessThan", {"2000-03-01"}},
        {"testIfDateCompareGreaterThan", {"2004-01-02"}},
        {"testIfDateCompareLessThanOrEqual", {"2004-01-02"}},
        {"testIfDateCompareGreaterThanOrEqual", {"2000-03-01"}},
    };
    const auto found = dates.find(described["name"].get<std::string>());
    if (found == dates.end())
        return false;
    const json& date = row["in"]["customdate1__c"];
    return date.is_string() &&
           std::find(found->second.begin(), found->second.end(), date) != found->second.end();
}

struct Counts {
    size_t equal = 0;
    size_t total = 0;
    size_t contradictory = 0;
    std::map<std::string, size_t> misses;
    std::vector<std::string> shown;
};

FieldKind field_kind(const std::string& type) {
    static const std::map<std::string, FieldKind> kinds = {
        {"Number", FieldKind::number},
        {"Currency", FieldKind::currency},
        {"Percent", FieldKind::percent},
        {"Text", FieldKind::text},
        {"Boolean", FieldKind::checkbox},
        {"Date", FieldKind::date},
        {"DateTime", FieldKind::date_time},
        {"Time", FieldKind::time},
    };
    return kinds.at(type);
}

Type type_of(const std::string& type) {
    Field field;
    field.kind = field_kind(type);
    return field.type();
}

Value value_of(const json& value, const std::string& type, Arena& arena) {
    if (value.is_null())
        return Value::null();
    if (value.is_boolean())
        return Value::boolean(value.get<bool>());
    const auto& text = value.get_ref<const std::string&>();
    if (type == "Text")
        return Value::text(arena.copy(std::string_view(text)));
    if (type == "Date")
        return Value::date(*parse_date(text));
    if (type == "DateTime")
        return Value::date_time(*parse_date_time(text));
    if (type == "Time")
        return Value::time(*parse_time(text));
    if (type == "Boolean")
        return Value::boolean(text == "true");
    // The rows write numbers as people do: `.99`.
    const size_t digits = text.find_first_not_of("+-");
    std::string spelling = text;
    if (digits != std::string::npos && text[digits] == '.')
        spelling.insert(digits, "0");
    return Value::number(*parse_decimal(spelling), arena);
}

/// One formula with its fields, compiled; fields that are formulas are columns computed before.
class Case {
public:
    Case(const json& described, bool blank_as_zero)
        : rows_(described["rows"]), blank_as_zero_(blank_as_zero) {
        SchemaBuilder builder;
        Object* const object = builder.declare("Row__c", ObjectKind::custom);
        declare(builder, *object, described["fields"]);
        schema_ = builder.build();
        layouts_ = std::make_unique<Layouts>(schema_->object_count());
        object_ = schema_->find("Row__c");
        scope_.implicit = object_->id;
        fill(described["fields"]);
        result_ = run(described["formula"], described["returns"]);
    }

    [[nodiscard]] const std::vector<Value>& result() const { return result_; }
    [[nodiscard]] const Diagnostics& diagnostics() const { return out_; }
    Arena& arena() { return arena_; }

private:
    static void declare(SchemaBuilder& builder, Object& object, const json& fields) {
        for (const json& described : fields) {
            Field field;
            field.name = described["name"];
            field.kind = field_kind(described["type"]);
            field.scale = 18;
            builder.add_field(object, std::move(field));
            if (described.contains("fields"))
                declare(builder, object, described["fields"]);
        }
    }

    std::vector<Value>& column(const std::string& name) {
        const uint32_t slot = scope_.field_slot(*object_->find_field(name));
        std::vector<Value>& values = columns_[slot];
        values.resize(rows_.size());
        return values;
    }

    void fill(const json& fields) {
        for (const json& described : fields) {
            if (described.contains("fields"))
                fill(described["fields"]);
            if (described.contains("formula")) {
                const std::vector<Value> values = run(described["formula"], described["type"]);
                column(described["name"]) = values;
                continue;
            }
            std::vector<Value>& values = column(described["name"]);
            for (size_t row = 0; row < rows_.size(); ++row) {
                const json& in = rows_[row]["in"];
                const auto found = in.find(described["name"].get<std::string>());
                values[row] =
                    found == in.end() ? Value::null() : value_of(*found, described["type"], arena_);
            }
        }
    }

    std::vector<Value> run(const std::string& formula, const std::string& returns) {
        const SourceFile& file = sources_.add("formula", formula);
        const Formula* const parsed = parse_formula(file.text, file.begin, arena_, out_);
        CompileContext context{*schema_, *layouts_, arena_, out_, blank_as_zero_};
        const Expression compiled = compile(*parsed, scope_, context);
        const Expression expression =
            formula_result(compiled, type_of(returns), file.span(), "the formula", context);
        std::vector<Value*> slots;
        for (uint32_t slot = 0; slot < scope_.slots; ++slot) {
            columns_[slot].resize(rows_.size());
            slots.push_back(columns_[slot].data());
        }
        Surroundings surroundings;
        surroundings.now = 1'772'355'600'000;
        std::vector<uint32_t> all(rows_.size());
        for (uint32_t row = 0; row < all.size(); ++row)
            all[row] = row;
        std::vector<Value> result(rows_.size());
        const auto capacity = static_cast<uint32_t>(rows_.size());
        evaluate(expression, Frame{slots, capacity, &surroundings, &arena_}, all, result.data());
        return result;
    }

    const json& rows_;
    bool blank_as_zero_;
    std::unique_ptr<const Schema> schema_;
    std::unique_ptr<Layouts> layouts_;
    const Object* object_ = nullptr;
    Arena arena_;
    SourceMap sources_;
    Diagnostics out_;
    test::TestScope scope_;
    std::map<uint32_t, std::vector<Value>> columns_;
    std::vector<Value> result_;
};

bool is_equal(const Value& value, const json& expected, const std::string& returns) {
    if (expected.is_object())
        return value.is_fault();
    if (value.is_fault())
        return false;
    if (expected.is_null())
        return value.is_null() || (value.tag() == Tag::text && value.size() == 0);
    if (expected.is_boolean())
        return value.tag() == Tag::boolean && value.as_boolean() == expected.get<bool>();
    const auto& text = expected.get_ref<const std::string&>();
    if (value.is_number()) {
        const double left = to_double(value.decimal());
        const double right = std::strtod(text.c_str(), nullptr);
        return std::fabs(left - right) <= 1e-9 * std::max(std::fabs(left), std::fabs(right)) ||
               left == right;
    }
    if (value.tag() == Tag::text)
        return value.as_text() == text;
    if (returns == "Date")
        return value.tag() == Tag::date && parse_date(text) == value.integer();
    if (returns == "DateTime") {
        // The rows have whole seconds.
        const auto wanted = parse_date_time(text);
        return value.tag() == Tag::date_time && wanted &&
               std::abs(*wanted - value.integer()) < 1000;
    }
    if (returns == "Time")
        return value.tag() == Tag::time && parse_time(text) == value.integer();
    return false;
}

std::string shown(const Value& value, Arena& arena) {
    if (value.is_null())
        return "null";
    if (value.is_fault())
        return fmt::format("fault({})", value.as_fault().message);
    return std::string(to_text(value, arena));
}

void run_case(const json& described, bool blank_as_zero, Counts& counts) {
    const char* const key = blank_as_zero ? "blank_as_zero" : "blank_as_blank";
    const std::string returns = described["returns"];
    Case compiled(described, blank_as_zero);
    for (size_t row = 0; row < described["rows"].size(); ++row) {
        const json& expected = described["rows"][row][key];
        ++counts.total;
        // What Salesforce refuses only when it evaluates, we may refuse before.
        const bool refused = compiled.diagnostics().has_errors();
        if (refused ? expected.is_object() : is_equal(compiled.result()[row], expected, returns)) {
            ++counts.equal;
            continue;
        }
        if (contradicts_itself(described, described["rows"][row])) {
            ++counts.contradictory;
            continue;
        }
        const std::string name = described["name"];
        if (++counts.misses[name] > 3)
            continue;
        const std::string found = refused ? compiled.diagnostics().all().front().message
                                          : shown(compiled.result()[row], compiled.arena());
        counts.shown.push_back(fmt::format(
            "{} {} {}: {} -> {} (expected {})",
            name,
            described["formula"].dump(),
            key,
            described["rows"][row]["in"].dump(),
            found,
            expected.dump()
        ));
    }
}

} // namespace

TEST_CASE("the engine's formulas give the engine's values") {
    std::ifstream file(cases_path);
    if (!file) {
        WARN("skipped: there is no " << cases_path << " beside the project");
        return;
    }
    Counts counts;
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty())
            continue;
        const json described = json::parse(line);
        run_case(described, true, counts);
        run_case(described, false, counts);
    }
    for (const std::string& miss : counts.shown)
        UNSCOPED_INFO(miss);
    // Numbers beyond 34 digits before or behind the point, which only EXP makes of ordinary ones.
    constexpr size_t out_of_range = 26;
    WARN(
        counts.equal << " of " << counts.total << " equal, " << counts.contradictory
                     << " contradict others"
    );
    CHECK(counts.equal + counts.contradictory + out_of_range >= counts.total);
}
