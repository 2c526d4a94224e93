#include "org/interviews.hpp"

#include "org/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

namespace weir {

namespace {

/// A row whose cells are not made yet: all of them are written below.
Row* raw_row(const Layout& layout, bool shared, Arena& arena) {
    void* const memory = arena.allocate(sizeof(Row) + layout.size() * sizeof(Value), alignof(Row));
    return ::new (memory) Row{&layout, layout.size(), shared};
}

} // namespace

std::span<Value> make_record_values(
    const Layout& layout,
    const Columns& columns,
    std::span<const Id> ids,
    Rows rows,
    bool shared,
    Arena& arena
) {
    const std::span<Value> values = arena.make_array<Value>(columns.size());
    std::vector<Row*> records(columns.size());
    for (const uint32_t row : rows) {
        records[row] = raw_row(layout, shared, arena);
        values[row] = Value::record(records[row]);
    }
    const std::span<const FieldId> fields = layout.fields();
    for (size_t cell = 1; cell < fields.size(); ++cell) {
        const Value* const column = columns.find(fields[cell]);
        if (column == nullptr) {
            for (const uint32_t row : rows)
                records[row]->cells()[cell] = Value::null();
            continue;
        }
        for (const uint32_t row : rows) {
            const Value value = column[row];
            records[row]->cells()[cell] = value.is_unset() ? Value::null() : value;
        }
    }
    for (const uint32_t row : rows)
        records[row]->cells()[0] =
            ids.empty() || ids[row] == Id{} ? Value::null() : Value::id(ids[row]);
    return values;
}

namespace {

/// Evaluates the entry condition with these records in the fixed slots.
std::span<Value> evaluate_entry(
    const FlowProgram& flow,
    std::span<Value> record,
    std::span<Value> prior,
    bool is_new,
    Rows rows,
    Transaction& transaction
) {
    Arena& arena = transaction.arena();
    const auto size = static_cast<uint32_t>(record.size());
    const std::span<Value> nulls = arena.make_array<Value>(size);
    const std::span<Value> flags = arena.make_array<Value>(size);
    std::ranges::fill(nulls, Value::null());
    std::ranges::fill(flags, Value::boolean(is_new));
    std::vector<Value*> slots(std::max(flow.slot_count, fixed_slot::count), nulls.data());
    slots[fixed_slot::record] = record.data();
    slots[fixed_slot::prior] = prior.data();
    slots[fixed_slot::is_new] = flags.data();
    const std::span<Value> out = arena.make_array<Value>(size);
    const Frame frame{slots, size, &transaction.surroundings(), &arena};
    evaluate(flow.entry_condition, frame, rows, out.data());
    return out;
}

} // namespace

std::span<Value> make_message_values(
    const ObjectPlan& plan, Messages& messages, uint32_t count, Arena& arena
) {
    const std::vector<uint32_t> rows = all_rows(count);
    const std::span<const Id> ids = messages.records.ids().first(count);
    Columns columns =
        Columns::of(messages.records.slice(0, count), plan.object.fields.size(), arena);
    if (plan.system.replay_id != FieldId::none) {
        Value* const replay_ids = columns.add(plan.system.replay_id);
        for (const uint32_t row : rows)
            replay_ids[row] =
                Value::text(arena.copy(std::string_view(std::to_string(messages.replay_ids[row]))));
    }
    return make_record_values(plan.layout, columns, ids, rows, true, arena);
}

const Fault* select_meeting(
    const FlowProgram& flow,
    const Triggers& triggers,
    Rows rows,
    Transaction& transaction,
    std::vector<uint32_t>& meeting,
    std::vector<FailedEntry>& failed
) {
    meeting.assign(rows.begin(), rows.end());
    if (!flow.entry_condition || rows.empty())
        return nullptr;
    meeting.clear();
    const std::span<Value> meets =
        evaluate_entry(flow, triggers.record, triggers.prior, triggers.is_new, rows, transaction);
    for (const uint32_t row : rows) {
        if (meets[row].is_true()) {
            meeting.push_back(row);
        } else if (meets[row].is_fault()) {
            if (meets[row].as_fault().uncatchable)
                return &meets[row].as_fault();
            failed.push_back({row, &meets[row].as_fault()});
        }
    }
    return nullptr;
}

const Fault* select_entering(
    const FlowProgram& flow,
    const Triggers& triggers,
    Rows rows,
    Transaction& transaction,
    std::vector<uint32_t>& entering,
    std::vector<FailedEntry>& failed
) {
    if (const Fault* const fault =
            select_meeting(flow, triggers, rows, transaction, entering, failed))
        return fault;
    if (!flow.entry_condition || !flow.only_when_changed_to_meet || triggers.is_new ||
        entering.empty())
        return nullptr;

    // The conditions of the record before, with itself before that: nothing has changed in it.
    const std::span<Value> met =
        evaluate_entry(flow, triggers.prior, triggers.prior, false, entering, transaction);
    std::vector<uint32_t> changed;
    for (const uint32_t row : entering) {
        if (met[row].is_fault() && met[row].as_fault().uncatchable)
            return &met[row].as_fault();
        if (!met[row].is_true())
            changed.push_back(row);
    }
    entering = std::move(changed);
    return nullptr;
}

void set_triggers(Batch& batch, const Triggers& triggers, Rows rows) {
    const std::span<Value> record = batch.slot(fixed_slot::record);
    const std::span<Value> prior = batch.slot(fixed_slot::prior);
    const std::span<Value> guid = batch.slot(fixed_slot::interview_guid);
    const std::span<Value> is_new = batch.slot(fixed_slot::is_new);
    OrgState& state = batch.transaction().org().state();
    for (size_t index = 0; index < rows.size(); ++index) {
        record[index] = triggers.record[rows[index]];
        prior[index] = triggers.prior.empty() ? Value::null() : triggers.prior[rows[index]];
        guid[index] = Value::text(state.new_guid(batch.arena()));
        is_new[index] = Value::boolean(triggers.is_new);
    }
}

const Fault*
trigger_failure(const FlowProgram& flow, const Fault& inner, Transaction& transaction) {
    const uint64_t number = transaction.org().state().next_error++;
    const std::string text = fmt::format(
        "We can't save this record because the “{}” process failed. Give your Salesforce admin "
        "these "
        "details. {} Error ID: {}-{} ({})",
        flow.label.empty() ? flow.name : flow.label,
        inner.message,
        1'000'000'000 + number,
        number % 100'000,
        -static_cast<int64_t>(number)
    );
    constexpr std::string_view code = "CANNOT_EXECUTE_FLOW_TRIGGER";
    return inner.uncatchable ? fatal_fault(transaction, code, text) : transaction.fault(code, text);
}

} // namespace weir
