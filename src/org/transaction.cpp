#include "org/transaction.hpp"

#include "org/guests.hpp"
#include "org/save_marks.hpp"
#include "org/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

Transaction::Transaction(Org& org, std::string what) : Transaction(org, std::move(what), Id{}) {}

Transaction::Transaction(Org& org, std::string what, Id user)
    : org_(org),
      arena_(std::move(org.state().spare_arena)),
      state_(std::make_unique<TransactionState>()) {
    state_->what = std::move(what);
    state_->quiet = state_->what.empty();
    if (!state_->quiet)
        trace().transaction_begins(state_->what);
    begin(user);
}

namespace {

std::optional<TimeZone> find_zone(Org& org) {
    OrgState& state = org.state();
    const std::string& name = org.settings().time_zone;
    if (!state.zone || state.zone_name != name) {
        state.zone = TimeZone::find(name);
        state.zone_name = name;
    }
    return state.zone;
}

} // namespace

void Transaction::begin(Id user) {
    surroundings_.records = this;
    surroundings_.now = org_.now();
    surroundings_.null_is_empty = org_.settings().null_is_empty;
    org_.state().end_reading();
    if (const Status begun = org_.store().begin(); !begun) {
        fail(begun.error());
        return;
    }
    state_->open = true;
    if (const auto zone = find_zone(org_))
        surroundings_.zone = *zone;
    else
        fail(Error{fmt::format("there is no time zone `{}`", org_.settings().time_zone)});

    surroundings_.organization = org_.state().organization;
    if (user == Id{}) {
        const Result<Id> running = org_.state().running_user();
        if (running)
            user = *running;
        else
            fail(running.error());
    }
    run_as(user);
}

void Transaction::run_as(Id user) {
    surroundings_.user = user;
    surroundings_.profile = {};
    surroundings_.role = {};
    surroundings_.network = {};
    const KnownObjects& known = org_.state().known;
    if (user == Id{} || known.user == nullptr || failure() != nullptr)
        return;
    OrgState::KnownUser& last = org_.state().last_user;
    const uint64_t writes = org_.state().writes[static_cast<size_t>(known.user->id)];
    if (last.user != user || last.writes != writes || !org_.state().started) {
        std::vector<FieldId> fields;
        for (const FieldId field : {known.of_user.profile, known.of_user.role})
            if (field != FieldId::none)
                fields.push_back(field);
        std::vector<bool> found;
        auto record = org_.store().fetch(known.user->id, {&user, 1}, fields, found);
        if (!record) {
            fail(record.error());
            return;
        }
        const auto id_of = [&](FieldId field) {
            const auto column = record->find(field);
            return !column.empty() && column[0].tag() == Tag::id ? column[0].as_id() : Id{};
        };
        last = {user, id_of(known.of_user.profile), id_of(known.of_user.role), writes};
    }
    surroundings_.profile = last.profile;
    surroundings_.role = last.role;
    surroundings_.network = current_network(*this);
}

Transaction::~Transaction() {
    // What rolls back here was given up by its owner, who has told the failure, if there was one.
    if (state_->open)
        static_cast<void>(rollback());
    if (!is_memory_watched) {
        arena_.clear();
        org_.state().spare_arena = std::move(arena_);
    }
}

const Error* Transaction::failure() const {
    return state_->failure ? &*state_->failure : nullptr;
}

const Fault* Transaction::fail(const Error& error) {
    if (!state_->failure)
        state_->failure = Error{fmt::format("{}: {}", state_->what, error.message)};
    return fatal_fault(*this, "UNKNOWN_EXCEPTION", state_->failure->message);
}

FlowFigures& Transaction::figures(const FlowProgram& flow) {
    return org_.figures().flows[&flow];
}

std::string_view Transaction::interview_guid(uint64_t number) {
    return OrgState::guid_text(number, arena_);
}

void Transaction::send(Email email) {
    trace_message(trace(), email, {});
    state_->emails.push_back(std::move(email));
}

void Transaction::after_commit(std::function<void(Org&)> what) {
    state_->after_commit.push_back(std::move(what));
}

const std::string& Transaction::what() const {
    return state_->what;
}

const Fault* Transaction::count(Governor governor, uint64_t amount) {
    uint64_t& used = state_->use.of(governor);
    used += amount;
    const GovernorFacts& described = facts(governor);
    const uint64_t limit = limit_of(governor);
    if (!org_.settings().limits || used <= limit)
        return nullptr;
    const std::string message = fmt::format(fmt::runtime(described.message), limit + 1);
    return fatal_fault(*this, "LIMIT_EXCEEDED", "System.LimitException: " + message);
}

const Fault*
Transaction::fault(std::string_view code, std::string_view message, std::string_view fields) {
    Fault result;
    result.code = arena_.copy(code);
    result.message = arena_.copy(message);
    result.fields = arena_.copy(fields);
    return arena_.make<Fault>(result);
}

namespace {

/// What a transaction used, into the figures of its org: also of one that was rolled back.
void fold_limits(Transaction& transaction) {
    TransactionState& state = transaction.state();
    OrgFigures& figures = transaction.org().figures();
    for (size_t index = 0; index < static_cast<size_t>(Governor::count); ++index) {
        const uint64_t used = std::max(state.use.used[index], state.highest.used[index]);
        HighestUse& highest = figures.highest[index];
        if (used > highest.used)
            highest = {used, state.what};
    }
}

} // namespace

Status Transaction::commit() {
    if (failure() != nullptr) {
        const Status undone = rollback();
        return undone ? Status(*failure()) : undone;
    }
    TransactionState& state = *state_;
    state.open = false;
    if (const Status done = org_.store().commit(); !done) {
        fail(done.error());
        return *failure();
    }
    OrgFigures& figures = org_.figures();
    // Sent although a later one may fail: what is committed stays, and the host is told what is
    // missing.
    for (const PendingEvents& pending : state.events) {
        if (const Status done = org_.bus().publish(pending.messages); !done) {
            fail(done.error());
            return *failure();
        }
        note_published(org_, pending.messages);
    }
    for (SentMessage& message : state.emails)
        org_.outbox().of(message.kind).push_back(std::move(message));
    // What the org does for itself, in a transaction without a name, counts nowhere.
    if (!state.quiet) {
        for (const Created& created : state.created)
            figures.created[schema().object(created.object).name] += created.count;
        fold_limits(*this);
        ++figures.transactions;
        trace().transaction_ends(true);
    }
    keep_failures(*this);
    for (const auto& what : state.after_commit)
        what(org_);
    return Done{};
}

Status Transaction::rollback() {
    TransactionState& state = *state_;
    if (!state.open)
        return Done{};
    state.open = false;
    const Status undone = org_.store().rollback();
    if (!state.quiet)
        for (uint64_t& writes : org_.state().writes)
            ++writes;
    if (!state.quiet) {
        fold_limits(*this);
        ++org_.figures().transactions;
        ++org_.figures().rolled_back;
        trace().transaction_ends(false);
    }
    if (!undone) {
        fail(undone.error());
        return *failure();
    }
    keep_failures(*this);
    return Done{};
}

const Fault*
fatal_fault(Transaction& transaction, std::string_view code, std::string_view message) {
    Arena& arena = transaction.arena();
    Fault result;
    result.code = arena.copy(code);
    result.message = arena.copy(message);
    result.uncatchable = true;
    return arena.make<Fault>(result);
}

const Fault* Transaction::take_back() {
    TransactionState& state = *state_;
    if (state.save_depth > 0)
        return fault({}, "A save cannot be rolled back by a flow that runs in it.");
    if (const Status undone = org_.store().rollback(); !undone)
        return fail(undone.error());
    state.open = false;
    if (const Status begun = org_.store().begin(); !begun)
        return fail(begun.error());
    state.open = true;
    state.setup_written = ObjectId::none;
    state.data_written = ObjectId::none;
    state.events.clear();
    state.emails.clear();
    state.created.clear();
    state.after_commit.clear();
    for (uint64_t& writes : org_.state().writes)
        ++writes;
    return nullptr;
}

Snapshot take_snapshot(Transaction& transaction) {
    const TransactionState& state = transaction.state();
    return {
        .savepoint = transaction.org().store().savepoint(),
        .use = state.use,
        .setup_written = state.setup_written,
        .data_written = state.data_written,
        .events = state.events.size(),
        .emails = state.emails.size(),
        .created = state.created.size(),
        .after_commit = state.after_commit.size(),
        .marks = count_marks(state),
    };
}

const Fault* roll_back_to(Transaction& transaction, const Snapshot& snapshot) {
    TransactionState& state = transaction.state();
    const Status undone = transaction.org().store().rollback_to(snapshot.savepoint);
    for (size_t index = 0; index < static_cast<size_t>(Governor::count); ++index)
        state.highest.used[index] = std::max(state.highest.used[index], state.use.used[index]);
    // Immediate publishes are outside of the database: they stay done, and counted.
    const uint64_t publishes = state.use.of(Governor::publishes);
    state.use = snapshot.use;
    state.use.of(Governor::publishes) = publishes;
    state.setup_written = snapshot.setup_written;
    state.data_written = snapshot.data_written;
    state.events.resize(snapshot.events);
    state.emails.resize(snapshot.emails);
    state.created.resize(snapshot.created);
    state.after_commit.resize(snapshot.after_commit);
    take_back_marks(state, snapshot.marks);
    for (uint64_t& writes : transaction.org().state().writes)
        ++writes;
    return undone ? nullptr : transaction.fail(undone.error());
}

} // namespace weir
