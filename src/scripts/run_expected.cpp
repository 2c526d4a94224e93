// expect …: what holds says nothing, what does not shows what was found instead.
#include "scripts/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace weir {

namespace {

[[nodiscard]] std::vector<uint32_t> all_rows(const RecordBatch& records) {
    std::vector<uint32_t> rows(records.size());
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

[[nodiscard]] Value cell(const RecordBatch& records, FieldId field, uint32_t row) {
    const std::span<const Value> column = records.find(field);
    if (!column.empty())
        return column[row];
    return field == FieldId{0} ? Value::id(records.ids()[row]) : Value::null();
}

/// What a table shows: the fields an expectation names, or else the Id and the name.
[[nodiscard]] std::vector<FieldId> shown_fields(const ExpectRecords& step) {
    if (!step.shown.empty())
        return step.shown;
    std::vector<FieldId> fields{step.object->id_field()};
    if (const std::optional<FieldId> name = step.object->name_field())
        fields.push_back(*name);
    return fields;
}

} // namespace

// ------------------------------------------------------------------------------------- records

Status ScriptRun::run(const ExpectRecords& step, Span span) {
    Arena arena;
    const auto expected = values(step.values, span, arena);
    if (!expected)
        return expected.error();
    if (!*expected)
        return Done{};
    const std::vector<FieldId> shown = shown_fields(step);
    auto found = find(*step.object, step.filter, shown, span);
    if (!found)
        return found.error();
    if (!*found)
        return Done{};
    const RecordBatch& records = (*found)->records;
    if (counts_as(records.size(), step.count, step.form)) {
        compare_records(step, span, records, **expected);
        return Done{};
    }
    std::string message = fmt::format(
        "expected {} `{}`{}, found {}",
        count_text(step.count, step.form),
        step.object->name,
        condition_text(step.filter.span),
        records.size() == 0 ? "none" : fmt::to_string(records.size())
    );
    if (records.size() > 0) {
        note(
            span,
            std::move(message),
            table_of(*step.object, shown, records, all_rows(records)).text()
        );
        return Done{};
    }
    const Result<std::string> all = table_of_all(step);
    if (!all)
        return all.error();
    note(span, std::move(message), *all);
    return Done{};
}

/// The filter finds nothing: what the object has at all.
Result<std::string> ScriptRun::table_of_all(const ExpectRecords& step) {
    const std::vector<FieldId> shown = shown_fields(step);
    Query query;
    query.object = step.object->id;
    query.limit = TextTable::most_rows;
    for (const FieldId field : shown)
        if (field != step.object->id_field())
            query.fields.push_back(field);
    Result<QueryResult> found = org_.query(query, {}, 1);
    if (!found)
        return found.error();
    if (found->records.size() == 0)
        return fmt::format("there is no `{}` at all", step.object->name);
    TextTable table = table_of(*step.object, shown, found->records, all_rows(found->records));
    table.total = std::max<uint64_t>(org_.store().count(step.object->id), table.rows.size());
    return table.text();
}

void ScriptRun::compare_records(
    const ExpectRecords& step,
    Span span,
    const RecordBatch& records,
    std::span<const Value> expected
) {
    std::vector<uint32_t> differing;
    std::string first;
    for (uint32_t row = 0; row < records.size(); ++row) {
        bool is_right = true;
        for (size_t index = 0; index < step.values.size(); ++index) {
            const Value value = cell(records, step.values[index].field, row);
            const Value wanted = expected[index];
            if (is_as_expected(value, wanted))
                continue;
            if (first.empty())
                first = fmt::format(
                    "expected `{}` = {}, found {}",
                    step.object->field(step.values[index].field).name,
                    quoted(wanted),
                    quoted(value)
                );
            is_right = false;
        }
        if (!is_right)
            differing.push_back(row);
    }
    if (differing.empty())
        return;
    if (records.size() > 1)
        first += fmt::format(" ({} of {} records differ)", differing.size(), records.size());
    note(
        span,
        std::move(first),
        table_of(*step.object, shown_fields(step), records, differing).text()
    );
}

// ------------------------------------------------------------------------------------- refusals

Status ScriptRun::run(const ExpectRefused& step, Span span) {
    RefusedList refused;
    expected_refusals_ = &refused;
    const Status done = run_all(step.steps);
    expected_refusals_ = nullptr;
    if (!done || stopped_)
        return done;
    std::string wanted(step.code);
    if (step.text)
        wanted += fmt::format(" \"{}\"", *step.text);
    if (refused.total == 0) {
        note(span, fmt::format("expected the org to refuse this with {}, and it was done", wanted));
        return Done{};
    }
    TextTable table;
    table.headers = {"row", "code", "message"};
    uint64_t others = 0;
    for (const Refused& one : refused.kept) {
        if (one.code == step.code && (!step.text || fits_pattern(one.message, *step.text)))
            continue;
        ++others;
        if (!table.is_full())
            table.rows.push_back({fmt::to_string(one.row), one.code, one.message});
    }
    table.total = others;
    if (others == 0)
        return Done{};
    note(
        span,
        fmt::format("expected the org to refuse this with {}, it was refused otherwise", wanted),
        table.text()
    );
    return Done{};
}

// ---------------------------------------------------------------------------------------- flows

const FlowFigures* ScriptRun::figures_of(const FlowProgram* flow) const {
    const auto& flows = org_.figures().flows;
    const auto found = flows.find(flow);
    return found == flows.end() ? nullptr : &found->second;
}

Status ScriptRun::run(const ExpectRuns& step, Span span) {
    const FlowFigures* const figures = figures_of(step.flow);
    const uint64_t ran = figures ? figures->interviews : 0;
    if (!counts_as(ran, step.count, step.form)) {
        report_runs(step, span, figures);
        return Done{};
    }
    for (const Step* const element : step.elements) {
        bool is_taken = false;
        for (size_t index = 0;
             figures && index < figures->visits.size() && index < step.flow->steps.size();
             ++index)
            is_taken = is_taken ||
                       (step.flow->steps[index].get() == element && figures->visits[index] > 0);
        if (is_taken)
            continue;
        TextTable table;
        table.headers = {"element", "interviews"};
        for (size_t index = 0;
             figures && index < figures->visits.size() && index < step.flow->steps.size();
             ++index) {
            if (figures->visits[index] == 0)
                continue;
            ++table.total;
            if (!table.is_full())
                table.rows.push_back(
                    {step.flow->steps[index]->name, fmt::to_string(figures->visits[index])}
                );
        }
        note(
            span,
            fmt::format(
                "expected `{}` to take the element `{}`, and it did not",
                step.flow->name,
                element->name
            ),
            table.rows.empty() ? std::string("it took no element") : table.text()
        );
    }
    return Done{};
}

/// All flows that ran, so that a flow with another name is seen.
void ScriptRun::report_runs(const ExpectRuns& step, Span span, const FlowFigures* figures) {
    TextTable table;
    table.headers = {"flow", "ran", "failed"};
    for (const auto& flow : org_.program().flows) {
        const FlowFigures* const other = figures_of(flow.get());
        if (!other || other->interviews == 0)
            continue;
        ++table.total;
        if (!table.is_full())
            table.rows.push_back(
                {flow->name, fmt::to_string(other->interviews), fmt::to_string(other->failed)}
            );
    }
    const uint64_t ran = figures ? figures->interviews : 0;
    std::string expected = step.count == 0 && step.form == CountForm::exactly
                               ? fmt::format("expected `{}` not to run", step.flow->name)
                               : fmt::format(
                                     "expected `{}` to run {} times",
                                     step.flow->name,
                                     count_text(step.count, step.form)
                                 );
    note(
        span,
        ran == 0 ? expected + ", it did not run"
                 : fmt::format("{}, it ran {} times", expected, ran),
        table.rows.empty() ? std::string("no flow ran") : table.text()
    );
}

Status ScriptRun::run(const ExpectFault& step, Span span) {
    const FlowFigures* const figures = figures_of(step.flow);
    TextTable table;
    table.headers = {"element", "handled by", "message"};
    const std::vector<FaultRecord> none;
    for (const FaultRecord& fault : figures ? figures->faults : none) {
        const bool fits = (!step.text || fits_pattern(fault.message, *step.text)) &&
                          (!step.at || fault.element == step.at->name) &&
                          (!step.handled_by || fault.handled_by == step.handled_by->name) &&
                          (!step.unhandled || fault.handled_by.empty());
        if (fits)
            return Done{};
        ++table.total;
        if (!table.is_full())
            table.rows.push_back(
                {fault.element,
                 fault.handled_by.empty() ? "unhandled" : fault.handled_by,
                 fault.message}
            );
    }
    std::string message = "expected a fault";
    if (step.text)
        message += fmt::format(" \"{}\"", *step.text);
    message += fmt::format(" in `{}`", step.flow->name);
    if (step.at)
        message += fmt::format(" at `{}`", step.at->name);
    if (step.handled_by)
        message += fmt::format(" handled by `{}`", step.handled_by->name);
    if (step.unhandled)
        message += " that is unhandled";
    const bool has_run = figures && figures->interviews > 0;
    note(
        span,
        message + (table.rows.empty() ? ", there was none" : ", there were others"),
        table.rows.empty() && !has_run ? std::string("the flow did not run") : table.text()
    );
    return Done{};
}

// --------------------------------------------------------------------------- values and limits

Status ScriptRun::run(const ExpectValue& step, Span span) {
    Arena arena;
    const Result<Value> holds = state_.evaluate(step.condition, arena);
    if (!holds)
        return holds.error();
    if (stop_at_fault(*holds, span) || (*holds).is_true())
        return Done{};
    std::string found;
    for (const auto& [text, formula] : step.sides) {
        const Result<Value> value = state_.evaluate(formula, arena);
        if (!value)
            return value.error();
        if (!found.empty())
            found += '\n';
        found += fmt::format("{} = {}", text, quoted(*value));
    }
    note(
        span,
        step.message.empty() ? "the condition does not hold" : std::string(step.message),
        std::move(found)
    );
    return Done{};
}

Status ScriptRun::run(const ExpectLimit& step, Span span) {
    const HighestUse& highest = org_.figures().highest[static_cast<size_t>(step.governor)];
    if (counts_as(highest.used, step.count, step.form))
        return Done{};
    note(
        span,
        fmt::format(
            "expected {} {} in one transaction, found {}",
            count_text(step.count, step.form),
            facts(step.governor).label,
            highest.used
        ),
        highest.where.empty() ? std::string() : fmt::format("most in: {}", highest.where)
    );
    return Done{};
}

} // namespace weir
