// A Salesforce org around the flows of one Program: its records, events, users, settings and what
// it sent.
#pragma once

#include "base/result.hpp"
#include "bus/event_bus.hpp"
#include "org/governor_limits.hpp"
#include "org/outbox.hpp"
#include "program/action.hpp"
#include "program/program.hpp"
#include "runtime/figures.hpp"
#include "runtime/launch.hpp"
#include "runtime/trace.hpp"
#include "store/record_store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir {

/// Named settings where Salesforce's behaviour is a choice or a doubt (README, "Org settings").
struct OrgSettings {
    /// strict: every DML on a setup object is setup DML. documented: the exceptions of
    /// reference/security.md section 1 apply.
    bool documented_mixed_dml = false;
    bool limits = true;
    /// In user context read-only fields are left out of a create or update instead of failing it:
    /// FlowSettings.enableFlowFieldFilterEnabled (reference/security.md, section 2).
    bool drops_read_only_fields = false;
    /// Portal users may have the profiles that Salesforce brings: "Allow using standard external
    /// profiles for self-registration, user creation, and login".
    bool standard_external_profiles = true;
    /// A portal role that is made with a user counts as setup DML (reference/security.md, 1).
    bool portal_roles_are_setup = false;
    /// Asynchronous paths, schedules and resumed interviews have the asynchronous limits
    /// (reference/limits.md, section 1: a conflict; flows' own table knows the synchronous ones only).
    bool asynchronous_limits = false;
    /// What one element costs one interview; 0: nothing. Salesforce tells no figure: this one makes
    /// 200,000 elements of a transaction its CPU limit.
    uint32_t cpu_microseconds = 50;
    /// A flow does not run again for a record in one transaction (reference/runtime.md, section 3:
    /// uncertain; the default lets it, up to the depth of 16).
    bool suppresses_reentry = false;
    /// Flows without an order run by name, not by activation.
    bool orders_by_name = false;
    /// One record of a collection that is refused undoes the collection (runtime.md, section 2).
    bool collections_all_or_none = false;
    /// How often one statement may name one record: 12 (flows' limits), 5 (the SOAP guide).
    uint32_t most_updates_of_a_record = 12;
    /// Duplicate rules that only alert let saves pass, as with allowSave of DuplicateRuleHeader.
    bool duplicate_alerts_pass = false;
    /// Users' saves ask for assignment rules, as with AssignmentRuleHeader.
    bool assignment_rules = false;
    uint32_t event_batch = 200;
    /// Messages that may be published in any hour (reference/events.md, section 6).
    uint32_t publishes_an_hour = 250'000;
    std::vector<std::string> reserved_usernames; // taken in other orgs
    std::string time_zone = "GMT";
    std::string running_user; // Username; empty: the first user there is
    /// Name of the site that users work in; empty: guests in theirs, others in none.
    std::string site;
    /// Username of who owns what guests create where their site names nobody; empty: the default
    /// workflow user.
    std::string guest_owner;
    int64_t now = 0;          // milliseconds UTC; 0: the clock of the machine
    /// Username of who runs schedules, and what an inactive user has left; empty: the first user
    /// there is (reference/runtime.md, sections 8 and 9).
    std::string default_workflow_user;
    /// An asynchronous path sees the record as the save left it; else as it is when it runs.
    bool async_record_as_saved = false;
    /// Where `date` and `time` of waits are told; empty: the org's zone. Salesforce takes the one
    /// of the flow's creator (reference/runtime.md, section 10).
    std::string wait_time_zone;
    /// Interviews of schedules in 24 hours, and resumes by time in an hour (limits.md, section 3).
    uint32_t schedules_a_day = 250'000;
    uint32_t resumes_an_hour = 1'000;
    /// A flow may wait while another one runs it as a subflow. Salesforce's guide says that it
    /// cannot (reference/runtime.md, section 10); published flows do it.
    bool waits_in_subflows = false;
    /// Who is told of interviews that fail: the Apex exception recipients. Empty: who changed the
    /// flow last, which is the first user there is (reference/runtime.md, section 7).
    std::vector<std::string> error_recipients;
    /// Addresses outside of the org that flows may write to on one day.
    uint32_t daily_emails = 5000;
    /// What the reference leaves open about null (reference/runtime.md, section 6).
    bool null_adds_as_zero = true;   // of `+=` and `-=` to a number that is null; else it stays null
    bool null_filter_faults = false; // `where Field = Value` with a value that is null
    bool null_is_empty = true;       // `is empty` of a collection that is null
    bool loop_keeps_item = false;    // behind a loop its variable holds the last item; else null
    /// Runs although it is not active, because a test is of it; null: none.
    const FlowProgram* draft = nullptr;
};

/// Highest use of each limit in one transaction, and where.
struct HighestUse {
    uint64_t used = 0;
    std::string where; // "save of 200 Contact", "Provision_Portal_User, 200 messages"
};

/// All counts of an org since it was made or `reset_figures`.
struct OrgFigures {
    std::map<std::string, uint64_t> saved;     // by object: records written by users (not by flows)
    std::map<std::string, uint64_t> refused;   // by status code: records of users that were refused
    std::map<std::string, uint64_t> published; // by event
    std::map<std::string, uint64_t> delivered; // by subscribing flow: messages
    std::map<std::string, uint64_t> created; // by object: records written by anyone, and committed
    std::unordered_map<const FlowProgram*, FlowFigures> flows;
    HighestUse highest[static_cast<size_t>(Governor::count)];
    uint64_t transactions = 0;
    uint64_t rolled_back = 0;
};

/// A row that a user's save refused.
struct Refusal {
    uint32_t row = 0;
    const Fault* fault = nullptr; // in SaveReport::arena
};

struct SaveReport {
    std::vector<Refusal> refused; // rising rows
    Arena arena;
};

class Transaction;
class RecordTriggers;   // org/triggers.hpp
struct PausedInterview; // org/paused_interviews.hpp
struct Pause;           // runtime/pause.hpp
struct Wake;            // runtime/pause.hpp
struct OrgState; // org/state.hpp, for this room alone

/// Owns the run-time state; one thread. The Program, store, bus and registry must outlive it.
class Org {
public:
    Org(const Program& program,
        RecordStore& store,
        EventBus& bus,
        const ActionRegistry& actions,
        OrgSettings settings);
    ~Org();
    Org(const Org&) = delete;
    Org& operator=(const Org&) = delete;

    /// Writes the Program's seed records and subscribes its flows. Once, before anything else.
    Status start();

    /// The id of a seed record, by its place in Program::seeds.
    [[nodiscard]] Id seed(size_t index) const;

    /// A user's save: chunks of 200, each a transaction of its own (or one transaction for all with
    /// `all_or_none`: any refused row undoes all). Rows refused are reported; ids of created rows
    /// are in the batch. Fails only when the store does.
    Result<SaveReport> save(Operation operation, RecordBatch& records, bool all_or_none = false);

    /// The time: of the settings, else of the machine. Milliseconds UTC.
    [[nodiscard]] int64_t now() const;
    /// Moves the org's clock to `time` (never back) and runs all that is due until then, each at
    /// its moment: scheduled paths, schedule-triggered flows, waits, retries, and events and
    /// asynchronous paths between them (scheduler.hpp).
    Status advance_to(int64_t time);

    /// Runs an autolaunched or screen flow for one interview in a transaction of its own, as the
    /// running user, whose rights count (reference/security.md, section 2). `inputs` and the
    /// returned outputs are by variable name; outputs live in the report's arena. `fault` is null
    /// if it went well. An interview that waits (a screen, a wait) is kept: `paused` is its
    /// number, and its transaction has committed.
    /// `launch`: what starts it, which decides whose rights count.
    struct RunReport {
        const Fault* fault = nullptr;
        std::vector<std::pair<std::string, Value>> outputs;
        std::optional<uint64_t> paused;
        Arena arena;
    };
    Result<RunReport> run_flow(
        const FlowProgram& flow,
        std::span<const std::pair<std::string, Value>> inputs,
        FlowLaunch launch = FlowLaunch::user
    );

    /// Wakes a paused interview in a new transaction, as the user who runs it. After a fault the
    /// interview is gone. A number of no paused interview is a failure.
    Result<RunReport> go_on(uint64_t paused, const Wake& wake);
    [[nodiscard]] const PausedInterview* paused(uint64_t number) const;
    /// What a paused interview would wait for if it were woken so (a page with the values given so
    /// far), null if it would not wait. Nothing is changed and nothing counted: a look.
    Result<std::shared_ptr<const Pause>> look(uint64_t paused, const Wake& wake);

    /// Delivers published events until none is left: each subscriber in batches, each batch a
    /// transaction. At most `most_batches` (an endless ping-pong of events is reported as a failure
    /// naming the flows).
    Status deliver_events(uint64_t most_batches = 100'000);

    /// A read outside of the limits, for tests and reports. Values live until the next call that
    /// writes.
    Result<QueryResult>
    query(const Query& query, std::span<const std::span<const Value>> parameters, uint32_t rows);

    /// Published messages of an event since the org was made, committed or immediate (for
    /// `expect`).
    [[nodiscard]] const RecordBatch& published(ObjectId event) const;

    [[nodiscard]] const Program& program() const { return program_; }
    [[nodiscard]] RecordStore& store() const { return store_; }
    [[nodiscard]] EventBus& bus() const { return bus_; }
    [[nodiscard]] const ActionRegistry& actions() const { return actions_; }
    /// What every call of an action comes to first (call_action.hpp); null: nothing. Not owned.
    [[nodiscard]] ActionFront* action_front() const { return action_front_; }
    void set_action_front(ActionFront* front) { action_front_ = front; }
    /// Told whenever a paused interview has gone on, whoever woke it: its number until then, and
    /// what it came to. Empty: nobody.
    using GoneOn = std::function<void(uint64_t paused, const RunReport& report)>;
    void set_gone_on(GoneOn listener) { gone_on_ = std::move(listener); }
    void tell_gone_on(uint64_t paused, const RunReport& report) const {
        if (gone_on_)
            gone_on_(paused, report);
    }
    [[nodiscard]] OrgSettings& settings() { return settings_; }
    [[nodiscard]] OrgFigures& figures() { return figures_; }
    void reset_figures();
    [[nodiscard]] Outbox& outbox() { return outbox_; }
    [[nodiscard]] TraceSink& trace() const { return *trace_; }
    void set_trace(TraceSink* sink); // null: silence; not owned

    /// What a host runs where Apex triggers stand (triggers.hpp); null: nothing. Not owned.
    void set_triggers(const RecordTriggers* triggers) { triggers_ = triggers; }
    [[nodiscard]] const RecordTriggers* triggers() const { return triggers_; }

    [[nodiscard]] OrgState& state() const { return *state_; }

private:
    Result<SaveReport> save_together(Operation operation, RecordBatch& records);
    Status save_chunk(
        Operation operation,
        RecordBatch& records,
        std::span<const uint32_t> rows,
        SaveReport& report
    );

    const Program& program_;
    RecordStore& store_;
    EventBus& bus_;
    const ActionRegistry& actions_;
    OrgSettings settings_;
    OrgFigures figures_;
    Outbox outbox_;
    TraceSink* trace_;
    const RecordTriggers* triggers_ = nullptr;
    ActionFront* action_front_ = nullptr;
    GoneOn gone_on_;
    std::unique_ptr<OrgState> state_;
};

} // namespace weir
