// What an org does later and who waits for it: paths of flows, schedules, retries, the ends of
// waits. The scheduler has the times; what stands here says what the times are for.
#pragma once

#include "org/interviews.hpp"
#include "org/state.hpp"
#include "org/time_triggers.hpp"
#include "program/program.hpp"
#include "runtime/wait.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

/// One interview that a flow starts later: of a path or a schedule.
struct LaterInterview {
    Id record; // zero: of none
    /// Captured when it was put off, in `values`.
    Value prior;
    Value saved; // the record itself, where the org keeps it so
    bool is_new = false;
    uint32_t failures = 0; // unhandled ones, of attempts at a time of their own
    std::shared_ptr<Arena> values;
};

/// What later interviews of one batch have in common.
struct LaterKind {
    const FlowProgram* flow = nullptr;
    int32_t path = -1;  // of FlowProgram::paths; -1: its start, of schedules and orchestrations
    Id user;            // zero: the default workflow user
    int64_t due = 0;    // milliseconds UTC
    uint64_t group = 0; // of asynchronous paths: those of one save run together

    bool operator==(const LaterKind&) const = default;
    bool operator<(const LaterKind& other) const;
};

/// A path that waits for its time: one for each flow, path and record. Ordered by name, so that
/// every run does things in the same order.
struct PathKey {
    const FlowProgram* flow = nullptr;
    int32_t path = 0;
    Id record;
    bool operator<(const PathKey& other) const;
};
struct PendingPath {
    /// The group that holds the interview; none: its date is empty, and it waits for one.
    std::optional<LaterKind> at;
    std::optional<int64_t> due; // as worked out, also where it is past
    LaterInterview interview;
    Id user;
};

/// A schedule and when it runs next.
struct RunningSchedule {
    const FlowProgram* flow = nullptr;
    uint64_t job = 0;         // in the scheduler; 0: none, it never runs again
    bool has_started = false; // of those that run once
};

/// Interviews that go on together: of one flow and user at one time.
struct ResumeKind {
    const FlowProgram* flow = nullptr;
    Id user;
    int64_t due = 0;
    bool by_time = true; // else by an event
    uint32_t batch = 0;  // so many at once; 0: as many as a transaction takes
    RunContext context = RunContext::system_without_sharing;
    bool operator<(const ResumeKind& other) const;
};
struct Resume {
    uint64_t paused = 0; // its number
    std::shared_ptr<const WaitWake> wake;
};

/// A paused interview that waits for something to happen.
struct ArmedWait {
    /// By event of the pause: the group that it goes on with at its time, if it has one.
    std::vector<std::optional<ResumeKind>> times;
    std::vector<bool> is_gone; // by event: its record is deleted
    bool has_fired = false;    // the first event has happened
    uint32_t failures = 0;
};

/// What is due together, and its job in the scheduler.
template<class Item>
struct LaterGroup {
    uint64_t job = 0;
    std::vector<Item> items;
};

struct LaterWork {
    std::map<LaterKind, LaterGroup<LaterInterview>> groups;
    std::map<PathKey, PendingPath> pending; // scheduled paths
    /// The date that a path has run for last: a save that leaves the date as it is, the path's own
    /// too, does not start it again.
    std::map<PathKey, int64_t> ran;
    std::map<std::pair<ObjectId, Id>, std::set<PathKey>> by_record;
    uint64_t next_group = 1;

    std::vector<RunningSchedule> schedules;
    bool has_schedules = false;          // they are read from the Program
    std::optional<int64_t> clock;        // the time when schedules were last looked at
    std::map<int64_t, uint64_t> started; // interviews of schedules by time, of the last 24 hours

    std::map<uint64_t, ArmedWait> waits; // by number of the paused interview
    std::map<ResumeKind, LaterGroup<Resume>> resumes;
    std::map<ObjectId, std::set<uint64_t>> for_events; // who waits for messages of an event
    std::map<std::pair<ObjectId, Id>, std::set<uint64_t>> for_dates; // … for a date of a record
    std::map<ObjectId, std::set<uint64_t>> for_records; // … for any record of an object
    std::map<Id, std::set<uint64_t>> orchestrations;    // paused ones about a record
    std::set<ObjectId> subscribed;                      // events whose messages waits are told of
    TimeTriggerWork time_triggers;                      // of workflow rules
    int64_t resume_hour = 0;                            // the hour that `resumed` counts
    uint64_t resumed = 0;
};

/// Delays before the retries of what runs later (reference/runtime.md, section 1).
constexpr std::array<int64_t, 4> retry_minutes{15, 30, 60, 120};

// ------------------------------------------------------------------------------- later_paths.cpp

/// Interviews of a flow's paths (or of an orchestration) for the rows of a chunk that have met its
/// conditions: put off until the commit, and from there to their time.
void put_off(
    Transaction& transaction, const FlowProgram& flow, const Triggers& triggers, Rows entering
);
/// After an update: paths that wait for these records are moved or given up, as dates and
/// conditions are now.
const Fault*
follow_paths(Transaction& transaction, const ObjectPlan& plan, const Triggers& triggers, Rows rows);
/// Whether anything may have to follow the saves of an object.
[[nodiscard]] bool is_followed(const Org& org, const ObjectPlan& plan);
/// Records that this transaction deletes: nothing waits for them once it has committed.
void follow_deletes(Transaction& transaction, ObjectId object, std::span<const Id> records);

/// When something is due that goes by a date of a record: nothing while the date is empty. Dates
/// begin at midnight by the org's clocks.
[[nodiscard]] std::optional<int64_t>
due_by_date(Value date, int32_t offset, FlowPath::Unit unit, const Surroundings& around);

// --------------------------------------------------------------------------------- later_run.cpp

/// Adds interviews to the group of `kind`, which has a job in the scheduler.
void add_to_group(Org& org, const LaterKind& kind, LaterInterview interview);
/// Takes the interview of a record out of its group.
void take_from_group(Org& org, const LaterKind& kind, Id record);
/// The user who runs what nobody in particular runs; a failure if the one named is not there.
[[nodiscard]] Result<Id> default_workflow_user(Org& org);
/// False: deactivated.
[[nodiscard]] Result<bool> is_active_user(Org& org, Id user);
/// Counts an interview that has failed before it could begin.
void note_failed(Org& org, const FlowProgram& flow, std::string_view code, std::string_view text);
/// As the names of transactions show times: "2026-03-01T09:00:00.000Z".
[[nodiscard]] std::string moment_text(int64_t time);

// --------------------------------------------------------------------------- later_schedules.cpp

/// Brings the schedules in line with the clock, which may have been set by hand.
void follow_clock(Org& org);

// ------------------------------------------------------------------------------- later_waits.cpp

/// An interview has been added to the paused ones: its events are armed. It is gone if none can
/// ever happen.
void arm(Org& org, uint64_t paused);
/// It is gone, or goes on otherwise.
void disarm(Org& org, uint64_t paused);
/// The first event has happened, and the others are dropped. False: it is gone already.
[[nodiscard]] bool begin_resume(Org& org, uint64_t paused);
/// It goes on with another group.
void defer_resume(Org& org, uint64_t paused, const ResumeKind& kind, Resume resume);
/// The dates of a record that has changed.
void move_dates(Org& org, uint64_t paused, Id record);
/// The dates of a record that is gone: an interview that waits for nothing else is gone as well.
void drop_dates(Org& org, uint64_t paused, Id record);
/// Keeps the paused interviews of a batch when its transaction commits.
void keep_paused(Transaction& transaction, Batch& batch);
/// Messages that are there, to those who wait for them.
Status tell_waits_of_events(Org& org);
/// Records of a save: dates that waits are about, and records that they wait for.
void follow_waits(
    Transaction& transaction, const ObjectPlan& plan, const Triggers& triggers, Rows rows
);

// ------------------------------------------------------------------------------- later_match.cpp

/// A field of a record, or null where its layout has none.
[[nodiscard]] Value cell_of(Value record, FieldId field);
/// Whether the message or record has the values that the event asks for.
[[nodiscard]] bool is_awaited(const WaitedEvent& event, Value record);

// ------------------------------------------------------------------------------ later_resume.cpp

Status run_resumes(Org& org, const ResumeKind& kind, std::vector<Resume> items);

// ------------------------------------------------------------------------------ later_stages.cpp

/// A record has changed that orchestrations are about: those that wait look at their conditions
/// again, in a transaction of their own.
void look_again(Org& org, Id record);
/// Steps of a paused orchestration that nobody has to do run in transactions of their own.
void run_background_steps(Org& org, uint64_t paused);

} // namespace weir
