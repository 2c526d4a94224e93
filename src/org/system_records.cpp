#include "org/system_records.hpp"

#include "org/save_chunk.hpp"

#include <algorithm>

namespace weir {

const Fault* system_create(Transaction& transaction, RecordBatch& records) {
    if (records.size() == 0)
        return nullptr;
    if (const Status done = transaction.org().store().allocate_ids(records.object(), records.ids());
        !done)
        return transaction.fail(done.error());
    SaveChunk chunk(
        transaction,
        transaction.org().state().plan(records.object()),
        Operation::create,
        records.size()
    );
    std::ranges::copy(records.ids(), chunk.ids.begin());
    for (const FieldId field : records.fields())
        std::ranges::copy(std::as_const(records).find(field), chunk.given.add(field));
    for (void (*const phase)(SaveChunk&) : {apply_defaults, stamp, compose_names, write}) {
        phase(chunk);
        if (chunk.fatal != nullptr)
            return chunk.fatal;
    }
    return nullptr;
}

const Fault* system_erase(Transaction& transaction, ObjectId object, std::span<const Id> ids) {
    if (ids.empty())
        return nullptr;
    if (const Status done = transaction.org().store().erase(object, ids); !done)
        return transaction.fail(done.error());
    ++transaction.org().state().writes[static_cast<size_t>(object)];
    for (const Id id : ids)
        transaction.org().state().erased.insert(id);
    return nullptr;
}

const Fault* find_records(
    Transaction& transaction,
    ObjectId object,
    FieldId field,
    std::span<const Value> values,
    std::vector<std::vector<Id>>& found
) {
    found.assign(values.size(), {});
    if (values.empty() || field == FieldId::none)
        return nullptr;
    const auto plan = transaction.org().state().find_by_lookup(object, field);
    if (!plan)
        return transaction.fail(plan.error());
    QueryResult result;
    if (const Fault* const fault = run_read_plan(
            **plan, transaction, {&values, 1}, static_cast<uint32_t>(values.size()), result
        ))
        return fault;
    for (size_t index = 0; index < values.size(); ++index) {
        if (values[index].is_null())
            continue;
        for (uint32_t row = result.begin[index]; row < result.begin[index + 1]; ++row)
            found[index].push_back(result.records.ids()[row]);
    }
    return nullptr;
}

RecordWriter::RecordWriter(Transaction& transaction, std::string_view object)
    : transaction_(transaction), object_(transaction.schema().find(object)) {
    if (object_ != nullptr)
        records_ = RecordBatch(object_->id, 0);
}

uint32_t RecordWriter::add(Id id) {
    const uint32_t row = records_.append(1);
    records_.ids()[row] = id;
    return row;
}

void RecordWriter::set(uint32_t row, std::string_view field, Value value) {
    const FieldId found = field_or_none(object_, field);
    if (found != FieldId::none && !object_->field(found).has_formula)
        records_.column(found)[row] = value;
}

void RecordWriter::text(uint32_t row, std::string_view field, std::string_view value) {
    set(row, field, value.empty() ? Value::null() : Value::text(transaction_.arena().copy(value)));
}

void RecordWriter::id(uint32_t row, std::string_view field, Id value) {
    set(row, field, value == Id{} ? Value::null() : Value::id(value));
}

void RecordWriter::flag(uint32_t row, std::string_view field, bool value) {
    set(row, field, Value::boolean(value));
}

void write_failed_interviews(
    Transaction& transaction, std::span<const FailedInterview* const> failed
) {
    Org& org = transaction.org();
    RecordWriter writer(transaction, "FlowInterview");
    if (!writer.is_known() || failed.empty())
        return;
    for (const FailedInterview* const one : failed) {
        const uint32_t row = writer.add();
        writer.text(row, "Name", one->label);
        writer.text(row, "InterviewLabel", one->label);
        writer.text(row, "CurrentElement", one->element);
        writer.text(row, "Error", one->message);
        writer.text(row, "Guid", one->guid);
        writer.text(row, "InterviewStatus", "Error");
        writer.id(row, "OwnerId", transaction.surroundings().user);
        writer.id(row, "CreatedById", transaction.surroundings().user);
        writer.id(row, "LastModifiedById", transaction.surroundings().user);
        for (const std::string_view field : {"CreatedDate", "LastModifiedDate", "SystemModstamp"})
            writer.set(row, field, Value::date_time(one->when));
        writer.flag(row, "WasPausedFromScreen", false);
        writer.flag(row, "IsDeleted", false);
    }
    // Outside of all figures: nobody has asked for these records. What cannot be written of them
    // is in the outbox all the same.
    org.state().end_reading();
    RecordStore& store = org.store();
    if (!store.begin())
        return;
    RecordBatch& records = writer.records();
    const bool is_written =
        store.allocate_ids(records.object(), records.ids()) && store.insert(records);
    if (!(is_written ? store.commit() : store.rollback()))
        return;
    ++org.state().writes[static_cast<size_t>(records.object())];
}

} // namespace weir
