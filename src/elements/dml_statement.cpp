#include "elements/dml_statement.hpp"

#include "elements/values.hpp"
#include "org/transaction.hpp"
#include "types/cell.hpp"

#include <algorithm>

namespace weir::elements {

Attempt attempt(Operation operation) {
    switch (operation) {
    case Operation::create:
        return Attempt::create;
    case Operation::update:
        return Attempt::update;
    case Operation::erase:
        return Attempt::erase;
    }
    return Attempt::update;
}

void DmlStatement::run(Group& group) {
    if (owners.empty())
        return;
    const std::span<const Fault*> faults = group.arena().make_array<const Fault*>(owners.size());
    group.transaction().dml(operation, records, faults, owners);
    const Fault* last = nullptr; // a limit is one fault for all rows: told in words once
    const Fault* told = nullptr;
    for (size_t record = 0; record < owners.size(); ++record) {
        if (faults[record] == nullptr)
            continue;
        if (faults[record] != last) {
            last = faults[record];
            told = operation_fault(attempt(operation), *last, group.arena());
        }
        group.fault(owners[record], told);
    }
}

HeldRecords held_records(Group& group, std::span<const Value> values, const RecordForm& form) {
    HeldRecords held;
    const Rows rows = group.rows();
    held.rows.reserve(rows.size());
    held.owners.reserve(rows.size());
    const auto hold = [&](Value value, uint32_t owner) {
        if (value.tag() == Tag::id) {
            const Layout& layout = group.transaction().program().layouts->of(form.object->id);
            Row* const known = make_row(&layout, layout.size(), group.arena());
            known->cells()[0] = value;
            value = Value::record(known);
        }
        if (value.tag() != Tag::record || value.row() == nullptr)
            return false;
        held.rows.push_back(value.row());
        held.owners.push_back(owner);
        return true;
    };
    for (const uint32_t row : rows) {
        if (form.is_collection) {
            if (values[row].tag() != Tag::collection)
                continue;
            for (const Value item : values[row].items())
                (void)hold(item, row);
        } else if (!hold(values[row], row)) {
            group.fault(row, text_fault(access_text(form.spelling), group.arena()));
        }
    }
    return held;
}

namespace {

constexpr Fault id_missing_in_update{
    "MISSING_ARGUMENT", "Id not specified in an update call", "Id", false};
constexpr Fault id_missing_in_delete{
    "MISSING_ARGUMENT", "Id not specified in a delete call", "Id", false};
constexpr Fault id_given_in_create{
    "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id", false};

/// What is wrong with the id of a record for the operation; null if nothing is.
const Fault* id_fault(Operation operation, Id id) {
    const bool has_id = id != Id{};
    switch (operation) {
    case Operation::create:
        return has_id ? &id_given_in_create : nullptr;
    case Operation::update:
        return has_id ? nullptr : &id_missing_in_update;
    case Operation::erase:
        return has_id ? nullptr : &id_missing_in_delete;
    }
    return nullptr;
}

bool may_write(const Field& field, Operation operation) {
    if (field.has_formula || field.kind == FieldKind::auto_number)
        return false;
    return operation == Operation::create ? field.createable : field.updateable;
}

/// Leaves out the records of interviews that have faulted.
void leave_out(Group& group, HeldRecords& held) {
    const Rows staying = group.rows();
    size_t kept = 0;
    auto at = staying.begin();
    for (size_t index = 0; index < held.owners.size(); ++index) {
        while (at != staying.end() && *at < held.owners[index])
            ++at;
        if (at == staying.end() || *at != held.owners[index])
            continue;
        held.rows[kept] = held.rows[index];
        held.owners[kept++] = held.owners[index];
    }
    held.rows.resize(kept);
    held.owners.resize(kept);
}

void add_fields(
    DmlStatement& statement, const Object& object, const Layout& layout, const HeldRecords& held
) {
    for (uint32_t cell = 1; cell < layout.size(); ++cell) {
        const FieldId field = layout.fields()[cell];
        if (!may_write(object.field(field), statement.operation))
            continue;
        const bool is_set = std::any_of(held.rows.begin(), held.rows.end(), [cell](const Row* row) {
            return cell < row->size && !row->cells()[cell].is_unset();
        });
        if (!is_set)
            continue;
        const std::span<Value> column = statement.records.column(field);
        for (size_t record = 0; record < held.rows.size(); ++record)
            if (cell < held.rows[record]->size)
                column[record] = held.rows[record]->cells()[cell];
    }
}

} // namespace

DmlStatement statement_of(
    Group& group, Operation operation, const Object& object, HeldRecords& held, bool with_fields
) {
    bool is_one_wrong = false;
    for (size_t record = 0; record < held.rows.size(); ++record) {
        const Fault* const fault = id_fault(operation, id_from(held.rows[record]->cells()[0]));
        if (fault == nullptr)
            continue;
        is_one_wrong = true;
        group.fault(
            held.owners[record], operation_fault(attempt(operation), *fault, group.arena())
        );
    }
    if (is_one_wrong)
        leave_out(group, held);
    DmlStatement statement{
        operation, RecordBatch(object.id, static_cast<uint32_t>(held.rows.size())), held.owners};
    const std::span<Id> ids = statement.records.ids();
    for (size_t record = 0; record < held.rows.size(); ++record)
        ids[record] = id_from(held.rows[record]->cells()[0]);
    if (with_fields)
        add_fields(statement, object, group.transaction().program().layouts->of(object.id), held);
    return statement;
}

} // namespace weir::elements
