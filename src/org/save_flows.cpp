// The flows that a save sets off: interviews for the records of a chunk that pass the entry
// conditions.
#include "org/later_work.hpp"
#include "org/save_chunk.hpp"
#include "org/save_marks.hpp"
#include "org/save_steps.hpp"
#include "org/standard_cells.hpp"
#include "runtime/driver.hpp"
#include "schema/fold.hpp"
#include "types/compare.hpp"

#include <algorithm>

namespace weir {

namespace {

bool starts_on(const FlowProgram& flow, Operation operation) {
    switch (operation) {
    case Operation::create:
        return flow.on_create;
    case Operation::update:
        return flow.on_update;
    case Operation::erase:
        return true;
    }
    return false;
}

/// The columns of the object's layout as the save leaves the record, formula fields too.
const Fault* bring_up_to_date(SaveChunk& chunk) {
    for (const FieldId field : chunk.plan.view.stored)
        chunk.now_column(field);
    return compute_formulas(chunk.plan.view, chunk.now, chunk.good, chunk.transaction);
}

/// `$Record`, and `$Record__Prior`, which is null on create.
Triggers triggers_of(SaveChunk& chunk, std::span<const Id> ids) {
    Triggers triggers;
    triggers.record_source = record_source(chunk.plan.layout, chunk.now, ids, chunk.arena());
    if (!chunk.creates())
        triggers.prior_source =
            record_source(chunk.plan.layout, chunk.old, chunk.ids, chunk.arena());
    triggers.is_new = chunk.creates();
    return triggers;
}

/// The same as values, for what will run some time later.
Triggers as_values(const SaveChunk& chunk, const Triggers& triggers, Rows rows) {
    const auto values = [&](const RecordSource* source) {
        const std::span<Value> records = chunk.arena().make_array<Value>(chunk.size);
        if (source == nullptr) {
            std::ranges::fill(records, Value::null());
            return records;
        }
        const std::span<Value> made = chunk.arena().make_array<Value>(rows.size());
        RecordColumns(*source, rows, chunk.arena()).make_rows(made.data());
        for (size_t index = 0; index < rows.size(); ++index)
            records[rows[index]] = made[index];
        return records;
    };
    Triggers result;
    result.record = values(triggers.record_source);
    result.prior = values(triggers.prior_source);
    result.is_new = triggers.is_new;
    return result;
}

/// Faults and custom errors of interviews refuse their records.
void collect_refusals(SaveChunk& chunk, Batch& batch, Rows rows) {
    if (batch.stopped_by != nullptr) {
        chunk.fatal = trigger_failure(batch.flow(), *batch.stopped_by, chunk.transaction);
        return;
    }
    for (uint32_t index = 0; index < batch.size(); ++index) {
        const Interview& interview = batch.interview(index);
        if (interview.refusal != nullptr)
            chunk.refuse(rows[index], interview.refusal);
        else if (interview.fault != nullptr)
            chunk.refuse(
                rows[index], trigger_failure(batch.flow(), *interview.fault, chunk.transaction)
            );
    }
}

/// An orchestration runs once the save has committed; a flow may have nothing but paths.
bool runs_now(const FlowProgram& flow) {
    return !flow.is_orchestration && (flow.entry != StepId::end || flow.paths.empty());
}

/// What runs behind the commit is put off.
bool runs_later(const FlowProgram& flow) {
    return flow.is_orchestration || !flow.paths.empty();
}

/// Runs the flow for the rows it takes; `finished` sees the batch before it is gone. Refused rows
/// leave `good`.
template<class Finished>
void run_flow(
    SaveChunk& chunk,
    const FlowProgram& flow,
    const Triggers& triggers,
    Rows rows,
    const Finished& finished
) {
    std::vector<uint32_t> entering;
    std::vector<FailedEntry> failed;
    chunk.fatal = select_entering(flow, triggers, rows, chunk.transaction, entering, failed);
    if (chunk.fatal != nullptr)
        return;
    for (const FailedEntry& entry : failed)
        chunk.refuse(entry.row, trigger_failure(flow, *entry.fault, chunk.transaction));
    entering = rows_to_enter(chunk.transaction, flow, chunk.ids, entering);
    if (!entering.empty() && runs_now(flow)) {
        Batch batch(flow, static_cast<uint32_t>(entering.size()), chunk.transaction);
        batch.context = run_context(flow, RunContext::system_without_sharing);
        set_triggers(batch, triggers, entering);
        run(batch);
        collect_refusals(chunk, batch, entering);
        if (chunk.fatal == nullptr)
            finished(batch, entering);
    }
    std::erase_if(entering, [&](uint32_t row) { return chunk.faults[row] != nullptr; });
    if (chunk.fatal == nullptr && !entering.empty() && runs_later(flow))
        put_off(chunk.transaction, flow, as_values(chunk, triggers, entering), entering);
    chunk.drop_refused();
}

/// Whether flows may write the field of the record that is being saved.
bool is_writable(const Field& field) {
    return !field.has_formula && !field.is_system && field.kind != FieldKind::auto_number;
}

/// Takes what a before-save flow left in a field of `$Record`; `after` answers it for the record of
/// each interview.
template<class After>
void read_back(SaveChunk& chunk, FieldId field, Rows rows, const After& after) {
    const Value* const before = chunk.now_column(field);
    bool changed = false;
    for (size_t index = 0; index < rows.size(); ++index) {
        const Value value = after(index);
        if (equal_exactly(value, before[rows[index]]))
            continue;
        chunk.set(field, rows[index], value.is_unset() ? Value::null() : value);
        changed = true;
    }
    if (!changed)
        return;
    chunk.changed_by_flows = true;
    chunk.renamed_by_flows |=
        std::ranges::find(chunk.plan.name_parts, field) != chunk.plan.name_parts.end() ||
        field == chunk.plan.name;
    chunk.checked[static_cast<size_t>(field)] = false;
    chunk.resolved[static_cast<size_t>(field)] = false;
}

/// What a before-save flow left in `$Record` is what will be saved.
void read_back(SaveChunk& chunk, Batch& batch, Rows rows) {
    const std::span<const FieldId> fields = chunk.plan.layout.fields();
    const RecordColumns* const records = batch.records(fixed_slot::record);
    const std::span<const Value> finished =
        records == nullptr ? batch.slot(fixed_slot::record) : std::span<Value>{};
    for (uint32_t cell = 1; cell < fields.size(); ++cell) {
        if (!is_writable(chunk.object().field(fields[cell])))
            continue;
        if (records == nullptr) {
            read_back(chunk, fields[cell], rows, [&](size_t index) {
                return finished[index].tag() == Tag::record
                           ? finished[index].row()->cells()[cell]
                           : chunk.now.at(fields[cell], rows[index]);
            });
        } else if (const Value* const written = records->written(cell)) {
            read_back(chunk, fields[cell], rows, [&](size_t index) { return written[index]; });
        }
    }
}

/// Reads the records again, as the flows before have left them; records that are gone take no more
/// part.
void read_again(SaveChunk& chunk, std::vector<uint32_t>& rows) {
    std::vector<bool> found;
    auto records = chunk.transaction.org().store().fetch(
        chunk.object().id, chunk.ids, chunk.plan.view.stored, found
    );
    if (!records) {
        chunk.fatal = chunk.transaction.fail(records.error());
        return;
    }
    chunk.now = Columns::of(std::move(*records), chunk.object().fields.size(), chunk.arena());
    std::erase_if(rows, [&](uint32_t row) { return !found[row]; });
    chunk.fatal = compute_formulas(chunk.plan.view, chunk.now, rows, chunk.transaction);
}

/// A draft runs only while a test of it says so.
bool runs(const FlowProgram& flow, const SaveChunk& chunk) {
    return (flow.active || chunk.transaction.org().settings().draft == &flow) &&
           starts_on(flow, chunk.operation);
}

using Flows = std::vector<const FlowProgram*>;

/// Those of a list that run in this save, in their order. The list has flows without an order as
/// they were activated.
Flows running(const Flows& flows, const SaveChunk& chunk) {
    Flows result;
    std::ranges::copy_if(flows, std::back_inserter(result), [&](const FlowProgram* flow) {
        return runs(*flow, chunk);
    });
    if (chunk.transaction.org().settings().orders_by_name) {
        const auto has_order = [](const FlowProgram* flow) { return flow->order != 0; };
        const auto first = std::ranges::find_if_not(result, has_order);
        const auto last = std::find_if(first, result.end(), has_order);
        std::sort(first, last, [](const FlowProgram* left, const FlowProgram* right) {
            return folded(left->name) < folded(right->name);
        });
    }
    return result;
}

/// Whether a record may have come to meet the conditions of the flow: one whose fields are as they
/// were meets them now only if it did before. As long as nothing but this save has written.
bool may_enter(const SaveChunk& chunk, const FlowProgram& flow) {
    if (chunk.creates() || !flow.only_when_changed_to_meet || flow.entry_fields.empty())
        return true;
    return std::ranges::any_of(flow.entry_fields, [&](FieldId field) {
        return chunk.given.find(field) != nullptr &&
               std::ranges::any_of(chunk.good, [&](uint32_t row) {
                   return standard::changes(chunk, field, row);
               });
    });
}

/// Runs flows one after the other, each for all records of the chunk, behind the write.
void run_behind_write(SaveChunk& chunk, const Flows& flows) {
    const uint64_t& writes =
        chunk.transaction.org().state().writes[static_cast<size_t>(chunk.object().id)];
    const auto is_asked = [&](const FlowProgram* flow) {
        return writes != chunk.writes_then || may_enter(chunk, *flow);
    };
    // Who enters none of them at first does not do so later: nothing runs that could change it.
    if (std::ranges::none_of(flows, is_asked))
        return;
    chunk.fatal = bring_up_to_date(chunk);
    if (chunk.fatal != nullptr)
        return;
    uint64_t seen = writes;
    Triggers triggers = triggers_of(chunk, chunk.ids);
    std::vector<uint32_t> rows = chunk.good;
    for (const FlowProgram* const flow : flows) {
        if (chunk.stops())
            return;
        if (!is_asked(flow))
            continue;
        std::erase_if(rows, [&](uint32_t row) { return chunk.faults[row] != nullptr; });
        if (writes != seen) {
            read_again(chunk, rows);
            if (chunk.fatal != nullptr)
                return;
            seen = writes;
            triggers.record_source =
                record_source(chunk.plan.layout, chunk.now, chunk.ids, chunk.arena());
        }
        const size_t good_before = chunk.good.size();
        run_flow(chunk, *flow, triggers, rows, [](Batch&, Rows) {});
        chunk.refused_late |= chunk.good.size() < good_before;
    }
}

/// Flows of API 53 and before run behind the entitlement rules (reference/limits.md, section 4).
constexpr double first_before_entitlement = 54;

Flows of_age(const SaveChunk& chunk, bool is_late) {
    Flows flows = running(chunk.plan.program.after_save, chunk);
    std::erase_if(flows, [&](const FlowProgram* flow) {
        return (flow->api > 0 && flow->api < first_before_entitlement) != is_late;
    });
    return flows;
}

} // namespace

void run_before_save(SaveChunk& chunk) {
    const Flows flows = running(chunk.plan.program.before_save, chunk);
    // Who enters none of them at first does not do so later: nothing runs that could change it.
    if (std::ranges::none_of(flows, [&](const FlowProgram* flow) {
            return may_enter(chunk, *flow);
        }))
        return;
    chunk.fatal = bring_up_to_date(chunk);
    if (chunk.fatal != nullptr)
        return;
    const std::span<const Id> ids = chunk.creates() ? std::span<const Id>{} : chunk.ids;
    const Triggers triggers = triggers_of(chunk, ids);
    for (const FlowProgram* const flow : flows) {
        if (chunk.stops())
            return;
        if (!may_enter(chunk, *flow))
            continue;
        run_flow(chunk, *flow, triggers, chunk.good, [&](Batch& batch, Rows rows) {
            read_back(chunk, batch, rows);
        });
    }
}

void run_after_save(SaveChunk& chunk) {
    run_behind_write(chunk, of_age(chunk, false));
}

void run_after_save_late(SaveChunk& chunk) {
    run_behind_write(chunk, of_age(chunk, true));
}

void run_processes(SaveChunk& chunk) {
    run_behind_write(chunk, running(chunk.plan.program.processes, chunk));
}

void run_before_delete(SaveChunk& chunk) {
    const Flows flows = running(chunk.plan.program.before_delete, chunk);
    if (flows.empty())
        return;
    Triggers triggers;
    triggers.record_source = record_source(chunk.plan.layout, chunk.old, chunk.ids, chunk.arena());
    triggers.prior_source = triggers.record_source;
    for (const FlowProgram* const flow : flows) {
        if (chunk.stops())
            return;
        const size_t good_before = chunk.good.size();
        run_flow(chunk, *flow, triggers, chunk.good, [](Batch&, Rows) {});
        chunk.refused_late |= chunk.good.size() < good_before;
    }
}

} // namespace weir
