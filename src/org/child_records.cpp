// The lists of children that flows read of a record: `$Record.Tasks`.
#include "org/state.hpp"

namespace weir {

namespace {

/// All fields that the program names.
Query children_query(ObjectId child, FieldId field, const Layout& layout) {
    Query query;
    query.object = child;
    FilterNode& node = query.filter.emplace_back();
    node.field = field;
    query.parameter_count = 1;
    for (const FieldId wanted : layout.fields())
        if (wanted != FieldId{0})
            query.fields.push_back(wanted);
    return query;
}

Value make_record(const RecordBatch& records, uint32_t index, const Layout& layout, Arena& arena) {
    Row* const row = make_row(&layout, layout.size(), arena);
    row->cells()[0] = Value::id(records.ids()[index]);
    for (uint32_t cell = 1; cell < layout.size(); ++cell) {
        const std::span<const Value> column = records.find(layout.fields()[cell]);
        if (!column.empty())
            row->cells()[cell] = column[index].is_unset() ? Value::null() : column[index];
    }
    row->shared = true;
    return Value::record(row);
}

} // namespace

// Lists of children are read rarely: the query is prepared where it is needed.
const Fault* Transaction::children(
    ObjectId child, FieldId field, std::span<const Id> parents, std::span<Value> out
) {
    if (const Fault* const limit = count(Governor::soql_queries, 1))
        return limit;
    const Layout& layout = program().layouts->of(child);
    const Query query = children_query(child, field, layout);
    const auto plan = make_read_plan(
        query, schema().object(child), org_.state().plan(child).program, org_.store()
    );
    if (!plan)
        return fail(plan.error());
    std::vector<Value> ids;
    ids.reserve(parents.size());
    for (const Id parent : parents)
        ids.push_back(Value::id(parent));
    const std::span<const Value> parameters[] = {ids};
    QueryResult found;
    if (const Fault* const fault =
            run_read_plan(**plan, *this, parameters, static_cast<uint32_t>(parents.size()), found))
        return fault;
    for (size_t row = 0; row < parents.size(); ++row) {
        out[row] = Value::null();
        if (parents[row] == Id{})
            continue;
        const uint32_t begin = found.begin[row];
        const std::span<Value> items = arena_.make_array<Value>(found.begin[row + 1] - begin);
        for (uint32_t item = 0; item < items.size(); ++item)
            items[item] = make_record(found.records, begin + item, layout, arena_);
        out[row] = make_collection(items, arena_);
    }
    return count(Governor::soql_rows, found.records.size());
}

} // namespace weir
