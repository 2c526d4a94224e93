// One Salesforce transaction: savepoints and undo, limits, the setup/non-setup marks, what waits
// for the commit, the running user.
#pragma once

#include "base/arena.hpp"
#include "formula/expression.hpp"
#include "org/governor_limits.hpp"
#include "org/org.hpp"
#include "runtime/batch.hpp"
#include "store/record_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace weir {

struct TransactionState; // org/state.hpp, for this room alone

/// What the steps of elements call. Made by the Org; one thread. Faults live in its arena.
class Transaction final : public RecordReader, public InterviewHost {
public:
    /// `what` names it in reports: "save of 200 Contact". A host failure while it begins is told by
    /// `failure`.
    Transaction(Org& org, std::string what);
    /// Runs as `user` (a zero id: the org's running user).
    Transaction(Org& org, std::string what, Id user);
    ~Transaction() override; // rolls back what was not committed

    [[nodiscard]] Org& org() const { return org_; }
    [[nodiscard]] const Program& program() const { return org_.program(); }
    [[nodiscard]] const Schema& schema() const { return *org_.program().schema; }
    [[nodiscard]] Arena& arena() override { return arena_; }
    [[nodiscard]] const Surroundings& surroundings() const override { return surroundings_; }
    [[nodiscard]] TraceSink& trace() const override { return org_.trace(); }
    [[nodiscard]] bool has_limits() const override { return org_.settings().limits; }
    std::string_view interview_guid(uint64_t number) override;
    [[nodiscard]] FlowFigures& figures(const FlowProgram& flow) override;
    /// Whose rights count for `query`, `dml` and `read` right now: those of the batch that runs.
    [[nodiscard]] RunContext context() const { return context_; }
    RunContext exchange_context(RunContext context) override {
        return std::exchange(context_, context);
    }
    const Fault* step_begins(uint32_t interviews) override;
    [[nodiscard]] StepCost step_ends() override;
    /// From now on the asynchronous limits count, if the org's settings say so: called once, when
    /// an asynchronous path, a schedule or a resumed interview begins.
    void run_asynchronously();
    /// Of this transaction.
    [[nodiscard]] uint64_t limit_of(Governor governor) const;
    /// Done once the transaction has committed, in this order; given up when it rolls back, also
    /// to a savepoint before. For what Salesforce does after the commit: async and scheduled paths.
    void after_commit(std::function<void(Org&)> what);
    /// The name of the transaction in reports.
    [[nodiscard]] const std::string& what() const;

    /// A Get Records or the read half of an Update or Delete by filter: one SOQL query (none for
    /// custom metadata) and its rows are counted. The query must stay at its address: it is
    /// prepared once. Null, or the fault of all rows.
    const Fault* query(
        const Query& query,
        std::span<const std::span<const Value>> parameters,
        uint32_t rows,
        QueryResult& result
    );

    /// One DML statement for all rows, counted once: save order, nested flows, mixed-DML rule.
    /// Partial success in up to three attempts: `faults[row]` is the code and text of each refused
    /// row (its code and message as a status code and its text), null where it is written. Ids of
    /// created rows are set in `records`. A failed row leaves no mark. Events are published
    /// (Operation::create only). An uncatchable fault stands at every row.
    /// `owners`: the interview of each record; with the setting collections_all_or_none a refused
    /// record takes the others of its interview with it.
    void
    dml(Operation operation,
        RecordBatch& records,
        std::span<const Fault*> faults,
        std::span<const uint32_t> owners = {});

    /// Reads of formulas (parents, $User …): bulk, counted as one query when it has to ask the
    /// store.
    const Fault*
    read(ObjectId object, FieldId field, std::span<const Id> ids, std::span<Value> out) override;
    Id find(ObjectId object, FieldId field, std::string_view value) override;
    const Fault* children(
        ObjectId child, FieldId field, std::span<const Id> parents, std::span<Value> out
    ) override;
    bool has_permission_set(Id user, std::string_view name) override;

    /// Sent when the transaction commits.
    void send(Email email);

    /// Undoes all that was done since the transaction began: records, waiting events and e-mails.
    /// Counts stay. Null, or the fault of who asks; inside of a save there is nothing to ask for.
    const Fault* take_back();

    /// Whether there are writes that wait for the commit: then nothing calls out.
    [[nodiscard]] bool has_uncommitted_work() const;
    /// Commits what is pending and goes on in a transaction of its own, with limits that begin anew
    /// (FlowTransactionModel NewTransaction). A save cannot be split: then nothing happens, and the
    /// answer is false.
    bool split();
    void interview_failed(Batch& batch, uint32_t row, const std::vector<StepId>& path) override;

    /// Counts; a fault ("LIMIT_EXCEEDED", "System.LimitException: Too many SOQL queries: 101",
    /// uncatchable) beyond the limit.
    const Fault* count(Governor governor, uint64_t amount);

    /// A fault whose texts are copied into the arena.
    const Fault*
    fault(std::string_view code, std::string_view message, std::string_view fields = {});

    /// Ends it. Both fail with what the host failed at while it ran, or at its end; a failed commit
    /// has undone everything.
    Status commit();
    Status rollback();

    /// What the store or bus failed at, if they did: nothing of the transaction stays.
    [[nodiscard]] const Error* failure() const;
    /// Notes a host failure and answers the uncatchable fault that stops all interviews.
    const Fault* fail(const Error& error);

    /// From now on as this user, with its profile and role.
    void run_as(Id user);

    [[nodiscard]] TransactionState& state() const { return *state_; }

private:
    void begin(Id user);

    Org& org_;
    Arena arena_;
    Surroundings surroundings_;
    RunContext context_ = RunContext::system_without_sharing;
    std::unique_ptr<TransactionState> state_;
};

} // namespace weir
