#include "org/interviews.hpp"

#include "org/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <numeric>
#include <utility>

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

const RecordSource*
record_source(const Layout& layout, const Columns& columns, std::span<const Id> ids, Arena& arena) {
    const std::span<const Value*> cells = arena.make_array<const Value*>(layout.size());
    for (uint32_t cell = 1; cell < layout.size(); ++cell)
        cells[cell] = columns.find(layout.fields()[cell]);
    return arena.make<RecordSource>(&layout, cells, ids);
}

namespace {

/// The records of one fixed slot; null records where both are empty.
struct Side {
    std::span<Value> values;
    const RecordSource* source = nullptr;
};

Side record_side(const Triggers& triggers) {
    return {triggers.record, triggers.record_source};
}

Side prior_side(const Triggers& triggers) {
    return {triggers.prior, triggers.prior_source};
}

/// The fixed slots of a chunk, for its entry conditions alone: rows are made for the interviews
/// that enter.
class EntryColumns final : public LateColumns {
public:
    EntryColumns(uint32_t size, uint32_t slots, Transaction& transaction)
        : size_(size),
          arena_(transaction.arena()),
          slots_(arena_.make_array<Value*>(std::max(slots, fixed_slot::count))),
          frame_{slots_, size, &transaction.surroundings(), &arena_, this} {}

    [[nodiscard]] const Frame& frame() const { return frame_; }
    void put(uint32_t slot, const Side& side, Rows places) {
        if (!side.values.empty())
            slots_[slot] = side.values.data();
        else if (side.source != nullptr)
            records_[slot] = arena_.make<RecordColumns>(*side.source, places, arena_);
    }
    void set_new(bool is_new) { is_new_ = is_new; }

private:
    const Value* make(uint32_t slot) override {
        Value* const column = arena_.make_room<Value>(size_).data();
        if (has_records(slot))
            records_[slot]->make_rows(column);
        else
            std::uninitialized_fill_n(
                column, size_, slot == fixed_slot::is_new ? Value::boolean(is_new_) : Value::null()
            );
        slots_[slot] = column;
        return column;
    }
    [[nodiscard]] bool has_records(uint32_t slot) const override {
        return slot < records_.size() && records_[slot] != nullptr;
    }
    const Value* cell(uint32_t slot, uint32_t cell) override {
        RecordColumns& records = *records_[slot];
        return cell < records.layout().size() ? records.cell(cell) : nullptr;
    }

    uint32_t size_;
    Arena& arena_;
    std::span<Value*> slots_;
    std::array<RecordColumns*, fixed_slot::count> records_{};
    bool is_new_ = false;
    Frame frame_;
};

/// Evaluates the entry condition with these records in the fixed slots.
std::span<Value> evaluate_entry(
    const FlowProgram& flow,
    const Side& record,
    const Side& prior,
    bool is_new,
    Rows rows,
    Transaction& transaction
) {
    Arena& arena = transaction.arena();
    const uint32_t size = rows.back() + 1;
    const std::span<uint32_t> places = arena.make_array<uint32_t>(size);
    std::iota(places.begin(), places.end(), 0U);
    EntryColumns columns(size, flow.slot_count, transaction);
    columns.put(fixed_slot::record, record, places);
    columns.put(fixed_slot::prior, prior, places);
    columns.set_new(is_new);
    const std::span<Value> out = arena.make_room<Value>(size);
    evaluate(flow.entry_condition, columns.frame(), rows, out.data());
    return out;
}

} // namespace

const RecordSource*
message_source(const ObjectPlan& plan, Messages& messages, uint32_t count, Arena& arena) {
    const std::span<const Value*> cells = arena.make_array<const Value*>(plan.layout.size());
    for (uint32_t cell = 1; cell < plan.layout.size(); ++cell) {
        const FieldId field = plan.layout.fields()[cell];
        if (field != plan.system.replay_id) {
            cells[cell] = messages.records.find(field).data();
            continue;
        }
        const std::span<Value> replay_ids = arena.make_array<Value>(count);
        for (uint32_t row = 0; row < count; ++row)
            replay_ids[row] =
                Value::text(arena.copy(std::string_view(std::to_string(messages.replay_ids[row]))));
        cells[cell] = replay_ids.data();
    }
    return arena.make<RecordSource>(&plan.layout, cells, messages.records.ids());
}

std::span<Value>
make_message_values(const ObjectPlan& plan, Messages& messages, uint32_t count, Arena& arena) {
    const std::vector<uint32_t> rows = all_rows(count);
    const std::span<Value> values = arena.make_array<Value>(count);
    RecordColumns(*message_source(plan, messages, count, arena), rows, arena)
        .make_rows(values.data());
    for (const Value value : values)
        value.row()->shared = true;
    return values;
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
    const std::span<Value> meets = evaluate_entry(
        flow, record_side(triggers), prior_side(triggers), triggers.is_new, rows, transaction
    );
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
    const std::span<Value> met = evaluate_entry(
        flow, prior_side(triggers), prior_side(triggers), false, entering, transaction
    );
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

namespace {

void set_records(Batch& batch, uint32_t slot, const Side& side, Rows rows) {
    if (!side.values.empty()) {
        const std::span<Value> column = batch.slot(slot);
        for (size_t index = 0; index < rows.size(); ++index)
            column[index] = side.values[rows[index]];
    } else if (side.source != nullptr) {
        Arena& arena = batch.arena();
        batch.set_records(slot, *arena.make<RecordColumns>(*side.source, rows, arena));
    } else {
        batch.set_slot(slot, Value::null());
    }
}

} // namespace

void set_triggers(Batch& batch, const Triggers& triggers, Rows rows) {
    set_records(batch, fixed_slot::record, record_side(triggers), rows);
    set_records(batch, fixed_slot::prior, prior_side(triggers), rows);
    batch.set_slot(fixed_slot::is_new, Value::boolean(triggers.is_new));
    // Their texts are made if somebody reads them.
    uint64_t& next = batch.transaction().org().state().next_guid;
    batch.number_interviews(std::exchange(next, next + rows.size()));
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
