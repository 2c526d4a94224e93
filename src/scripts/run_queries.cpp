// What expectations and statements find in the org, and how it is shown.
#include "scripts/run.hpp"
#include "types/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir {

std::string count_text(uint64_t count, CountForm form) {
    switch (form) {
    case CountForm::exactly:
        return count == 0 ? std::string("no") : fmt::to_string(count);
    case CountForm::at_least:
        return fmt::format("at least {}", count);
    case CountForm::at_most:
        return fmt::format("at most {}", count);
    }
    return {};
}

bool counts_as(uint64_t found, uint64_t count, CountForm form) {
    switch (form) {
    case CountForm::exactly:
        return found == count;
    case CountForm::at_least:
        return found >= count;
    case CountForm::at_most:
        return found <= count;
    }
    return false;
}

bool is_as_expected(Value found, Value expected) {
    const auto is_nothing = [](Value value) {
        return value.is_null() || (value.tag() == Tag::text && value.as_text().empty());
    };
    if (is_nothing(found) || is_nothing(expected))
        return is_nothing(found) && is_nothing(expected);
    return equal_exactly(found, expected);
}

/// The source of a condition on one line.
std::string ScriptRun::condition_text(Span span) const {
    if (span.is_nowhere())
        return {};
    std::string result = " where ";
    for (const char character : sources_.text(span)) {
        const bool is_blank =
            character == ' ' || character == '\t' || character == '\n' || character == '\r';
        if (!is_blank)
            result += character;
        else if (result.back() != ' ')
            result += ' ';
    }
    return result;
}

Result<std::optional<std::vector<Value>>>
ScriptRun::values(std::span<const FieldValue> fields, Span span, Arena& arena) {
    std::vector<const ScriptValue*> formulas;
    for (const FieldValue& field : fields)
        formulas.push_back(&field.value);
    Result<ValueColumns> columns = state_.evaluate(formulas, 1, 0, arena);
    if (!columns)
        return columns.error();
    std::vector<Value> result;
    for (const std::vector<Value>& column : *columns) {
        if (stop_at_fault(column[0], span))
            return std::optional<std::vector<Value>>();
        result.push_back(column[0]);
    }
    return std::optional<std::vector<Value>>(std::move(result));
}

Result<std::optional<QueryResult>> ScriptRun::find(
    const Object& object, const RecordFilter& filter, std::span<const FieldId> fields, Span span
) {
    Arena arena;
    std::vector<const ScriptValue*> formulas;
    for (const ScriptValue& parameter : filter.parameters)
        formulas.push_back(&parameter);
    Result<ValueColumns> parameters = state_.evaluate(formulas, 1, 0, arena);
    if (!parameters)
        return parameters.error();
    std::vector<std::span<const Value>> columns;
    for (const std::vector<Value>& column : *parameters) {
        if (stop_at_fault(column[0], filter.span.is_nowhere() ? span : filter.span))
            return std::optional<QueryResult>();
        columns.emplace_back(column);
    }
    Query query;
    query.object = object.id;
    query.filter = filter.nodes;
    query.parameter_count = static_cast<uint32_t>(columns.size());
    for (const FieldId field : fields)
        if (field != object.id_field())
            query.fields.push_back(field);
    Result<QueryResult> found = org_.query(query, columns, 1);
    if (!found)
        return found.error();
    return std::optional<QueryResult>(std::move(*found));
}

TextTable ScriptRun::table_of(
    const Object& object,
    std::span<const FieldId> shown,
    const RecordBatch& records,
    std::span<const uint32_t> rows
) {
    TextTable table;
    table.total = rows.size();
    for (const FieldId field : shown)
        table.headers.push_back(object.field(field).name);
    for (const uint32_t row : rows) {
        if (table.is_full())
            break;
        std::vector<std::string>& cells = table.rows.emplace_back();
        for (const FieldId field : shown) {
            const std::span<const Value> column = records.find(field);
            if (!column.empty())
                cells.push_back(table_text(column[row]));
            else if (field == object.id_field())
                cells.push_back(table_text(Value::id(records.ids()[row])));
            else
                cells.emplace_back("null");
        }
    }
    return table;
}

} // namespace weir
