// Time triggers of workflow rules between the save and their time. What is due together runs in
// batches, each a transaction of its own as the user who set it off.
#include "base/limits.hpp"
#include "org/later_batches.hpp"
#include "org/later_work.hpp"
#include "org/save_chunk.hpp"
#include "org/save_later.hpp"
#include "org/scheduler.hpp"
#include "org/time_triggers.hpp"
#include "org/workflow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace weir {

namespace {

const WorkflowRule& rule_at(const ObjectPlan& plan, const TimeTriggerPlace& place) {
    return plan.program.save_rules->workflow[place.rule];
}

std::string name_of(Org& org, const TimeTriggerPlace& place) {
    const ObjectPlan& plan = org.state().plan(place.object);
    return fmt::format(
        "{}, workflow rule {}, time trigger {}",
        plan.object.name,
        rule_at(plan, place).name,
        place.trigger + 1
    );
}

/// Who set it off, or who does what an inactive user has left.
Result<Id> running_user(Org& org, Id user) {
    const Result<bool> active = is_active_user(org, user);
    if (!active)
        return active.error();
    return *active && user != Id{} ? Result<Id>(user) : default_workflow_user(org);
}

Status run_batch(Org& org, const TimeTriggerGroup& group, Id user, std::span<const Id> records) {
    Transaction transaction(
        org, fmt::format("{} at {}", name_of(org, group.place), moment_text(org.now())), user
    );
    transaction.run_asynchronously();
    bool went_well = transaction.failure() == nullptr;
    if (went_well) {
        const ObjectPlan& plan = org.state().plan(group.place.object);
        SaveChunk chunk(
            transaction, plan, Operation::update, static_cast<uint32_t>(records.size())
        );
        std::ranges::copy(records, chunk.ids.begin());
        run_time_trigger(chunk, rule_at(plan, group.place).later[group.place.trigger]);
        went_well = chunk.fatal == nullptr;
    }
    return finish(transaction, went_well);
}

void forget(Org& org, const TimeTriggerGroup& group, std::span<const Id> records) {
    TimeTriggerWork& work = org.state().later->time_triggers;
    for (const Id record : records) {
        const auto found = work.pending.find(record);
        if (found == work.pending.end())
            continue;
        found->second.erase(group.place);
        if (found->second.empty())
            work.pending.erase(found);
    }
}

Status run_group(Org& org, const TimeTriggerGroup& group) {
    TimeTriggerWork& work = org.state().later->time_triggers;
    const auto found = work.groups.find(group);
    if (found == work.groups.end())
        return Done{};
    const std::vector<Id> records = std::move(found->second.records);
    work.groups.erase(found);
    forget(org, group, records);
    const Result<Id> user = running_user(org, group.user);
    if (!user)
        return user.error();
    return run_in_batches(records, limits::batch, [&](const std::vector<Id>& some) {
        return run_batch(org, group, *user, some);
    });
}

void take_out(Org& org, const TimeTriggerGroup& group, Id record) {
    TimeTriggerWork& work = org.state().later->time_triggers;
    const auto found = work.groups.find(group);
    if (found == work.groups.end())
        return;
    std::erase(found->second.records, record);
    if (!found->second.records.empty())
        return;
    org.state().scheduler->remove(found->second.job);
    work.groups.erase(found);
}

void put_in(Org& org, const TimeTriggerGroup& group, Id record) {
    TimeTriggerWork::Due& due = org.state().later->time_triggers.groups[group];
    if (due.records.empty())
        due.job = org.state().scheduler->add(
            {group.due,
             name_of(org, group.place),
             record,
             [group](Org& owner) { return run_group(owner, group); }}
        );
    due.records.push_back(record);
}

void stop(Org& org, const TimeTriggerPlace& place, Id record) {
    TimeTriggerWork& work = org.state().later->time_triggers;
    const auto found = work.pending.find(record);
    if (found == work.pending.end())
        return;
    const auto pending = found->second.find(place);
    if (pending == found->second.end())
        return;
    if (pending->second.at)
        take_out(org, *pending->second.at, record);
    found->second.erase(pending);
    if (found->second.empty())
        work.pending.erase(found);
}

/// To the time that its date says now.
void move(Org& org, const TimeTriggerChange& change, TimeTriggerWork::Pending& pending) {
    std::optional<TimeTriggerGroup> at;
    if (change.due)
        at = TimeTriggerGroup{std::max(*change.due, org.now()), change.place, pending.user};
    if (at == pending.at)
        return;
    if (pending.at)
        take_out(org, *pending.at, change.record);
    pending.at = at;
    if (at)
        put_in(org, *at, change.record);
}

void apply(Org& org, const TimeTriggerChange& change, Id user) {
    TimeTriggerWork& work = org.state().later->time_triggers;
    if (change.kind == TimeTriggerChange::Kind::stop) {
        stop(org, change.place, change.record);
        return;
    }
    if (change.kind == TimeTriggerChange::Kind::start) {
        stop(org, change.place, change.record);
        TimeTriggerWork::Pending& pending = work.pending[change.record][change.place];
        pending.user = user;
        move(org, change, pending);
        return;
    }
    // Only those that go by a date move: the others wait since the rule has fired.
    const auto found = work.pending.find(change.record);
    if (found == work.pending.end())
        return;
    const auto pending = found->second.find(change.place);
    const ObjectPlan& plan = org.state().plan(change.place.object);
    const TimeTrigger& trigger = rule_at(plan, change.place).later[change.place.trigger];
    if (pending != found->second.end() && trigger.field != FieldId::none)
        move(org, change, pending->second);
}

} // namespace

bool TimeTriggerPlace::operator<(const TimeTriggerPlace& other) const {
    return std::tie(object, rule, trigger) < std::tie(other.object, other.rule, other.trigger);
}

bool TimeTriggerGroup::operator<(const TimeTriggerGroup& other) const {
    return std::tie(due, place, user) < std::tie(other.due, other.place, other.user);
}

void follow_time_triggers(Transaction& transaction, std::vector<TimeTriggerChange> changes) {
    if (changes.empty())
        return;
    transaction.after_commit([changes = std::move(changes),
                              user = transaction.surroundings().user](Org& org) {
        for (const TimeTriggerChange& change : changes)
            apply(org, change, user);
    });
}

void drop_time_triggers(Org& org, Id record) {
    TimeTriggerWork& work = org.state().later->time_triggers;
    const auto found = work.pending.find(record);
    if (found == work.pending.end())
        return;
    for (const auto& [place, pending] : found->second)
        if (pending.at)
            take_out(org, *pending.at, record);
    work.pending.erase(found);
}

} // namespace weir
