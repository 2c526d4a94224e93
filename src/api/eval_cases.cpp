// Every row of a case file, column by column: a formula is compiled twice, once for each treatment
// of blanks.
#include "api/case_file.hpp"
#include "api/messages.hpp"
#include "api/object_scope.hpp"
#include "base/diagnostic.hpp"
#include "base/limits.hpp"
#include "formula/compile.hpp"
#include "formula/function.hpp"
#include "syntax/parse_formula.hpp"
#include "types/convert.hpp"
#include "types/decimal.hpp"
#include "weir/eval.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <numeric>
#include <optional>

namespace weir {

namespace {

using nlohmann::json;

/// A case says nothing of the time: a fixed one, so that two runs give the same.
constexpr int64_t now_of_cases = 1'772'355'600'000;

Type type_of(FieldKind kind) {
    Field field;
    field.kind = kind;
    return field.type();
}

std::string spelling_of(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// An input as a value of its field; nothing if its spelling fits no value.
std::optional<Value> input_value(const json& value, FieldKind kind, Arena& arena) {
    if (value.is_null())
        return Value::null();
    std::string spelling = spelling_of(value);
    const Type type = type_of(kind);
    if (type.is_textual())
        return Value::text(arena.copy(std::string_view(spelling)));
    // Numbers are written as people do: `.99`.
    if (const size_t digits = spelling.find_first_not_of("+-");
        type.is_numeric() && digits != std::string::npos && spelling[digits] == '.')
        spelling.insert(digits, "0");
    return from_text(spelling, type.kind, arena);
}

/// A case compiled with one treatment of blanks. Fields that are formulas are columns, computed
/// before what reads them.
class CaseRun {
public:
    CaseRun(const FormulaCase& described, BlankAs blank_as)
        : described_(described), blank_as_zero_(blank_as == BlankAs::zero) {}

    /// False if the file is wrong: see `mistake`.
    [[nodiscard]] bool run() {
        SchemaBuilder builder;
        Object* const declared = builder.declare("Case__c", ObjectKind::custom);
        declare(builder, *declared, described_.fields);
        schema_ = builder.build();
        layouts_ = std::make_unique<Layouts>(schema_->object_count());
        object_ = schema_->find("Case__c");
        columns_.resize(object_->fields.size());
        if (!fill(described_.fields))
            return false;
        result_ = evaluated(described_.formula, described_.returns);
        return true;
    }

    [[nodiscard]] const std::string& mistake() const { return mistake_; }
    /// Why the formula is refused; null if it is not.
    [[nodiscard]] const Diagnostic* refusal() const {
        const auto& all = out_.all();
        const auto error = std::find_if(all.begin(), all.end(), [](const Diagnostic& diagnostic) {
            return diagnostic.severity == Severity::error;
        });
        return error == all.end() ? nullptr : &*error;
    }
    [[nodiscard]] const Value& result(size_t row) const { return result_[row]; }
    [[nodiscard]] Arena& arena() { return arena_; }

private:
    static void
    declare(SchemaBuilder& builder, Object& object, const std::vector<CaseField>& fields) {
        for (const CaseField& described : fields) {
            Field field;
            field.name = described.name;
            field.kind = described.kind;
            field.scale = 18;
            builder.add_field(object, std::move(field));
            declare(builder, object, described.fields);
        }
    }

    [[nodiscard]] bool fill(const std::vector<CaseField>& fields) {
        for (const CaseField& field : fields) {
            if (!fill(field.fields))
                return false;
            // Declared before, under this name, so it is there.
            const FieldId id = *object_->find_field(field.name);
            std::vector<Value>& column = columns_[static_cast<size_t>(id)];
            column = field.formula.empty() ? inputs(field) : evaluated(field.formula, field.kind);
            if (!mistake_.empty())
                return false;
        }
        return true;
    }

    [[nodiscard]] std::vector<Value> inputs(const CaseField& field) {
        std::vector<Value> column;
        for (const CaseRow& row : described_.rows) {
            const auto found = row.in.find(field.name);
            const auto value = found == row.in.end() ? std::optional(Value::null())
                                                     : input_value(*found, field.kind, arena_);
            if (!value)
                mistake_ = fmt::format(
                    "`{}` is {}, and that is no {}",
                    field.name,
                    found->dump(-1, ' ', false, json::error_handler_t::replace),
                    name(type_of(field.kind).kind)
                );
            column.push_back(value.value_or(Value::null()));
        }
        return column;
    }

    [[nodiscard]] std::vector<Value> evaluated(const std::string& formula, FieldKind returns) {
        const SourceFile& file = sources_.add("formula", formula);
        const Formula* const parsed = parse_formula(file.text, file.begin, arena_, out_);
        ObjectScope scope(*object_);
        CompileContext context{*schema_, *layouts_, arena_, out_, blank_as_zero_};
        const Expression expression = formula_result(
            compile(*parsed, scope, context), type_of(returns), file.span(), "the formula", context
        );
        const size_t count = described_.rows.size();
        std::vector<Value> nothing(count, Value::null());
        std::vector<Value*> slots;
        for (const ObjectScope::Source& source : scope.sources()) {
            const bool is_field = source.kind == ObjectScope::Source::Kind::field;
            std::vector<Value>& column =
                is_field ? columns_[static_cast<size_t>(source.field)] : nothing;
            column.resize(count);
            slots.push_back(column.data());
        }
        Surroundings surroundings;
        surroundings.now = now_of_cases;
        std::vector<uint32_t> rows(count);
        std::iota(rows.begin(), rows.end(), 0U);
        std::vector<Value> result(count);
        evaluate(
            expression,
            Frame{slots, static_cast<uint32_t>(count), &surroundings, &arena_},
            rows,
            result.data()
        );
        return result;
    }

    const FormulaCase& described_;
    bool blank_as_zero_;
    std::string mistake_;
    std::unique_ptr<const Schema> schema_;
    std::unique_ptr<Layouts> layouts_;
    const Object* object_ = nullptr;
    Arena arena_;
    SourceMap sources_;
    Diagnostics out_;
    std::vector<std::vector<Value>> columns_; // by FieldId
    std::vector<Value> result_;
};

bool equal_numbers(double left, double right) {
    return left == right ||
           std::fabs(left - right) < 1e-9 * std::max(std::fabs(left), std::fabs(right));
}

bool is_equal(const Value& value, const json& expected) {
    if (expected.is_object())
        return value.is_fault();
    if (expected.is_null())
        return value.is_null() || (value.tag() == Tag::text && value.size() == 0);
    const std::string text = spelling_of(expected);
    switch (value.tag()) {
    case Tag::boolean:
        return (value.as_boolean() ? "true" : "false") == text;
    case Tag::number:
    case Tag::big_number: {
        char* end = nullptr;
        const double number = std::strtod(text.c_str(), &end);
        return end != text.c_str() && *end == '\0' &&
               equal_numbers(to_double(value.decimal()), number);
    }
    case Tag::text:
        return value.as_text() == text;
    case Tag::date:
        return parse_date(text) == value.integer();
    case Tag::date_time: {
        // The rows have whole seconds.
        const auto wanted = parse_date_time(text);
        return wanted && std::abs(*wanted - value.integer()) < 1000;
    }
    case Tag::time:
        return parse_time(text) == value.integer();
    case Tag::id:
        return parse_id(text) == value.as_id();
    case Tag::unset:
    case Tag::null:
    case Tag::record:
    case Tag::collection:
    case Tag::fault:
        return false;
    }
    return false;
}

json error_of(std::string_view message) {
    return {{"error", std::string(message)}};
}

json found_of(const Value& value, Arena& arena) {
    if (value.is_null())
        return nullptr;
    if (value.is_fault())
        return error_of(value.as_fault().message);
    if (value.tag() == Tag::boolean)
        return value.as_boolean();
    return std::string(to_text(value, arena));
}

std::string json_text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Adds the values of one case with one treatment of blanks; what is wrong with the case, or
// nothing.
std::string add_column(const FormulaCase& described, BlankAs blank_as, CasesReport& report) {
    const auto column = static_cast<size_t>(blank_as);
    CaseRun run(described, blank_as);
    if (!run.run())
        return run.mistake();
    const Diagnostic* const refusal = run.refusal();
    for (size_t row = 0; row < described.rows.size(); ++row) {
        const json& expected = described.rows[row].expected[column];
        ++report.total;
        // What Salesforce refuses only when it evaluates may be refused before.
        if (refusal != nullptr ? expected.is_object() : is_equal(run.result(row), expected)) {
            ++report.equal;
            continue;
        }
        report.differences.push_back(
            {described.name,
             described.formula,
             std::string(case_columns[column]),
             json_text(described.rows[row].in),
             json_text(expected),
             json_text(
                 refusal != nullptr ? error_of(refusal->message)
                                    : found_of(run.result(row), run.arena())
             )}
        );
    }
    return {};
}

} // namespace

CasesReport evaluate_cases(const std::string& path) {
    CasesReport report;
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        report.error = fmt::format("cannot read `{}`", path);
        return report;
    }
    std::string line;
    for (size_t number = 1; std::getline(file, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        const Result<FormulaCase> described = parse_case(line);
        std::string mistake = described ? std::string() : described.error().message;
        for (const BlankAs blank_as : {BlankAs::zero, BlankAs::blank})
            if (mistake.empty())
                mistake = add_column(*described, blank_as, report);
        if (!mistake.empty()) {
            report.error = fmt::format("{}:{}: {}", path, number, mistake);
            return report;
        }
    }
    if (file.bad())
        report.error = fmt::format("cannot read `{}` to its end", path);
    return report;
}

} // namespace weir
