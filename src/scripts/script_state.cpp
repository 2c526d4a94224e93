#include "scripts/script_state.hpp"

#include "org/transaction.hpp"
#include "types/convert.hpp"

#include <algorithm>
#include <numeric>

namespace weir {

void ScriptState::continue_with(const std::vector<ScriptSlot>& slots) {
    const size_t known = contents_.size();
    slots_ = slots;
    watch_.watch(slots);
    contents_.resize(slots.size());
    for (size_t slot = known; slot < slots.size(); ++slot)
        if (slots[slot].seed)
            contents_[slot].ids = {org_.seed(*slots[slot].seed)};
}

void ScriptState::set_output(uint32_t slot, Value value) {
    contents_[slot].value = copy(value, outputs_);
}

Result<ValueColumns> ScriptState::evaluate(
    std::span<const ScriptValue* const> values,
    uint32_t rows,
    uint64_t first,
    Arena& arena,
    Columns columns
) {
    std::vector<uint32_t> used;
    for (const ScriptValue* const value : values)
        used.insert(used.end(), value->slots.begin(), value->slots.end());
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());

    std::vector<Value*> slots(slots_.size(), nullptr);
    for (const auto& [slot, column] : columns)
        slots[slot] = column.data();
    for (const uint32_t slot : used) {
        if (slots[slot])
            continue;
        const std::span<Value> column = arena.make_array<Value>(rows);
        if (const Status filled = fill(slot, column, first, arena); !filled)
            return filled.error();
        slots[slot] = column.data();
    }

    // Reads of formulas go through a transaction of their own, which nobody counts and which writes
    // nothing.
    Transaction transaction(org_, "");
    std::vector<uint32_t> all(rows);
    std::iota(all.begin(), all.end(), 0U);
    const Frame frame{slots, rows, &transaction.surroundings(), &arena};
    ValueColumns result;
    result.reserve(values.size());
    for (const ScriptValue* const value : values) {
        std::vector<Value>& column = result.emplace_back(rows, Value::null());
        if (!value->expression)
            continue;
        weir::evaluate(value->expression, frame, all, column.data());
        for (Value& found : column)
            found = found.is_null() ? Value::null() : copy(found, arena);
    }
    if (const Error* const failure = transaction.failure())
        return *failure;
    return result;
}

Result<Value> ScriptState::evaluate(const ScriptValue& value, Arena& arena) {
    const ScriptValue* const values[] = {&value};
    const Result<ValueColumns> columns = evaluate(values, 1, 0, arena);
    if (!columns)
        return columns.error();
    return (*columns)[0][0];
}

Status ScriptState::fill(uint32_t slot, std::span<Value> column, uint64_t first, Arena& arena) {
    Value value = Value::null();
    switch (slots_[slot].kind) {
    case SlotKind::index:
        for (size_t row = 0; row < column.size(); ++row)
            column[row] = Value::number(static_cast<int64_t>(first + row + 1));
        return Done{};
    case SlotKind::record:
    case SlotKind::records: {
        const Result<Value> records = read_records(slot, arena);
        if (!records)
            return records.error();
        value = *records;
        break;
    }
    case SlotKind::output:
        if (!contents_[slot].value.is_unset())
            value = contents_[slot].value;
        break;
    case SlotKind::held:
    case SlotKind::visited:
        value = watch_.value(slots_[slot]);
        break;
    case SlotKind::column: // of another expectation: null
    case SlotKind::run:    // never read
        break;
    }
    std::fill(column.begin(), column.end(), value);
    return Done{};
}

/// The records of an alias as they are now. One that was deleted keeps its Id, so that a test can
/// ask for it.
Result<Value> ScriptState::read_records(uint32_t slot, Arena& arena) {
    const ObjectId object = slots_[slot].object;
    const std::vector<Id>& ids = contents_[slot].ids;
    const Layout& layout = org_.program().layouts->of(object);
    Query query;
    query.object = object;
    FilterNode by_id;
    by_id.field = org_.program().schema->object(object).id_field();
    query.filter.push_back(by_id);
    query.parameter_count = 1;
    for (const FieldId field : layout.fields())
        if (field != by_id.field)
            query.fields.push_back(field);
    std::vector<Value> parameters;
    parameters.reserve(ids.size());
    for (const Id id : ids)
        parameters.push_back(Value::id(id));
    const std::span<const Value> columns[] = {parameters};
    Result<QueryResult> found = org_.query(query, columns, static_cast<uint32_t>(ids.size()));
    if (!found)
        return found.error();

    std::vector<Value> records;
    for (size_t index = 0; index < ids.size(); ++index) {
        Row* const row = make_row(&layout, layout.size(), arena);
        const uint32_t at = found->begin[index];
        const bool is_there = at < found->begin[index + 1];
        for (uint32_t cell = 0; cell < layout.size(); ++cell) {
            const FieldId field = layout.fields()[cell];
            const auto column = std::as_const(found->records).find(field);
            row->cells()[cell] = Value::null();
            if (field == by_id.field && ids[index] != Id{})
                row->cells()[cell] = Value::id(ids[index]);
            else if (is_there && !column.empty())
                row->cells()[cell] = copy(column[at], arena);
        }
        row->shared = true;
        records.push_back(Value::record(row));
    }
    if (slots_[slot].kind == SlotKind::records)
        return make_collection(records, arena);
    return records.empty() ? Value::null() : records.front();
}

} // namespace weir
