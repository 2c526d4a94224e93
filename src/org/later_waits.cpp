// Interviews that wait: what they wait for is armed when their transaction has committed, and the
// first event to happen is the one that they go on with (reference/runtime.md, section 10;
// events.md, section 5).
#include "org/later_work.hpp"
#include "org/paused_records.hpp"
#include "org/scheduler.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr int64_t day = 24LL * 60 * 60 * 1000;
/// Messages are looked at so many at once.
constexpr uint32_t polled = 200;

const WaitPause* pause_of(const Org& org, uint64_t number) {
    const PausedInterview* const paused = org.paused(number);
    if (paused == nullptr)
        return nullptr;
    const Pause* const pause = paused->interview->waiting().pause.get();
    return pause != nullptr && pause->kind == Pause::Kind::wait
               ? static_cast<const WaitPause*>(pause)
               : nullptr;
}

/// A subscriber of the bus that stands for all who wait for an event.
std::string subscriber_of(const Object& event) {
    return "interviews that wait for " + event.name;
}

void add_resume(Org& org, const ResumeKind& kind, Resume resume) {
    OrgState& state = org.state();
    LaterGroup<Resume>& group = state.later->resumes[kind];
    if (group.items.empty()) {
        const auto run = [kind](Org& owner) -> Status {
            auto& resumes = owner.state().later->resumes;
            const auto found = resumes.find(kind);
            if (found == resumes.end())
                return Done{};
            std::vector<Resume> items = std::move(found->second.items);
            resumes.erase(found);
            return run_resumes(owner, kind, std::move(items));
        };
        group.job = state.scheduler->add({kind.due, kind.flow->name + ", resumed", {}, run});
    }
    group.items.push_back(std::move(resume));
}

void take_resume(Org& org, const ResumeKind& kind, uint64_t number) {
    OrgState& state = org.state();
    const auto found = state.later->resumes.find(kind);
    if (found == state.later->resumes.end())
        return;
    std::erase_if(found->second.items, [number](const Resume& resume) {
        return resume.paused == number;
    });
    if (!found->second.items.empty())
        return;
    state.scheduler->remove(found->second.job);
    state.later->resumes.erase(found);
}

ResumeKind kind_of(const PausedInterview& paused, int64_t due, bool by_time, uint32_t batch) {
    return {paused.interview->flow, paused.user, due, by_time, batch, paused.interview->context};
}

/// The event happens at this time; what is past happens as soon as possible.
void set_time(Org& org, uint64_t number, size_t index, int64_t due, int64_t base) {
    const PausedInterview& paused = *org.paused(number);
    const WaitedEvent& event = pause_of(org, number)->events[index];
    ArmedWait& armed = org.state().later->waits[number];
    const ResumeKind kind = kind_of(paused, std::max(due, org.now()), true, event.batch);
    if (armed.times[index])
        take_resume(org, *armed.times[index], number);
    armed.times[index] = kind;
    const auto wake = std::make_shared<WaitWake>();
    wake->place = event.place;
    wake->base = base;
    add_resume(org, kind, {number, wake});
}

/// The time of an alarm on a date of a record: an empty date is as good as a past one.
void set_date(Org& org, uint64_t number, size_t index, Value date) {
    const WaitedEvent& event = pause_of(org, number)->events[index];
    const auto found = TimeZone::find(org.settings().time_zone);
    const TimeZone zone = found ? *found : TimeZone::utc();
    int64_t base = org.now();
    int64_t due = base;
    if (date.tag() == Tag::date || date.tag() == Tag::date_time) {
        base = date.tag() == Tag::date ? zone.to_utc(date.integer() * day) : date.integer();
        due = moved(base, event.offset, event.unit, zone);
    }
    const ArmedWait& armed = org.state().later->waits[number];
    if (armed.times[index] && armed.times[index]->due == std::max(due, org.now()))
        return;
    set_time(org, number, index, due, base);
}

/// No event of the interview is left to happen.
bool waits_for_nothing(const WaitPause& pause, const ArmedWait& armed) {
    for (size_t index = 0; index < pause.events.size(); ++index)
        if (!armed.is_gone[index])
            return false;
    return true;
}

/// All events but the one that has happened are dropped.
void drop_events(Org& org, uint64_t number) {
    LaterWork& later = *org.state().later;
    const auto found = later.waits.find(number);
    const WaitPause* const pause = pause_of(org, number);
    if (found == later.waits.end() || pause == nullptr)
        return;
    const auto forget = [number](auto& registry, const auto& key) {
        const auto entry = registry.find(key);
        if (entry == registry.end())
            return;
        entry->second.erase(number);
        if (entry->second.empty())
            registry.erase(entry);
    };
    for (size_t index = 0; index < pause->events.size(); ++index) {
        const WaitedEvent& event = pause->events[index];
        if (auto& time = found->second.times[index]) {
            take_resume(org, *time, number);
            time.reset();
        }
        forget(later.for_dates, std::pair(event.object, event.record));
        forget(later.for_events, event.object);
        forget(later.for_records, event.object);
    }
}

/// An event that is no time has happened: the interview goes on in a transaction of its own.
void fire(Org& org, uint64_t number, const WaitedEvent& event, Value row) {
    ArmedWait& armed = org.state().later->waits[number];
    if (armed.has_fired)
        return;
    const auto wake = std::make_shared<WaitWake>();
    wake->place = event.place;
    wake->base = org.now();
    wake->message = copy(row, wake->values);
    drop_events(org, number);
    armed.has_fired = true;
    const ResumeKind kind = kind_of(*org.paused(number), org.now(), false, event.batch);
    add_resume(org, kind, {number, wake});
}

/// Whoever waits for such a message, or such a record, goes on.
void tell(
    Org& org,
    std::map<ObjectId, std::set<uint64_t>>& registry,
    ObjectId object,
    Value row,
    bool is_new
) {
    const auto found = registry.find(object);
    if (found == registry.end())
        return;
    for (const uint64_t number : std::set<uint64_t>(found->second)) {
        const WaitPause* const pause = pause_of(org, number);
        if (pause == nullptr)
            continue;
        for (const WaitedEvent& event : pause->events) {
            const bool is_such = (event.kind == WaitedEvent::Kind::message ||
                                  event.kind == WaitedEvent::Kind::record) &&
                                 event.object == object &&
                                 (is_new ? event.on_create : event.on_update);
            if (!is_such || !is_awaited(event, row))
                continue;
            fire(org, number, event, row);
            break;
        }
    }
}

Status tell_of_event(Org& org, ObjectId object) {
    const ObjectPlan& plan = org.state().plan(object);
    const std::string subscriber = subscriber_of(plan.object);
    for (;;) {
        Result<Messages> messages = org.bus().poll(subscriber, polled);
        if (!messages)
            return messages.error();
        const uint32_t count = messages->records.size();
        if (count == 0)
            return Done{};
        Arena arena;
        const std::span<Value> rows = make_message_values(plan, *messages, count, arena);
        for (const Value row : rows)
            tell(org, org.state().later->for_events, object, row, true);
        if (const Status done = org.bus().acknowledge(subscriber, messages->replay_ids.back());
            !done)
            return done;
    }
}

/// False: there is no such record any more, or the store does not say.
bool arm_date(Org& org, uint64_t number, size_t index, const WaitedEvent& event) {
    Value date;
    {
        Transaction reading(org, {}); // nameless: outside of figures and limits
        Columns columns;
        std::vector<bool> found;
        const Fault* const fault = fetch_records(
            reading, event.object, {&event.record, 1}, {&event.field, 1}, columns, found
        );
        if (fault != nullptr || !found[0])
            return false;
        date = columns.at(event.field, 0); // a date holds no memory
    }
    set_date(org, number, index, date);
    org.state().later->for_dates[{event.object, event.record}].insert(number);
    return true;
}

void arm_event(Org& org, uint64_t number, size_t index, const WaitedEvent& event) {
    LaterWork& later = *org.state().later;
    switch (event.kind) {
    case WaitedEvent::Kind::time:
        set_time(org, number, index, event.due, event.base);
        return;
    case WaitedEvent::Kind::record_date:
        later.waits[number].is_gone[index] = !arm_date(org, number, index, event);
        return;
    case WaitedEvent::Kind::message: {
        // What was published before it waits is not for it.
        const Object& object = org.program().schema->object(event.object);
        bool went_well = true;
        if (later.subscribed.insert(event.object).second)
            went_well = static_cast<bool>(org.bus().subscribe(subscriber_of(object), event.object));
        else
            went_well = static_cast<bool>(tell_of_event(org, event.object));
        later.waits[number].is_gone[index] = !went_well;
        later.for_events[event.object].insert(number);
        return;
    }
    case WaitedEvent::Kind::record:
        later.for_records[event.object].insert(number);
        return;
    }
}

} // namespace

void arm(Org& org, uint64_t number) {
    const PausedInterview* const paused = org.paused(number);
    if (paused == nullptr)
        return;
    write_paused_record(org, number);
    LaterWork& later = *org.state().later;
    const Pause* const any = paused->interview->waiting().pause.get();
    if (any != nullptr && any->kind == Pause::Kind::stage) {
        const Value record = paused->interview->slots[fixed_slot::record];
        if (const Value id = cell_of(record, FieldId{0}); id.tag() == Tag::id)
            later.orchestrations[id.as_id()].insert(number);
        run_background_steps(org, number);
        return;
    }
    const WaitPause* const pause = pause_of(org, number);
    if (pause == nullptr)
        return;
    ArmedWait& armed = later.waits[number];
    armed.times.resize(pause->events.size());
    armed.is_gone.assign(pause->events.size(), false);
    for (size_t index = 0; index < pause->events.size(); ++index)
        arm_event(org, number, index, pause->events[index]);
    if (!waits_for_nothing(*pause, armed))
        return;
    disarm(org, number);
    org.state().paused.erase(number);
}

void disarm(Org& org, uint64_t number) {
    erase_paused_record(org, number);
    LaterWork& later = *org.state().later;
    drop_events(org, number);
    later.waits.erase(number);
    for (auto entry = later.orchestrations.begin(); entry != later.orchestrations.end();) {
        entry->second.erase(number);
        entry = entry->second.empty() ? later.orchestrations.erase(entry) : std::next(entry);
    }
}

void defer_resume(Org& org, uint64_t number, const ResumeKind& kind, Resume resume) {
    org.state().later->waits[number].has_fired = true;
    add_resume(org, kind, std::move(resume));
}

bool begin_resume(Org& org, uint64_t number) {
    LaterWork& later = *org.state().later;
    const auto found = later.waits.find(number);
    if (found == later.waits.end() || org.paused(number) == nullptr)
        return false;
    drop_events(org, number);
    found->second.has_fired = true;
    return true;
}

void drop_dates(Org& org, uint64_t number, Id record) {
    LaterWork& later = *org.state().later;
    const WaitPause* const pause = pause_of(org, number);
    const auto found = later.waits.find(number);
    if (pause == nullptr || found == later.waits.end() || found->second.has_fired)
        return;
    ArmedWait& armed = found->second;
    for (size_t index = 0; index < pause->events.size(); ++index) {
        const WaitedEvent& event = pause->events[index];
        if (event.kind != WaitedEvent::Kind::record_date || event.record != record)
            continue;
        if (armed.times[index])
            take_resume(org, *armed.times[index], number);
        armed.times[index].reset();
        armed.is_gone[index] = true;
    }
    if (!waits_for_nothing(*pause, armed))
        return;
    disarm(org, number);
    org.state().paused.erase(number);
}

void keep_paused(Transaction& transaction, Batch& batch) {
    bool any_paused = false;
    for (uint32_t row = 0; row < batch.size(); ++row)
        any_paused |= batch.interview(row).is_paused;
    if (!any_paused)
        return;
    const auto kept = std::make_shared<std::vector<PausedInterview>>();
    for (uint32_t row = 0; row < batch.size(); ++row)
        if (batch.interview(row).is_paused)
            kept->push_back(
                {save(batch, row),
                 transaction.surroundings().user,
                 transaction.surroundings().now,
                 batch.flow().label}
            );
    transaction.after_commit([kept](Org& org) {
        for (PausedInterview& paused : *kept)
            arm(org, org.state().paused.add(std::move(paused)));
    });
}

Status tell_waits_of_events(Org& org) {
    for (const ObjectId event : org.state().later->subscribed)
        if (const Status done = tell_of_event(org, event); !done)
            return done;
    return Done{};
}

void follow_waits(
    Transaction& transaction, const ObjectPlan& plan, const Triggers& triggers, Rows rows
) {
    const LaterWork& later = *transaction.org().state().later;
    const ObjectId object = plan.object.id;
    const bool for_records = later.for_records.contains(object);
    std::vector<std::pair<Id, Value>> saved;
    const auto values = std::make_shared<Arena>();
    for (const uint32_t row : rows) {
        const Value id = cell_of(triggers.record[row], FieldId{0});
        if (id.tag() == Tag::id && (for_records || later.for_dates.contains({object, id.as_id()}) ||
                                    later.orchestrations.contains(id.as_id())))
            saved.emplace_back(id.as_id(), copy(triggers.record[row], *values));
    }
    if (saved.empty())
        return;
    transaction.after_commit([object, saved, values, is_new = triggers.is_new](Org& org) {
        LaterWork& work = *org.state().later;
        for (const auto& [id, record] : saved) {
            tell(org, work.for_records, object, record, is_new);
            if (const auto found = work.for_dates.find({object, id}); found != work.for_dates.end())
                for (const uint64_t number : std::set<uint64_t>(found->second))
                    move_dates(org, number, id);
            if (const auto found = work.orchestrations.find(id); found != work.orchestrations.end())
                look_again(org, id);
        }
    });
}

void move_dates(Org& org, uint64_t number, Id record) {
    const WaitPause* const pause = pause_of(org, number);
    if (pause == nullptr || org.state().later->waits[number].has_fired)
        return;
    for (size_t index = 0; index < pause->events.size(); ++index) {
        const WaitedEvent& event = pause->events[index];
        if (event.kind == WaitedEvent::Kind::record_date && event.record == record)
            static_cast<void>(arm_date(org, number, index, event));
    }
}

} // namespace weir
