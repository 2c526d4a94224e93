#include "api/eval.hpp"

#include "api/fault_text.hpp"
#include "api/host_values.hpp"
#include "api/json_scope.hpp"
#include "api/messages.hpp"
#include "api/object_scope.hpp"
#include "api/record_tree.hpp"
#include "base/limits.hpp"
#include "base/suggest.hpp"
#include "org/transaction.hpp"
#include "syntax/parse_formula.hpp"

#include <fmt/format.h>

#include <array>

namespace weir {

namespace {

/// A formula on its way from text to value, against one record.
class FormulaRun {
public:
    FormulaRun(const FormulaInput& input, Org& org)
        : input_(input),
          transaction_(org, {}), // nameless: not told to the figures,
          schema_(transaction_.schema()),
          layouts_(schema_.object_count()),
          records_(transaction_) {}

    [[nodiscard]] FormulaOutcome run() {
        if (const Error* const failed = transaction_.failure())
            return failure(failed->message);
        if (input_.formula.size() > limits::file_bytes)
            return failure("the formula is too large to be one");
        JsonTree record;
        record.kind = JsonTree::Kind::object;
        if (!input_.record.empty()) {
            Result<JsonTree> parsed = parse_json(input_.record);
            if (!parsed)
                return failure("the record " + parsed.error().message);
            record = std::move(*parsed);
            if (record.kind != JsonTree::Kind::object)
                return failure("the record is no JSON object of fields");
        }
        return input_.object.empty() ? run_on_json(record) : run_on_object(record);
    }

private:
    [[nodiscard]] static FormulaOutcome failure(std::string message) {
        FormulaOutcome outcome;
        outcome.error = std::move(message);
        return outcome;
    }

    [[nodiscard]] FormulaOutcome run_on_json(const JsonTree& record) {
        JsonScope scope(record, transaction_.arena(), out_);
        const Expression expression = compiled(scope);
        std::vector<Value*> slots;
        for (Value& value : scope.values())
            slots.push_back(&value);
        return evaluated(expression, slots);
    }

    [[nodiscard]] FormulaOutcome run_on_object(const JsonTree& record) {
        const Object* const object = schema_.find(input_.object);
        if (object == nullptr) {
            const auto nearest = suggest(input_.object, schema_.object_names());
            return failure(
                nearest ? fmt::format(
                              "there is no object `{}`; an object with a similar name exists: `{}`",
                              input_.object,
                              *nearest
                          )
                        : fmt::format("there is no object `{}`", input_.object)
            );
        }
        Result<std::vector<Value>> fields = records_.add(record, *object);
        if (!fields)
            return failure("the record cannot be read: " + fields.error().message);
        ObjectScope scope(*object);
        const Expression expression = compiled(scope);

        Value whole = row(*object, *fields);
        Value none = Value::null();
        std::vector<Value*> slots;
        for (const ObjectScope::Source& source : scope.sources()) {
            switch (source.kind) {
            case ObjectScope::Source::Kind::field:
                slots.push_back(&(*fields)[static_cast<size_t>(source.field)]);
                break;
            case ObjectScope::Source::Kind::record:
                slots.push_back(&whole);
                break;
            case ObjectScope::Source::Kind::prior:
                slots.push_back(&none);
                break;
            }
        }
        return evaluated(expression, slots);
    }

    /// The record as `$Record`: a cell for every field that the formula names so.
    [[nodiscard]] Value row(const Object& object, const std::vector<Value>& fields) {
        const Layout& layout = layouts_.of(object.id);
        Row* const row = make_row(&layout, layout.size(), transaction_.arena());
        for (uint32_t cell = 0; cell < layout.size(); ++cell)
            row->cells()[cell] = fields[static_cast<size_t>(layout.fields()[cell])];
        return Value::record(row);
    }

    [[nodiscard]] Expression compiled(Scope& scope) {
        const SourceFile& file = sources_.add("formula", input_.formula);
        const Formula* const parsed =
            parse_formula(file.text, file.begin, transaction_.arena(), out_);
        CompileContext context{
            schema_, layouts_, transaction_.arena(), out_, input_.blank_as == BlankAs::zero};
        return compile(*parsed, scope, context);
    }

    [[nodiscard]] FormulaOutcome
    evaluated(const Expression& expression, std::span<Value* const> slots) {
        FormulaOutcome outcome;
        const bool is_broken = out_.has_errors();
        out_.sort_and_cap(sources_);
        outcome.messages = to_messages(out_, sources_);
        if (is_broken)
            return outcome;
        Surroundings surroundings = transaction_.surroundings();
        surroundings.records = &records_;
        constexpr std::array<uint32_t, 1> rows = {0};
        Value value;
        evaluate(expression, Frame{slots, 1, &surroundings, &transaction_.arena()}, rows, &value);
        outcome.type = name(expression.type.kind);
        if (value.is_fault())
            outcome.fault = text_of(value.as_fault());
        else
            outcome.value = to_host(value);
        return outcome;
    }

    const FormulaInput& input_;
    Transaction transaction_;
    const Schema& schema_;
    Layouts layouts_;
    RecordTree records_;
    SourceMap sources_;
    Diagnostics out_;
};

} // namespace

FormulaOutcome evaluate_formula(const FormulaInput& input, Org& org) {
    return FormulaRun(input, org).run();
}

} // namespace weir
