// Runs what was put off: interviews of paths, schedules and orchestrations in batches, each a
// transaction, with the retries of reference/runtime.md, section 1.
#include "base/limits.hpp"
#include "org/first_record.hpp"
#include "org/later_batches.hpp"
#include "org/later_work.hpp"
#include "org/scheduler.hpp"
#include "runtime/driver.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace weir {

namespace {

std::string name_of(const LaterKind& kind) {
    const FlowProgram& flow = *kind.flow;
    if (kind.path < 0)
        return flow.name;
    const FlowPath& path = flow.paths[static_cast<size_t>(kind.path)];
    return path.after_commit ? flow.name + ", after the commit"
                             : fmt::format("{}, path {}", flow.name, path.name);
}

/// One group that is due.
class GroupRun {
public:
    GroupRun(Org& org, const LaterKind& kind) : org_(org), kind_(kind), flow_(*kind.flow) {}

    Status run(std::vector<LaterInterview> items) {
        const Result<Id> user = running_user();
        if (!user)
            return user.error();
        user_ = *user;
        if (kind_.path >= 0)
            forget_pending(items);
        size_t batch = limits::batch;
        if (kind_.path >= 0)
            if (const uint32_t said = flow_.paths[static_cast<size_t>(kind_.path)].batch_size)
                batch = std::min<size_t>(batch, said);
        return run_in_batches(std::move(items), batch, [&](std::vector<LaterInterview> some) {
            return run_batch(std::move(some));
        });
    }

private:
    /// Who changed the record, or who runs what nobody runs.
    Result<Id> running_user() {
        if (kind_.user == Id{})
            return default_workflow_user(org_);
        const Result<bool> active = is_active_user(org_, kind_.user);
        if (!active)
            return active.error();
        return *active ? Result<Id>(kind_.user) : default_workflow_user(org_);
    }

    void forget_pending(std::span<const LaterInterview> items) {
        LaterWork& later = *org_.state().later;
        for (const LaterInterview& item : items) {
            const PathKey key{&flow_, kind_.path, item.record};
            const auto found = later.pending.find(key);
            if (found == later.pending.end() || found->second.at != kind_)
                continue;
            if (found->second.due)
                later.ran[key] = *found->second.due;
            later.pending.erase(found);
            const auto of_record = later.by_record.find({flow_.object, item.record});
            if (of_record == later.by_record.end())
                continue;
            of_record->second.erase(key);
            if (of_record->second.empty())
                later.by_record.erase(of_record);
        }
    }

    Status run_batch(std::vector<LaterInterview> items) {
        std::vector<LaterInterview> failed;
        for (int attempt = 1; !items.empty(); ++attempt) {
            std::vector<bool> has_failed(items.size(), false);
            if (const Status done = attempt_batch(items, has_failed); !done)
                return done;
            const bool any = std::ranges::find(has_failed, true) != has_failed.end();
            if (!any)
                break;
            std::vector<LaterInterview> rest;
            for (size_t index = 0; index < items.size(); ++index)
                (has_failed[index] || attempt == most_attempts ? failed : rest)
                    .push_back(std::move(items[index]));
            items = std::move(rest);
        }
        retry_later(std::move(failed));
        return Done{};
    }

    /// One transaction. Nothing of it stays when any interview fails.
    Status attempt_batch(std::span<const LaterInterview> items, std::vector<bool>& has_failed) {
        Transaction transaction(
            org_, fmt::format("{} at {}", name_of(kind_), moment_text(org_.now())), user_
        );
        transaction.run_asynchronously();
        bool went_well = transaction.failure() == nullptr;
        if (went_well)
            went_well = run_interviews(transaction, items, has_failed);
        return finish(transaction, went_well);
    }

    bool run_interviews(
        Transaction& transaction, std::span<const LaterInterview> items, std::vector<bool>& failed
    ) {
        std::vector<uint32_t> rows;
        Triggers triggers;
        if (const Fault* const fault = read_records(transaction, items, triggers, rows)) {
            static_cast<void>(fault);
            std::fill(failed.begin(), failed.end(), true);
            return false;
        }
        if (rows.empty())
            return true; // the records are gone: nothing is left to do
        Batch batch(flow_, static_cast<uint32_t>(rows.size()), transaction);
        batch.context = run_context(flow_, RunContext::system_without_sharing);
        set_triggers(batch, triggers, rows);
        for (uint32_t index = 0; index < rows.size(); ++index)
            batch.slot(fixed_slot::is_new)[index] = Value::boolean(items[rows[index]].is_new);
        run_path(
            batch, kind_.path < 0 ? flow_.entry : flow_.paths[static_cast<size_t>(kind_.path)].entry
        );
        bool went_well = true;
        for (uint32_t index = 0; index < rows.size(); ++index) {
            const Interview& interview = batch.interview(index);
            if (interview.fault == nullptr && interview.refusal == nullptr)
                continue;
            went_well = false;
            failed[rows[index]] = true;
        }
        if (went_well)
            keep_paused(transaction, batch);
        return went_well;
    }

    /// `$Record` and `$Record__Prior` of each interview whose record is still there.
    const Fault* read_records(
        Transaction& transaction,
        std::span<const LaterInterview> items,
        Triggers& triggers,
        std::vector<uint32_t>& rows
    ) {
        Arena& arena = transaction.arena();
        const auto size = static_cast<uint32_t>(items.size());
        triggers.prior = arena.make_array<Value>(size);
        for (uint32_t row = 0; row < size; ++row)
            triggers.prior[row] =
                items[row].prior.is_unset() ? Value::null() : copy(items[row].prior, arena);
        if (flow_.object == ObjectId::none) {
            triggers.record = arena.make_array<Value>(size);
            std::ranges::fill(triggers.record, Value::null());
            rows = all_rows(size);
            return nullptr;
        }
        const ObjectPlan& plan = org_.state().plan(flow_.object);
        std::vector<Id> ids;
        for (const LaterInterview& item : items)
            ids.push_back(item.record);
        std::vector<bool> found;
        auto records = org_.store().fetch(flow_.object, ids, plan.view.stored, found);
        if (!records)
            return transaction.fail(records.error());
        for (uint32_t row = 0; row < size; ++row)
            if (found[row])
                rows.push_back(row);
        Columns now = Columns::of(std::move(*records), plan.object.fields.size(), arena);
        if (const Fault* const fault = compute_formulas(plan.view, now, rows, transaction))
            return fault;
        triggers.record = make_record_values(plan.layout, now, ids, rows, true, arena);
        for (const uint32_t row : rows)
            if (!items[row].saved.is_unset())
                triggers.record[row] = copy(items[row].saved, arena);
        return nullptr;
    }

    /// Each at its time once more, until it has failed too often.
    void retry_later(std::vector<LaterInterview> failed) {
        LaterKind again = kind_;
        for (LaterInterview& item : failed) {
            if (item.failures >= retry_minutes.size())
                continue; // it has failed for good; the figures of its flow have it
            again.due = org_.now() + retry_minutes[item.failures] * minute_of_scheduler;
            ++item.failures;
            add_to_group(org_, again, std::move(item));
        }
    }

    Org& org_;
    const LaterKind kind_;
    const FlowProgram& flow_;
    Id user_;
};

} // namespace

bool LaterKind::operator<(const LaterKind& other) const {
    return std::tie(due, flow->name, path, user, group) <
           std::tie(other.due, other.flow->name, other.path, other.user, other.group);
}

bool PathKey::operator<(const PathKey& other) const {
    return std::tie(flow->name, path, record) <
           std::tie(other.flow->name, other.path, other.record);
}

bool ResumeKind::operator<(const ResumeKind& other) const {
    return std::tie(due, flow->name, user, by_time, batch, context) <
           std::tie(
               other.due, other.flow->name, other.user, other.by_time, other.batch, other.context
           );
}

void add_to_group(Org& org, const LaterKind& kind, LaterInterview interview) {
    OrgState& state = org.state();
    LaterGroup<LaterInterview>& group = state.later->groups[kind];
    if (group.items.empty()) {
        const auto run = [kind](Org& owner) -> Status {
            auto& groups = owner.state().later->groups;
            const auto found = groups.find(kind);
            if (found == groups.end())
                return Done{};
            std::vector<LaterInterview> items = std::move(found->second.items);
            groups.erase(found);
            return GroupRun(owner, kind).run(std::move(items));
        };
        group.job = state.scheduler->add({kind.due, name_of(kind), interview.record, run});
    }
    group.items.push_back(std::move(interview));
}

void take_from_group(Org& org, const LaterKind& kind, Id record) {
    OrgState& state = org.state();
    const auto found = state.later->groups.find(kind);
    if (found == state.later->groups.end())
        return;
    std::vector<LaterInterview>& items = found->second.items;
    const auto item = std::ranges::find(items, record, &LaterInterview::record);
    if (item == items.end())
        return;
    items.erase(item);
    if (!items.empty())
        return;
    state.scheduler->remove(found->second.job);
    state.later->groups.erase(found);
}

Result<Id> default_workflow_user(Org& org) {
    const KnownObjects& known = org.state().known;
    if (known.user == nullptr)
        return Id{};
    const std::string& name = org.settings().default_workflow_user;
    if (!name.empty() && known.of_user.username != FieldId::none) {
        const Value value = Value::text(name);
        auto found = org.store().find_by_value(known.user->id, known.of_user.username, {&value, 1});
        if (!found)
            return found.error();
        if (found->front() == Id{})
            return Failure{fmt::format("no user is called `{}`, the default workflow user", name)};
        return found->front();
    }
    return first_record(org, known.user->id);
}

Result<bool> is_active_user(Org& org, Id user) {
    const KnownObjects& known = org.state().known;
    if (user == Id{} || known.user == nullptr || known.of_user.active == FieldId::none)
        return true;
    const FieldId field = known.of_user.active;
    std::vector<bool> found;
    auto record = org.store().fetch(known.user->id, {&user, 1}, {&field, 1}, found);
    if (!record)
        return record.error();
    if (!found[0])
        return false;
    const std::span<const Value> column = std::as_const(*record).find(field);
    return column.empty() || column[0].is_null() || column[0].is_true();
}

void note_failed(Org& org, const FlowProgram& flow, std::string_view code, std::string_view text) {
    FlowFigures& figures = org.figures().flows[&flow];
    ++figures.failed;
    if (figures.faults.size() < faults_kept)
        figures.faults.push_back({"start", std::string(code), std::string(text), std::string()});
}

std::string moment_text(int64_t time) {
    return date_time_text(time);
}

} // namespace weir
