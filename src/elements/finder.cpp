#include "elements/finder.hpp"

#include "elements/values.hpp"
#include "org/transaction.hpp"

#include <algorithm>

namespace weir::elements {

Finder::Finder(Query query, Filter filter)
    : query_(std::move(query)), parameters_(std::move(filter.parameters)) {
    query_.filter = std::move(filter.nodes);
    query_.parameter_count = static_cast<uint32_t>(parameters_.size());
}

void Finder::fetch_fields(std::vector<FieldId> fields) {
    listed_ = std::move(fields);
    fetch_ = Fetch::listed;
}

void Finder::complete(const Program& program) const {
    if (fetch_ == Fetch::id)
        return;
    const Layout& layout = program.layouts->of(query_.object);
    for (const FieldId field : layout.fields()) {
        if (field == FieldId{0})
            continue; // the Id comes anyway
        const bool is_wanted = fetch_ == Fetch::all ||
                               std::find(listed_.begin(), listed_.end(), field) != listed_.end();
        if (is_wanted)
            query_.fields.push_back(field);
    }
}

/// With the org's setting a value that is null fails the element, as the help has it.
void Finder::refuse_nulls(
    Group& group, Attempt attempt, std::span<const std::span<const Value>> columns
) const {
    const Object& object = group.transaction().schema().object(query_.object);
    for (const FilterNode& node : query_.filter) {
        if (node.kind != FilterNode::Kind::comparison || node.parameter >= columns.size() ||
            node.op == FilterOperator::is_null || node.op == FilterOperator::is_not_null)
            continue;
        for (const uint32_t row : group.rows()) {
            if (!columns[node.parameter][row].is_null())
                continue;
            const Fault missing{
                {}, group.arena().copy(access_text(object.field(node.field).name)), {}, false};
            group.fault(row, operation_fault(attempt, missing, group.arena()));
        }
    }
}

bool Finder::find(Group& group, Attempt attempt, QueryResult& result) const {
    Transaction& transaction = group.transaction();
    std::call_once(completed_, [&] { complete(transaction.program()); });
    Arena& arena = group.arena();
    const auto columns = arena.make_array<std::span<const Value>>(parameters_.size());
    for (size_t index = 0; index < columns.size(); ++index)
        columns[index] = group.evaluate(parameters_[index]);
    if (transaction.org().settings().null_filter_faults)
        refuse_nulls(group, attempt, columns);
    const Rows rows = group.rows();
    if (rows.empty())
        return false;
    if (rows.size() < group.batch().size()) {
        for (std::span<const Value>& column : columns) {
            const std::span<Value> dense = group.scratch();
            for (size_t index = 0; index < rows.size(); ++index)
                dense[index] = column[rows[index]];
            column = dense;
        }
    }
    const auto count = static_cast<uint32_t>(rows.size());
    for (std::span<const Value>& column : columns)
        column = column.first(count);
    const Fault* const fault = transaction.query(query_, columns, count, result);
    if (fault == nullptr)
        return true;
    const Fault* const told = operation_fault(attempt, *fault, arena);
    for (const uint32_t row : rows)
        group.fault(row, told);
    return false;
}

RowMaker::RowMaker(const RecordBatch& records, const Layout& layout, Arena& arena)
    : records_(records),
      layout_(layout),
      arena_(arena),
      columns_(arena.make_array<std::span<const Value>>(layout.size())) {
    for (uint32_t cell = 1; cell < layout.size(); ++cell)
        columns_[cell] = records.find(layout.fields()[cell]);
}

Value RowMaker::make(uint32_t record) const {
    Row* const row = make_row(&layout_, layout_.size(), arena_);
    Value* const cells = row->cells();
    cells[0] = Value::id(records_.ids()[record]);
    for (uint32_t cell = 1; cell < layout_.size(); ++cell)
        if (!columns_[cell].empty())
            cells[cell] = given(columns_[cell][record]);
    return Value::record(row);
}

} // namespace weir::elements
