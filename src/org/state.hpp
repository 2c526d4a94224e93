// What an Org and a Transaction keep while they live. For this room alone.
#pragma once

#include "org/known_objects.hpp"
#include "org/object_plan.hpp"
#include "org/paused_interviews.hpp"
#include "org/read_plan.hpp"
#include "org/transaction.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace weir {

class Scheduler;    // org/scheduler.hpp
struct LaterWork;   // org/later_work.hpp
struct SaveMarks;   // org/save_marks.hpp
struct RuleStates;  // org/rule_states.hpp
class PublishQuota; // org/publish_quota.hpp
struct OrgAccess;   // org/access.hpp
struct UserAccess;  // org/access.hpp

struct IdHash {
    using is_avalanching = std::true_type;
    size_t operator()(Id id) const {
        const uint64_t mixed =
            (id.low ^ (static_cast<uint64_t>(id.high) << 32U)) * 0x9e3779b97f4a7c15ULL;
        return static_cast<size_t>(mixed ^ (mixed >> 32U));
    }
};
/// Asked for every record of a save: without a node of memory for each id.
using IdSet = boost::unordered_flat_set<Id, IdHash>;
template<class T>
using IdMap = boost::unordered_flat_map<Id, T, IdHash>;

struct OrgState {
    explicit OrgState(Org& org);
    ~OrgState();

    /// A flow and the event it is subscribed to.
    struct Subscription {
        const FlowProgram* flow = nullptr;
        ObjectId event = ObjectId::none;
    };

    Org& org;
    bool started = false; // seeds are written and there may be a running user
    std::vector<Subscription> subscriptions;
    KnownObjects known;
    std::vector<std::unique_ptr<ObjectPlan>> plans; // by ObjectId, made at first use
    std::unordered_map<const Query*, std::unique_ptr<ReadPlan>>
        reads; // queries of steps, by their address
    std::map<std::pair<ObjectId, FieldId>, std::unique_ptr<ReadPlan>> by_lookup;
    Arena published_arena;
    Arena spare_arena; // memory of the last transaction, for the next one
    std::vector<std::unique_ptr<RecordBatch>> published; // by ObjectId of the event
    std::vector<uint64_t>
        writes;   // by ObjectId: rises with every write, so that readers know what is stale
    IdSet erased; // ids of records that were deleted at some time
    std::string user_name; // settings.running_user when `user` was found
    Id user;
    Id organization;
    /// The time zone that the settings name, looked up once.
    std::string zone_name;
    std::optional<TimeZone> zone;
    /// What the last transaction found out of its user, and `writes` of User then.
    struct KnownUser {
        Id user;
        Id profile;
        Id role;
        uint64_t writes = 0;
    };
    KnownUser last_user;
    std::vector<Id> seeds; // by place in Program::seeds
    uint64_t next_guid = 1;
    uint64_t next_error = 1;
    TraceSink silence;
    /// E-mails of one day to addresses outside of the org (actions_email.cpp).
    int64_t mail_day = 0;
    uint64_t mails_of_day = 0;
    PausedInterviews paused;
    /// Later work: paths, schedules, waits, retries (scheduler.hpp).
    std::unique_ptr<Scheduler> scheduler;
    /// What the jobs of the scheduler are about (later_work.hpp).
    std::unique_ptr<LaterWork> later;
    /// Messages published within the last hour (publish_quota.hpp).
    std::unique_ptr<PublishQuota> publish_quota;
    /// What the org says of permissions and sharing, prepared (access.hpp); null: not looked at
    /// yet.
    std::shared_ptr<OrgAccess> access;
    /// Records that another transaction holds (`locked … { … }`): nothing writes them.
    IdSet locked;
    /// Users, queues and templates that rules name, found at first use (rule_states.hpp).
    std::shared_ptr<RuleStates> rules;
    /// The transaction of Org::query: open until the next write, so that values stay readable.
    std::unique_ptr<Transaction> reading;

    [[nodiscard]] const ObjectPlan& plan(ObjectId object);
    /// Records of `object` whose lookup `field` is the one parameter; returns ids and that field.
    Result<ReadPlan*> find_by_lookup(ObjectId object, FieldId field);
    /// 36 characters, never the same twice in an org.
    std::string_view new_guid(Arena& arena) { return guid_text(next_guid++, arena); }
    /// Those of a number that was taken from `next_guid`.
    [[nodiscard]] static std::string_view guid_text(uint64_t number, Arena& arena);
    /// The running user by settings.running_user, else the first user there is; zero if the schema
    /// has none.
    Result<Id> running_user();
    void end_reading();
};

/// Events that wait for the commit.
struct PendingEvents {
    RecordBatch messages; // values in the transaction's arena
};

/// Records created in a transaction, for the figures of its commit.
struct Created {
    ObjectId object = ObjectId::none;
    uint64_t count = 0;
};

/// What a savepoint of the org remembers besides the store's.
struct Snapshot {
    Savepoint savepoint = 0;
    GovernorUse use;
    ObjectId setup_written = ObjectId::none;
    ObjectId data_written = ObjectId::none;
    size_t events = 0;
    size_t emails = 0;
    size_t created = 0;
    size_t after_commit = 0;
    size_t marks = 0;
};

struct TransactionState {
    std::string what;
    bool open = false;
    bool quiet = false; // nameless, Org::query's own: not told to the trace and the figures
    std::optional<Error> failure;
    GovernorUse use;
    GovernorUse highest;                     // over attempts whose use was taken back
    ObjectId setup_written = ObjectId::none; // the first setup and non-setup objects written
    ObjectId data_written = ObjectId::none;
    std::vector<PendingEvents> events;
    std::vector<Email> emails;
    std::vector<Created> created;
    std::vector<std::function<void(Org&)>> after_commit;
    /// The rights of the users that this transaction has run as (access.hpp); null: none asked for.
    std::shared_ptr<UserAccess> access;
    /// Interviews that have failed, with what is told of them: a rollback keeps them.
    std::vector<std::pair<FailedInterview, SentMessage>> failures;
    bool passes_locks = false; // an approval itself writes the record that it has locked
    /// Steps that run, inner ones last: what they have used so far.
    struct Meter {
        GovernorUse before;
        StepCost inner; // of the steps within
    };
    std::vector<Meter> meters;
    bool is_asynchronous = false;
    /// The save that runs is a user's own, and asks for assignment rules.
    bool assigns = false;
    /// Records that processes and flows have run for (save_marks.hpp); null: none.
    std::shared_ptr<SaveMarks> marks;
    uint32_t save_depth = 0;
    uint32_t read_depth = 0;
    /// By object: records that formulas have read, and the object's `writes` then; asking again
    /// costs no query.
    struct Loaded {
        uint64_t writes = 0;
        IdSet ids;
    };
    std::unordered_map<uint32_t, Loaded> loaded;
};

/// A fault that no fault path helps against: it fails the whole transaction.
[[nodiscard]] const Fault*
fatal_fault(Transaction& transaction, std::string_view code, std::string_view message);

[[nodiscard]] Snapshot take_snapshot(Transaction& transaction);
/// Undoes what was done since: records, marks, waiting events and e-mails, counts. Null, or the
/// host's failure as a fault.
const Fault* roll_back_to(Transaction& transaction, const Snapshot& snapshot);

/// Records by id outside of the limits, formula fields computed; `found[row]` is false where there
/// is none (or the id is zero).
const Fault* fetch_records(
    Transaction& transaction,
    ObjectId object,
    std::span<const Id> ids,
    std::span<const FieldId> fields,
    Columns& columns,
    std::vector<bool>& found
);

/// Publishes as one call (events.md, section 3); the limits are counted here.
void publish(Transaction& transaction, RecordBatch& messages, std::span<const Fault*> faults);

/// One DML statement behind its limits: Transaction::dml of flows, and a user's own save. With
/// `rolls_up` the org itself, which alone may write roll-up summaries.
void save_records(
    Transaction& transaction,
    Operation operation,
    RecordBatch& records,
    std::span<const Fault*> faults,
    bool rolls_up = false,
    std::span<const uint32_t> owners = {}
);

/// At the end of a transaction: what is told of interviews that failed in it goes out, and the
/// org keeps them (failed_interviews.cpp).
void keep_failures(Transaction& transaction);

/// Keeps `messages` for Org::published and counts them.
void note_published(Org& org, const RecordBatch& messages);

/// Writes the seed records of the Program. Null, or what failed.
const Fault* write_seeds(Transaction& transaction);

/// Ends the transaction of a user's statement. Fails only when the host does.
Status finish(Transaction& transaction, bool keep);

/// A copy of the fault in another arena.
[[nodiscard]] const Fault* copy_fault(const Fault& fault, Arena& arena);

/// Raw write of the system itself: no flows, no rules, no limits. Null, or the host's failure.
const Fault* system_update(Transaction& transaction, const RecordBatch& records);

} // namespace weir
