// Paths of record-triggered flows between the save and their time (reference/runtime.md, section
// 8). All is worked out in the save and done at its commit, so that what is rolled back leaves
// nothing.
#include "org/later_work.hpp"
#include "org/scheduler.hpp"
#include "types/cell.hpp"
#include "types/convert.hpp"

#include <algorithm>

namespace weir {

namespace {

constexpr int64_t day = 24LL * 60 * 60 * 1000;

bool has_scheduled_paths(const FlowProgram& flow) {
    return std::ranges::any_of(flow.paths, [](const FlowPath& path) { return !path.after_commit; });
}

/// When the path of a record is due: nothing while the date is empty.
std::optional<int64_t>
due_of(const FlowPath& path, Value record, const Layout& layout, const Surroundings& around) {
    if (path.field == FieldId::none)
        return moved(around.now, path.offset, path.unit, around.zone);
    const auto cell = layout.find(path.field);
    const Value date =
        cell && record.tag() == Tag::record ? record.row()->cells()[*cell] : Value::null();
    return due_by_date(date, path.offset, path.unit, around);
}

Id id_of_record(Value record) {
    if (record.tag() != Tag::record || record.row()->size == 0)
        return {};
    return id_in(record.row()->cells()[0]);
}

/// An interview of a path, put off, and its time.
struct Delayed {
    std::optional<int64_t> due;
    LaterInterview interview;
};

void remove_pending(Org& org, const PathKey& key) {
    LaterWork& later = *org.state().later;
    const auto found = later.pending.find(key);
    if (found == later.pending.end())
        return;
    if (found->second.at)
        take_from_group(org, *found->second.at, key.record);
    later.pending.erase(found);
    const auto of_record = later.by_record.find({key.flow->object, key.record});
    if (of_record == later.by_record.end())
        return;
    of_record->second.erase(key);
    if (of_record->second.empty())
        later.by_record.erase(of_record);
}

/// One for each flow, path and record: a new one takes the place of the one before.
void add_pending(Org& org, const PathKey& key, Id user, const Delayed& delayed) {
    remove_pending(org, key);
    LaterWork& later = *org.state().later;
    const bool goes_by_date = key.flow->paths[static_cast<size_t>(key.path)].field != FieldId::none;
    const auto ran = later.ran.find(key);
    if (goes_by_date && ran != later.ran.end() && delayed.due == ran->second)
        return;
    PendingPath& pending = later.pending[key];
    pending.due = delayed.due;
    pending.interview = delayed.interview;
    pending.user = user;
    later.by_record[{key.flow->object, key.record}].insert(key);
    if (!delayed.due)
        return;
    // What is past runs as soon as possible.
    pending.at = LaterKind{key.flow, key.path, user, std::max(*delayed.due, org.now()), 0};
    add_to_group(org, *pending.at, delayed.interview);
}

/// Moves what waits to the date that the record has now.
void move_pending(Org& org, const PathKey& key, std::optional<int64_t> due) {
    LaterWork& later = *org.state().later;
    const auto found = later.pending.find(key);
    if (found == later.pending.end())
        return;
    PendingPath& pending = found->second;
    pending.due = due;
    if (due)
        due = std::max(*due, org.now());
    if (pending.at ? due == pending.at->due : !due)
        return;
    if (pending.at)
        take_from_group(org, *pending.at, key.record);
    pending.at.reset();
    if (!due)
        return;
    pending.at = LaterKind{key.flow, key.path, pending.user, *due, 0};
    add_to_group(org, *pending.at, pending.interview);
}

} // namespace

std::optional<int64_t>
due_by_date(Value date, int32_t offset, FlowPath::Unit unit, const Surroundings& around) {
    if (date.tag() == Tag::date)
        return moved(around.zone.to_utc(date.integer() * day), offset, unit, around.zone);
    if (date.tag() == Tag::date_time)
        return moved(date.integer(), offset, unit, around.zone);
    return std::nullopt;
}

void put_off(
    Transaction& transaction, const FlowProgram& flow, const Triggers& triggers, Rows entering
) {
    if (entering.empty() || (flow.paths.empty() && !flow.is_orchestration))
        return;
    const Surroundings& around = transaction.surroundings();
    const Layout& layout = transaction.org().state().plan(flow.object).layout;
    const bool keeps_record = transaction.org().settings().async_record_as_saved;
    const auto values = std::make_shared<Arena>();
    std::vector<LaterInterview> interviews;
    std::vector<std::vector<std::optional<int64_t>>> due(flow.paths.size());
    for (const uint32_t row : entering) {
        LaterInterview& interview = interviews.emplace_back();
        interview.record = id_of_record(triggers.record[row]);
        interview.prior = copy(triggers.prior[row], *values);
        if (keeps_record)
            interview.saved = copy(triggers.record[row], *values);
        interview.is_new = triggers.is_new;
        interview.values = values;
        for (size_t path = 0; path < flow.paths.size(); ++path)
            due[path].push_back(due_of(flow.paths[path], triggers.record[row], layout, around));
    }
    const auto apply = [&flow, user = around.user, interviews, due](Org& org) {
        const uint64_t group = org.state().later->next_group++;
        for (size_t row = 0; row < interviews.size(); ++row) {
            if (flow.is_orchestration)
                add_to_group(org, {&flow, -1, user, org.now(), group}, interviews[row]);
            for (size_t path = 0; path < flow.paths.size(); ++path) {
                const auto number = static_cast<int32_t>(path);
                if (flow.paths[path].after_commit) {
                    add_to_group(org, {&flow, number, user, org.now(), group}, interviews[row]);
                    continue;
                }
                Delayed delayed{due[path][row], interviews[row]};
                delayed.interview.saved = {};
                add_pending(org, {&flow, number, interviews[row].record}, user, delayed);
            }
        }
    };
    transaction.after_commit(apply);
}

bool is_followed(const Org& org, const ObjectPlan& plan) {
    const LaterWork& later = *org.state().later;
    const ObjectId object = plan.object.id;
    const auto date = later.for_dates.lower_bound({object, Id{}});
    const bool is_awaited = !later.orchestrations.empty() || later.for_records.contains(object) ||
                            (date != later.for_dates.end() && date->first.first == object);
    if (is_awaited)
        return true;
    return std::ranges::any_of(plan.program.after_save, [](const FlowProgram* flow) {
        return has_scheduled_paths(*flow);
    });
}

const Fault* follow_paths(
    Transaction& transaction, const ObjectPlan& plan, const Triggers& triggers, Rows rows
) {
    const Surroundings& around = transaction.surroundings();
    for (const FlowProgram* const flow : plan.program.after_save) {
        if (!has_scheduled_paths(*flow))
            continue;
        // Flows that run for new records alone never look at their conditions again.
        std::vector<uint32_t> meeting(rows.begin(), rows.end());
        std::vector<FailedEntry> failed;
        if (flow->on_update)
            if (const Fault* const fault =
                    select_meeting(*flow, triggers, rows, transaction, meeting, failed))
                return fault;
        struct Now {
            PathKey key;
            bool meets = false;
            std::optional<int64_t> due;
        };
        std::vector<Now> states;
        for (const uint32_t row : rows) {
            const bool is_unknown =
                std::ranges::find(failed, row, &FailedEntry::row) != failed.end();
            if (is_unknown)
                continue;
            const bool meets = std::ranges::binary_search(meeting, row);
            for (size_t path = 0; path < flow->paths.size(); ++path) {
                if (flow->paths[path].after_commit)
                    continue;
                const PathKey key{
                    flow, static_cast<int32_t>(path), id_of_record(triggers.record[row])};
                states.push_back(
                    {key,
                     meets,
                     due_of(flow->paths[path], triggers.record[row], plan.layout, around)}
                );
            }
        }
        transaction.after_commit([states](Org& org) {
            for (const Now& now : states) {
                const FlowPath& path = now.key.flow->paths[static_cast<size_t>(now.key.path)];
                if (!now.meets) {
                    remove_pending(org, now.key);
                    org.state().later->ran.erase(now.key);
                } else if (path.field != FieldId::none) {
                    move_pending(org, now.key, now.due);
                }
            }
        });
    }
    return nullptr;
}

void follow_deletes(Transaction& transaction, ObjectId object, std::span<const Id> records) {
    transaction.after_commit([object,
                              ids = std::vector<Id>(records.begin(), records.end())](Org& org) {
        LaterWork& later = *org.state().later;
        for (const Id record : ids) {
            drop_time_triggers(org, record);
            if (const auto found = later.by_record.find({object, record});
                found != later.by_record.end())
                for (const PathKey& key : std::set<PathKey>(found->second))
                    remove_pending(org, key);
            if (const auto found = later.for_dates.find({object, record});
                found != later.for_dates.end())
                for (const uint64_t paused : std::set<uint64_t>(found->second))
                    drop_dates(org, paused, record);
        }
    });
}

} // namespace weir
