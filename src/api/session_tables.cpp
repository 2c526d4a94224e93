// Whole tables of records into a session's org and out of it: for hosts with more of them than one
// call each is worth.
#include "api/host_values.hpp"
#include "api/session_state.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace weir {

namespace {

/// Rows made ready at a time: many chunks of the org, and little memory.
constexpr size_t slice_rows = 10'000;

class TableSaver {
public:
    TableSaver(Org& org, const Object& object, Operation operation, const RecordTable& table)
        : org_(org), object_(object), operation_(operation), table_(table) {}

    SavedTable run() {
        if (!find_fields())
            return std::move(saved_);
        const size_t rows = table_.cells.size() / table_.fields.size();
        saved_.ids.reserve(rows);
        for (size_t begin = 0; begin < rows && saved_.error.empty(); begin += slice_rows)
            save(begin, std::min(slice_rows, rows - begin));
        return std::move(saved_);
    }

private:
    bool find_fields() {
        bool has_id = false;
        for (const std::string& name : table_.fields) {
            const std::optional<FieldId> field = object_.find_field(name);
            if (!field)
                saved_.error = fmt::format("`{}` has no field `{}`", object_.name, name);
            fields_.push_back(field.value_or(FieldId::none));
            has_id = has_id || field == object_.id_field();
        }
        if (table_.fields.empty() || table_.cells.size() % table_.fields.size() != 0)
            saved_.error = "every row of a table needs a cell for each field";
        else if (operation_ == Operation::update && !has_id)
            saved_.error = "records to update need a column `Id`";
        return saved_.error.empty();
    }

    void save(size_t begin, size_t rows) {
        Arena arena;
        RecordBatch records(object_.id, static_cast<uint32_t>(rows));
        records.reserve(fields_.size());
        for (size_t column = 0; column < fields_.size(); ++column)
            if (!fill(records, begin, column, arena))
                return;
        const Result<SaveReport> report = org_.save(operation_, records);
        if (!report) {
            saved_.error = report.error().message;
            return;
        }
        const size_t first = saved_.ids.size();
        saved_.ids.resize(first + rows);
        for (size_t row = 0; row < rows; ++row)
            if (const Id id = records.ids()[row]; id != Id{})
                saved_.ids[first + row] = to_text(id);
        for (const Refusal& refusal : (*report).refused) {
            saved_.ids[first + refusal.row] = {};
            saved_.refused.push_back(
                {begin + refusal.row,
                 std::string(refusal.fault->code),
                 std::string(refusal.fault->message)}
            );
        }
    }

    /// One column of the rows from `begin` on. False if a cell does not fit its field.
    bool fill(RecordBatch& records, size_t begin, size_t column, Arena& arena) {
        const FieldId field = fields_[column];
        const TypeKind kind = object_.field(field).type().kind;
        const bool is_id = field == object_.id_field();
        // A field that stands in two columns keeps what the first gives where the second is empty.
        const bool is_first = !is_id && !records.has(field);
        const std::span<Value> values = is_id ? std::span<Value>{} : records.replace(field);
        const size_t width = table_.fields.size();
        const std::string_view* cell = &table_.cells[begin * width + column];
        if (kind == TypeKind::text && !is_id) {
            // The store copies texts: here the caller's own will do.
            for (size_t row = 0; row < values.size(); ++row, cell += width)
                if (!cell->empty())
                    values[row] = Value::text(*cell);
                else if (is_first)
                    values[row] = Value();
            return true;
        }
        for (uint32_t row = 0; row < records.size(); ++row, cell += width) {
            if (is_first)
                values[row] = Value();
            if (cell->empty())
                continue;
            const std::optional<Value> value = from_text(*cell, kind, arena);
            if (!value || (is_id && value->tag() != Tag::id)) {
                saved_.error = fmt::format(
                    "row {}: `{}` does not fit `{}`", begin + row, *cell, table_.fields[column]
                );
                return false;
            }
            if (is_id)
                records.ids()[row] = value->as_id();
            else
                values[row] = *value;
        }
        return true;
    }

    Org& org_;
    const Object& object_;
    const Operation operation_;
    const RecordTable& table_;
    std::vector<FieldId> fields_; // of the columns
    SavedTable saved_;
};

SavedTable
save_table(auto& state, Operation operation, std::string_view name, const RecordTable& records) {
    const Stopwatch watch(state.seconds);
    const Schema& schema = *state.world.program->schema;
    const Object* const object = schema.find(name);
    SavedTable nothing;
    if (!state.start_error.empty())
        nothing.error = state.start_error;
    else if (object == nullptr)
        nothing.error = no_object(schema, name);
    if (!nothing.error.empty())
        return nothing;
    return TableSaver(state.running.org, *object, operation, records).run();
}

} // namespace

SavedTable Session::create_all(std::string_view object, const RecordTable& records) {
    return save_table(*state_, Operation::create, object, records);
}

SavedTable Session::update_all(std::string_view object, const RecordTable& records) {
    return save_table(*state_, Operation::update, object, records);
}

uint64_t Session::count(
    std::string_view object_name, std::string_view where_field, const HostValue& value
) const {
    const Object* const object = state_->world.program->schema->find(object_name);
    if (object == nullptr)
        return 0;
    if (where_field.empty())
        return state_->running.org.store().count(object->id);
    const std::optional<FieldId> field = object->find_field(where_field);
    if (!field)
        return 0;
    Arena arena;
    const auto wanted = from_host(value, object->field(*field).type().kind, arena);
    if (!wanted)
        return 0;
    Query query;
    query.object = object->id;
    query.parameter_count = 1;
    query.filter.push_back({});
    query.filter.back().field = *field;
    const std::span<const Value> parameter(&*wanted, 1);
    const Result<QueryResult> result = state_->running.org.query(query, {&parameter, 1}, 1);
    return result ? (*result).records.size() : 0;
}

void Session::visit(
    std::string_view object_name,
    const std::vector<std::string>& fields,
    const std::function<void(const std::vector<std::string_view>&)>& show
) const {
    const Object* const object = state_->world.program->schema->find(object_name);
    if (object == nullptr)
        return;
    Query query;
    query.object = object->id;
    for (const std::string& name : fields) {
        const std::optional<FieldId> field = object->find_field(name);
        if (!field)
            return;
        query.fields.push_back(*field);
    }
    const Result<QueryResult> result = state_->running.org.query(query, {}, 1);
    if (!result)
        return;
    const RecordBatch& records = (*result).records;
    std::vector<std::span<const Value>> columns;
    for (const FieldId field : query.fields)
        columns.push_back(records.find(field));
    Arena arena;
    std::vector<std::string_view> cells(fields.size());
    for (uint32_t row = 0; row < records.size(); ++row) {
        arena.clear();
        for (size_t column = 0; column < columns.size(); ++column) {
            const Value value = columns[column][row];
            cells[column] = value.is_null() ? std::string_view{} : to_text(value, arena);
        }
        show(cells);
    }
}

} // namespace weir
