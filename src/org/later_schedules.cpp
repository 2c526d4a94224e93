// Schedule-triggered flows: when they run next by the org's clocks, and the records that they run
// for (reference/runtime.md, section 9; limits.md, section 3).
#include "base/limits.hpp"
#include "org/later_work.hpp"
#include "org/scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

using Frequency = FlowSchedule::Frequency;

constexpr int64_t day = 24LL * 60 * 60 * 1000;
constexpr int64_t hour = 60LL * 60 * 1000;
constexpr int64_t licence_share = 200; // interviews a day for each user licence

int64_t floor_div(int64_t value, int64_t by) {
    return (value >= 0 ? value : value - by + 1) / by;
}

bool is_weekend(int64_t days) {
    return weekday(days) == 1 || weekday(days) == 7;
}

/// The first time of a schedule at `from` or later; none: never again. Days are those of the org's
/// clocks, so that nine in the morning stays nine when the clocks change.
std::optional<int64_t>
next_time(const FlowSchedule& schedule, const TimeZone& zone, int64_t from, bool has_started) {
    if (schedule.frequency == Frequency::on_activate)
        return has_started ? std::nullopt : std::optional(from);
    if (schedule.frequency == Frequency::once) {
        if (!schedule.first)
            return has_started ? std::nullopt : std::optional(from);
        const int64_t at = zone.to_utc(*schedule.first);
        return at >= from ? std::optional(at) : std::nullopt; // in the past it never runs
    }
    const int64_t today = floor_div(from + zone.offset_at(from), day);
    // Without a start it begins at the midnight of the day on which it is activated.
    const int64_t first = schedule.first.value_or(today * day);
    if (schedule.frequency == Frequency::hourly) {
        const int64_t start = zone.to_utc(first);
        return start >= from ? start : start + ((from - start + hour - 1) / hour) * hour;
    }
    const int64_t first_day = floor_div(first, day);
    const int64_t time = first - first_day * day;
    const auto at = [&](int64_t days) { return zone.to_utc(days * day + time); };
    int64_t days = std::max(first_day, today - 1);
    if (schedule.frequency == Frequency::weekly)
        days = first_day + std::max<int64_t>(0, floor_div(days - first_day, 7)) * 7;
    if (schedule.frequency == Frequency::monthly) {
        // A month has 28 days at least: so many months later is not beyond.
        int64_t months = std::max<int64_t>(0, (days - first_day) / 31 - 1);
        while (at(add_months(first_day, months)) < from)
            ++months;
        return at(add_months(first_day, months));
    }
    const int64_t step = schedule.frequency == Frequency::weekly ? 7 : 1;
    while (at(days) < from || (schedule.frequency == Frequency::weekdays && is_weekend(days)))
        days += step;
    return at(days);
}

/// Interviews that schedules may still start now: 250,000 in 24 hours, or 200 for each user
/// licence.
uint64_t room_for_interviews(Org& org) {
    LaterWork& later = *org.state().later;
    later.started.erase(later.started.begin(), later.started.upper_bound(org.now() - day));
    if (!org.settings().limits)
        return UINT64_MAX;
    uint64_t used = 0;
    for (const auto& [time, count] : later.started)
        used += count;
    uint64_t most = org.settings().schedules_a_day;
    // A setting is taken by its word; what Salesforce gives grows with the licences.
    const bool is_salesforces = most == OrgSettings{}.schedules_a_day;
    if (const Object* const licence = org.state().known.licence;
        is_salesforces && licence != nullptr &&
        org.state().known.of_licence.total != FieldId::none) {
        Query query;
        query.object = licence->id;
        query.fields = {org.state().known.of_licence.total};
        uint64_t licences = 0;
        if (auto prepared = org.store().prepare(query))
            if (auto found = org.store().run(**prepared, {}, 1))
                for (const Value total : std::as_const(found->records).find(query.fields.front()))
                    if (total.is_number())
                        licences += static_cast<uint64_t>(
                            std::max<int64_t>(0, to_integer(total.decimal()).value_or(0))
                        );
        most = std::max(most, licences * licence_share);
    }
    return most - std::min(most, used);
}

/// One run of a schedule: finds its records, and puts an interview for each into a group that is
/// due now.
class ScheduleRun {
public:
    ScheduleRun(Org& org, const FlowProgram& flow) : org_(org), flow_(flow) {}

    Status run() {
        std::vector<Id> records;
        if (flow_.object != ObjectId::none) {
            if (const Status done = find(records); !done)
                return done;
        } else {
            records.emplace_back();
        }
        const uint64_t room = room_for_interviews(org_);
        if (records.size() > room) {
            for (size_t index = static_cast<size_t>(room); index < records.size(); ++index)
                note_failed(
                    org_,
                    flow_,
                    "LIMIT_EXCEEDED",
                    "The maximum number of scheduled flow interviews in 24 hours is reached."
                );
            records.resize(static_cast<size_t>(room));
        }
        org_.state().later->started[org_.now()] += records.size();
        const LaterKind kind{&flow_, -1, {}, org_.now(), org_.state().later->next_group++};
        for (const Id record : records) {
            LaterInterview interview;
            interview.record = record;
            add_to_group(org_, kind, std::move(interview));
        }
        return Done{};
    }

private:
    /// The records that meet the conditions, in the order in which they were made.
    Status find(std::vector<Id>& records) {
        Transaction transaction(org_, {}); // nameless: outside of figures and limits
        if (const Error* const failed = transaction.failure())
            return *failed;
        Query query;
        query.object = flow_.object;
        auto prepared = org_.store().prepare(query);
        if (!prepared)
            return prepared.error();
        auto found = org_.store().run(**prepared, {}, 1);
        if (!found)
            return found.error();
        const std::span<const Id> all = std::as_const(found->records).ids();
        for (size_t first = 0; first < all.size(); first += limits::batch)
            if (const Status done = select(
                    transaction,
                    all.subspan(first, std::min<size_t>(limits::batch, all.size() - first)),
                    records
                );
                !done)
                return done;
        return transaction.rollback();
    }

    Status select(Transaction& transaction, std::span<const Id> ids, std::vector<Id>& records) {
        if (!flow_.entry_condition) {
            records.insert(records.end(), ids.begin(), ids.end());
            return Done{};
        }
        Arena& arena = transaction.arena();
        const ObjectPlan& plan = org_.state().plan(flow_.object);
        std::vector<bool> there;
        auto read = org_.store().fetch(flow_.object, ids, plan.view.stored, there);
        if (!read)
            return read.error();
        const std::vector<uint32_t> rows = all_rows(static_cast<uint32_t>(ids.size()));
        Columns now = Columns::of(*read, plan.object.fields.size(), arena);
        Triggers triggers;
        std::vector<uint32_t> meeting;
        std::vector<FailedEntry> failed;
        const Fault* fault = compute_formulas(plan.view, now, rows, transaction);
        if (fault == nullptr) {
            triggers.record = make_record_values(plan.layout, now, ids, rows, true, arena);
            triggers.prior = arena.make_array<Value>(ids.size());
            std::ranges::fill(triggers.prior, Value::null());
            fault = select_meeting(flow_, triggers, rows, transaction, meeting, failed);
        }
        if (const Error* const host = transaction.failure())
            return *host;
        if (fault != nullptr) {
            note_failed(org_, flow_, fault->code, fault->message);
            return Done{};
        }
        for (const FailedEntry& entry : failed)
            note_failed(org_, flow_, entry.fault->code, entry.fault->message);
        for (const uint32_t row : meeting)
            records.push_back(ids[row]);
        return Done{};
    }

    Org& org_;
    const FlowProgram& flow_;
};

void plan_next(Org& org, size_t index, int64_t from);

Status run_schedule(Org& org, size_t index) {
    RunningSchedule& schedule = org.state().later->schedules[index];
    schedule.job = 0;
    schedule.has_started = true;
    const FlowProgram& flow = *schedule.flow;
    plan_next(org, index, org.now() + 1);
    return ScheduleRun(org, flow).run();
}

void plan_next(Org& org, size_t index, int64_t from) {
    RunningSchedule& schedule = org.state().later->schedules[index];
    const auto found = TimeZone::find(org.settings().time_zone);
    const auto next = next_time(
        schedule.flow->schedule, found ? *found : TimeZone::utc(), from, schedule.has_started
    );
    if (!next)
        return;
    schedule.job = org.state().scheduler->add({*next, schedule.flow->name, {}, [index](Org& owner) {
                                                   return run_schedule(owner, index);
                                               }});
}

} // namespace

void follow_clock(Org& org) {
    LaterWork& later = *org.state().later;
    if (!later.has_schedules) {
        later.has_schedules = true;
        for (const auto& flow : org.program().flows)
            if (flow->start == FlowStart::schedule &&
                (flow->active || org.settings().draft == flow.get()))
                later.schedules.push_back({flow.get(), 0, false});
    }
    const int64_t now = org.now();
    const bool is_set_by_hand = !later.clock || (org.settings().now != 0 && *later.clock != now);
    later.clock = now;
    if (!is_set_by_hand)
        return;
    for (size_t index = 0; index < later.schedules.size(); ++index) {
        if (const uint64_t job = std::exchange(later.schedules[index].job, 0))
            org.state().scheduler->remove(job);
        plan_next(org, index, now);
    }
}

} // namespace weir
