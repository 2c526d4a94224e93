// Workflow rules: step 11 of the order of execution. Their field updates save the record again: the
// triggers of an update run once more, validation rules, duplicate rules and flows do not.
#include "org/later_work.hpp"
#include "org/save_later.hpp"
#include "org/save_steps.hpp"
#include "org/standard_rules.hpp"
#include "org/triggers.hpp"
#include "org/users.hpp"
#include "org/workflow.hpp"
#include "program/save_rules.hpp"
#include "types/compare.hpp"

#include <algorithm>
#include <set>

namespace weir {

namespace {

class Workflow {
public:
    Workflow(SaveChunk& chunk, const SaveRules& rules)
        : chunk_(chunk), rules_(rules), saved_(chunk.size) {}

    void run() {
        std::vector<uint32_t> again;
        evaluate(chunk_.good, again);
        save_again();
        if (chunk_.stops() || again.empty())
            return;
        // Once more for records whose field updates ask for it: rules that have fired stay out.
        std::vector<uint32_t> none;
        bring_rules_up_to_date(chunk_);
        if (chunk_.fatal != nullptr)
            return;
        std::erase_if(again, [&](uint32_t row) { return chunk_.faults[row] != nullptr; });
        evaluate(again, none);
        save_again();
    }

    /// What a time trigger does, whatever the conditions of its rule say now.
    void run_later(const WorkflowActions& actions) {
        const std::vector<uint32_t> rows = chunk_.good;
        update_fields(actions, rows);
        if (chunk_.fatal == nullptr)
            send_alerts(actions, rows);
        save_again();
        if (!actions.reevaluates || chunk_.stops())
            return;
        bring_rules_up_to_date(chunk_);
        std::vector<uint32_t> none;
        if (chunk_.fatal == nullptr)
            evaluate(chunk_.good, none);
        save_again();
    }

private:
    [[nodiscard]] std::vector<uint32_t> rows_of(const WorkflowRule& rule, Rows rows) {
        std::vector<uint32_t> meeting;
        if (!chunk_.creates() && rule.when == WorkflowRule::When::create)
            return meeting;
        meeting = rows_meeting(chunk_, rule.condition, rows);
        if (chunk_.fatal != nullptr || chunk_.creates() ||
            rule.when != WorkflowRule::When::edit_to_meet)
            return meeting;
        const std::vector<uint32_t> met = rows_that_met(chunk_, rule.condition, meeting);
        std::erase_if(meeting, [&](uint32_t row) { return std::ranges::binary_search(met, row); });
        return meeting;
    }

    void evaluate(Rows rows, std::vector<uint32_t>& again) {
        for (size_t index = 0; index < rules_.workflow.size(); ++index) {
            const WorkflowRule& rule = rules_.workflow[index];
            std::vector<uint32_t> firing = rows_of(rule, rows);
            if (chunk_.fatal != nullptr)
                return;
            std::erase_if(firing, [&](uint32_t row) { return !fired_.emplace(index, row).second; });
            if (!rule.later.empty())
                follow_later(rule, static_cast<uint32_t>(index), rows, firing);
            if (chunk_.fatal != nullptr)
                return;
            if (firing.empty())
                continue;
            update_fields(rule.actions, firing);
            if (chunk_.fatal == nullptr)
                send_alerts(rule.actions, firing);
            if (chunk_.fatal != nullptr)
                return;
            if (rule.actions.reevaluates && !rule.actions.updates.empty())
                again.insert(again.end(), firing.begin(), firing.end());
        }
        std::ranges::sort(again);
        again.erase(std::unique(again.begin(), again.end()), again.end());
    }

    /// Time triggers of records for which the rule fires, and of those that it is looked at for:
    /// these go by the dates as they are now, or are given up.
    void follow_later(const WorkflowRule& rule, uint32_t index, Rows rows, Rows firing) {
        const std::vector<uint32_t> meeting = rows_meeting(chunk_, rule.condition, rows);
        if (chunk_.fatal != nullptr)
            return;
        const Surroundings& around = chunk_.transaction.surroundings();
        std::vector<TimeTriggerChange> changes;
        for (uint32_t place = 0; place < rule.later.size(); ++place) {
            const TimeTrigger& trigger = rule.later[place];
            const Value* const dates =
                trigger.field == FieldId::none ? nullptr : chunk_.now_column(trigger.field);
            for (const uint32_t row : rows) {
                TimeTriggerChange change;
                change.kind =
                    std::ranges::binary_search(firing, row)    ? TimeTriggerChange::Kind::start
                    : std::ranges::binary_search(meeting, row) ? TimeTriggerChange::Kind::keep
                                                               : TimeTriggerChange::Kind::stop;
                if (chunk_.creates() && !fired_.contains({index, row}))
                    continue; // nothing waits for a new record
                change.place = {chunk_.object().id, index, place};
                change.record = chunk_.ids[row];
                change.due = dates == nullptr
                                 ? moved(around.now, trigger.offset, trigger.unit, around.zone)
                                 : due_by_date(dates[row], trigger.offset, trigger.unit, around);
                changes.push_back(change);
            }
        }
        follow_time_triggers(chunk_.transaction, std::move(changes));
    }

    void update_fields(const WorkflowActions& actions, Rows rows) {
        const std::span<Value> values = chunk_.arena().make_array<Value>(chunk_.size);
        for (const FieldUpdate& update : actions.updates) {
            chunk_.fatal = evaluate_record_formula(
                update.value,
                chunk_.now,
                chunk_.creates() ? nullptr : &chunk_.old,
                chunk_.creates(),
                rows,
                chunk_.transaction,
                values.data()
            );
            if (chunk_.fatal != nullptr)
                return;
            Value* const now = chunk_.now_column(update.field);
            for (const uint32_t row : rows) {
                if (values[row].is_fault() || equal_exactly(values[row], now[row]))
                    continue;
                saved_[row].emplace_back(update.field, values[row]);
            }
        }
    }

    void send_alerts(const WorkflowActions& actions, Rows rows) {
        Org& org = chunk_.transaction.org();
        for (const std::string& alert : actions.alerts) {
            const Action* const action = org.actions().find("emailAlert", alert);
            if (action == nullptr)
                continue;
            std::vector<Value> ids;
            for (const uint32_t row : rows)
                ids.push_back(Value::id(chunk_.ids[row]));
            const ActionColumn input{"SObjectRowId", ids};
            const std::span<const Fault*> faults =
                chunk_.arena().make_array<const Fault*>(rows.size());
            // An alert that reaches nobody is no reason not to save.
            ActionCall call{
                chunk_.transaction,
                "emailAlert",
                alert,
                static_cast<uint32_t>(rows.size()),
                {&input, 1},
                {},
                faults,
                chunk_.arena()};
            action->run(call);
            for (const Fault* const fault : faults)
                if (fault != nullptr && fault->uncatchable)
                    chunk_.fatal = fault;
        }
    }

    /// Saves what the rules have set, as an update that nothing but triggers looks at.
    void save_again() {
        std::vector<uint32_t> rows;
        for (const uint32_t row : chunk_.good)
            if (!saved_[row].empty())
                rows.push_back(row);
        if (rows.empty() || chunk_.fatal != nullptr)
            return;
        SaveChunk again(
            chunk_.transaction, chunk_.plan, Operation::update, static_cast<uint32_t>(rows.size())
        );
        for (uint32_t index = 0; index < rows.size(); ++index) {
            again.ids[index] = chunk_.ids[rows[index]];
            for (const auto& [field, value] : saved_[rows[index]])
                again.given.add(field)[index] = value;
            saved_[rows[index]].clear();
        }
        using Phase = void (*)(SaveChunk&);
        static constexpr Phase phases[] = {
            load_old_records,
            drop_read_only_cells,
            check_formats,
            check_references,
            stamp,
            compose_names,
            derive_fields,
            derive_user_fields,
            run_before_triggers,
            check_formats,
            check_references,
            check_required,
            check_unique,
            write,
            finish_users,
            run_after_triggers,
        };
        for (const Phase phase : phases) {
            phase(again);
            if (again.stops())
                break;
        }
        take_over(again, rows);
    }

    /// What was saved again is what the rest of the save sees.
    void take_over(const SaveChunk& again, std::span<const uint32_t> rows) {
        chunk_.fatal = again.fatal;
        for (uint32_t index = 0; index < rows.size(); ++index) {
            if (again.faults[index] != nullptr) {
                chunk_.refuse(rows[index], again.faults[index]);
                chunk_.refused_late = true;
                continue;
            }
            for (const FieldId field : again.given.fields())
                if (again.is_given(field, index))
                    chunk_.set(field, rows[index], again.given.at(field, index));
        }
        chunk_.drop_refused();
    }

    SaveChunk& chunk_;
    const SaveRules& rules_;
    std::vector<std::vector<std::pair<FieldId, Value>>> saved_; // by row
    std::set<std::pair<size_t, uint32_t>> fired_;               // rule and row
};

} // namespace

void bring_rules_up_to_date(SaveChunk& chunk) {
    for (const FieldId field : chunk.plan.rules.stored)
        chunk.now_column(field);
    chunk.fatal = compute_formulas(chunk.plan.rules, chunk.now, chunk.good, chunk.transaction);
}

namespace {

std::vector<uint32_t>
rows_where(SaveChunk& chunk, const RecordFormula& condition, const Columns& columns, Rows rows) {
    if (!condition.expression)
        return {rows.begin(), rows.end()};
    const std::span<Value> meets = chunk.arena().make_array<Value>(chunk.size);
    chunk.fatal = evaluate_record_formula(
        condition,
        columns,
        chunk.creates() ? nullptr : &chunk.old,
        chunk.creates(),
        rows,
        chunk.transaction,
        meets.data()
    );
    std::vector<uint32_t> result;
    if (chunk.fatal == nullptr)
        for (const uint32_t row : rows)
            if (meets[row].is_true())
                result.push_back(row);
    return result;
}

} // namespace

std::vector<uint32_t> rows_meeting(SaveChunk& chunk, const RecordFormula& condition, Rows rows) {
    return rows_where(chunk, condition, chunk.now, rows);
}

std::vector<uint32_t> rows_that_met(SaveChunk& chunk, const RecordFormula& condition, Rows rows) {
    return rows_where(chunk, condition, chunk.old, rows);
}

void run_workflow(SaveChunk& chunk) {
    const SaveRules* const rules = chunk.plan.program.save_rules.get();
    if (rules == nullptr || rules->workflow.empty())
        return;
    bring_rules_up_to_date(chunk);
    if (!chunk.creates() && chunk.fatal == nullptr)
        chunk.fatal = compute_formulas(chunk.plan.rules, chunk.old, chunk.good, chunk.transaction);
    if (chunk.fatal == nullptr)
        Workflow(chunk, *rules).run();
}

void run_time_trigger(SaveChunk& chunk, const TimeTrigger& trigger) {
    const SaveRules* const rules = chunk.plan.program.save_rules.get();
    load_old_records(chunk);
    if (rules == nullptr || chunk.stops())
        return;
    bring_rules_up_to_date(chunk);
    if (chunk.fatal == nullptr)
        chunk.fatal = compute_formulas(chunk.plan.rules, chunk.old, chunk.good, chunk.transaction);
    if (chunk.fatal == nullptr)
        Workflow(chunk, *rules).run_later(trigger.actions);
    // What the rest of a save would do with what has been written.
    if (!chunk.stops())
        roll_up(chunk);
    if (!chunk.stops())
        follow_later_work(chunk);
}

} // namespace weir
