// expect … of events and messages: they are no records, so their columns are laid out here and the
// condition is a formula over them.
#include "scripts/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace weir {

/// One column of values for each column of the step, over the messages since the test began.
std::vector<std::span<Value>> ScriptRun::message_columns(const ExpectMessages& step, Arena& arena) {
    if (!step.event)
        return outbox_columns(step, arena);
    std::vector<std::span<Value>> result;
    const RecordBatch& published = org_.published(step.event->id);
    const size_t before =
        std::min(published_before_[static_cast<size_t>(step.event->id)], published.size());
    for (const MessageColumn& column : step.columns) {
        const std::span<Value> values =
            result.emplace_back(arena.make_array<Value>(published.size() - before));
        const std::span<const Value> given = published.find(column.field);
        for (size_t row = 0; row < values.size(); ++row)
            values[row] = given.empty() || given[before + row].is_null() ? Value::null()
                                                                         : given[before + row];
    }
    return result;
}

/// Rows that fit the condition; nothing after it has failed, which is reported.
Result<std::optional<std::vector<uint32_t>>> ScriptRun::find_messages(
    const ExpectMessages& step, Span span, std::span<const std::span<Value>> columns, Arena& arena
) {
    const auto count = static_cast<uint32_t>(columns.empty() ? 0 : columns[0].size());
    std::vector<uint32_t> rows(count);
    std::iota(rows.begin(), rows.end(), 0U);
    if (!step.condition || count == 0)
        return std::optional(std::move(rows));
    std::vector<std::pair<uint32_t, std::span<Value>>> slots;
    for (size_t index = 0; index < columns.size(); ++index)
        slots.emplace_back(step.columns[index].slot, columns[index]);
    const ScriptValue* const condition[] = {&*step.condition};
    const Result<ValueColumns> holds = state_.evaluate(condition, count, 0, arena, slots);
    if (!holds)
        return holds.error();
    std::vector<uint32_t> found;
    for (const uint32_t row : rows) {
        const Value value = (*holds)[0][row];
        if (stop_at_fault(value, span))
            return std::optional<std::vector<uint32_t>>();
        if (value.is_true())
            found.push_back(row);
    }
    return std::optional(std::move(found));
}

void ScriptRun::report_messages(
    const ExpectMessages& step,
    Span span,
    std::string message,
    std::span<const std::span<Value>> columns,
    std::span<const uint32_t> shown,
    uint64_t total
) {
    TextTable table;
    table.total = shown.size();
    for (const MessageColumn& column : step.columns)
        if (column.is_shown)
            table.headers.emplace_back(column.name);
    for (const uint32_t row : shown) {
        if (table.is_full())
            break;
        std::vector<std::string>& cells = table.rows.emplace_back();
        for (size_t index = 0; index < columns.size(); ++index)
            if (step.columns[index].is_shown)
                cells.push_back(table_text(columns[index][row]));
    }
    const std::string nothing = step.event ? std::string("nothing was published")
                                           : fmt::format("no {} were sent", plural_of(step.kind));
    note(span, std::move(message), total == 0 ? nothing : table.text());
}

Status ScriptRun::run(const ExpectMessages& step, Span span) {
    Arena arena;
    const std::vector<std::span<Value>> columns = message_columns(step, arena);
    const auto found = find_messages(step, span, columns, arena);
    if (!found)
        return found.error();
    if (!*found)
        return Done{};
    const std::vector<uint32_t>& rows = **found;
    const uint64_t total = columns.empty() ? 0 : columns[0].size();
    if (!counts_as(rows.size(), step.count, step.form)) {
        std::vector<uint32_t> all(total);
        std::iota(all.begin(), all.end(), 0U);
        std::string message = fmt::format(
            "expected {} {}{}, found {}",
            count_text(step.count, step.form),
            step.event ? fmt::format("`{}`", step.event->name) : std::string(plural_of(step.kind)),
            condition_text(step.condition_span),
            rows.empty() ? "none" : fmt::to_string(rows.size())
        );
        report_messages(step, span, std::move(message), columns, rows.empty() ? all : rows, total);
        return Done{};
    }
    std::string message;
    std::vector<uint32_t> differing;
    std::vector<Value> expected;
    for (const ExpectMessages::Expected& value : step.values) {
        const Result<Value> wanted = state_.evaluate(value.value, arena);
        if (!wanted)
            return wanted.error();
        if (stop_at_fault(*wanted, value.span))
            return Done{};
        expected.push_back(*wanted);
    }
    for (const uint32_t row : rows) {
        bool is_right = true;
        for (size_t index = 0; index < expected.size(); ++index) {
            const size_t column = step.values[index].column;
            if (is_as_expected(columns[column][row], expected[index]))
                continue;
            if (message.empty())
                message = fmt::format(
                    "expected `{}` = {}, found {}",
                    step.columns[column].name,
                    quoted(expected[index]),
                    quoted(columns[column][row])
                );
            is_right = false;
        }
        if (!is_right)
            differing.push_back(row);
    }
    if (differing.empty())
        return Done{};
    if (rows.size() > 1)
        message += fmt::format(" ({} of {} differ)", differing.size(), rows.size());
    report_messages(step, span, std::move(message), columns, differing, total);
    return Done{};
}

} // namespace weir
