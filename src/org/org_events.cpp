// Delivering published events: each subscriber in batches, each batch a transaction as the user who
// published.
#include "org/interviews.hpp"
#include "org/state.hpp"
#include "runtime/driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

using Subscription = OrgState::Subscription;

Id publisher_of(const Messages& messages, FieldId created_by, uint32_t row) {
    if (created_by == FieldId::none)
        return {};
    const std::span<const Value> column = messages.records.find(created_by);
    return !column.empty() && column[row].tag() == Tag::id ? column[row].as_id() : Id{};
}

/// The messages at the front that one user has published: a transaction runs as one user.
uint32_t count_of_one_publisher(const Messages& messages, FieldId created_by) {
    const Id first = publisher_of(messages, created_by, 0);
    uint32_t count = 1;
    while (count < messages.records.size() && publisher_of(messages, created_by, count) == first)
        ++count;
    return count;
}

/// One batch of one subscriber.
class Delivery {
public:
    Delivery(Org& org, const Subscription& subscription, const Messages& messages)
        : org_(org),
          flow_(*subscription.flow),
          plan_(org.state().plan(subscription.event)),
          messages_(messages),
          count_(count_of_one_publisher(messages, plan_.system.created_by)) {}

    [[nodiscard]] uint32_t count() const { return count_; }

    Status run() {
        Transaction transaction(
            org_,
            fmt::format("{}, {} messages", flow_.name, count_),
            publisher_of(messages_, plan_.system.created_by, 0)
        );
        const bool went_well = transaction.failure() == nullptr && run_interviews(transaction);
        if (const Error* const failed = transaction.failure()) {
            const Error error = *failed;
            static_cast<void>(transaction.rollback());
            return error;
        }
        org_.figures().delivered[flow_.name] += count_;
        return went_well ? transaction.commit() : transaction.rollback();
    }

private:
    bool run_interviews(Transaction& transaction) {
        Arena& arena = transaction.arena();
        const std::vector<uint32_t> rows = all_rows(count_);
        const RecordBatch records = messages_.records.select(rows);
        Columns columns = Columns::of(records, plan_.object.fields.size(), arena);
        if (plan_.system.replay_id != FieldId::none) {
            Value* const replay_ids = columns.add(plan_.system.replay_id);
            for (const uint32_t row : rows)
                replay_ids[row] = Value::text(
                    arena.copy(std::string_view(std::to_string(messages_.replay_ids[row])))
                );
        }
        Triggers triggers;
        triggers.record =
            make_record_values(plan_.layout, columns, records.ids(), rows, true, arena);
        triggers.prior = arena.make_array<Value>(count_);
        std::ranges::fill(triggers.prior, Value::null());
        triggers.is_new = true;
        std::vector<uint32_t> entering;
        std::vector<FailedEntry> failed;
        if (select_entering(flow_, triggers, rows, transaction, entering, failed) != nullptr)
            return false;
        for (const FailedEntry& entry : failed)
            note_failed(transaction, *entry.fault);
        if (!failed.empty())
            return false;
        if (entering.empty())
            return true;
        Batch batch(flow_, static_cast<uint32_t>(entering.size()), transaction);
        set_triggers(batch, triggers, entering);
        weir::run(batch);
        // One interview that fails takes the whole transaction with it (runtime.md, section 1).
        for (uint32_t index = 0; index < batch.size(); ++index)
            if (batch.interview(index).fault != nullptr)
                return false;
        return true;
    }

    void note_failed(Transaction& transaction, const Fault& fault) {
        FlowFigures& figures = transaction.figures(flow_);
        ++figures.interviews;
        ++figures.failed;
        constexpr size_t most_faults = 1000;
        if (figures.faults.size() < most_faults)
            figures.faults.push_back(
                {"start", std::string(fault.code), std::string(fault.message), std::string()}
            );
    }

    Org& org_;
    const FlowProgram& flow_;
    const ObjectPlan& plan_;
    const Messages& messages_;
    uint32_t count_;
};

/// The flows whose messages were still waiting when it was enough.
Failure endless(const std::vector<std::string>& waiting, uint64_t most_batches) {
    std::string names;
    for (const std::string& name : waiting) {
        if (!names.empty())
            names += ", ";
        names += fmt::format("`{}`", name);
    }
    return Failure{fmt::format(
        "delivering events does not end: after {} batches there are still messages for {}",
        most_batches,
        names
    )};
}

} // namespace

Status Org::deliver_events(uint64_t most_batches) {
    state_->end_reading();
    const uint32_t batch_size = std::max(1U, settings_.event_batch);
    uint64_t batches = 0;
    for (bool any = true; any;) {
        any = false;
        std::vector<std::string> waiting;
        for (const Subscription& subscription : state_->subscriptions) {
            const std::string& subscriber = subscription.flow->name;
            Result<Messages> messages = bus_.poll(subscriber, batch_size);
            if (!messages)
                return messages.error();
            if (messages->records.size() == 0)
                continue;
            if (batches >= most_batches) {
                waiting.push_back(subscriber);
                continue;
            }
            any = true;
            ++batches;
            Delivery delivery(*this, subscription, *messages);
            if (const Status done = delivery.run(); !done)
                return done;
            // Passed also when the batch failed: event-triggered flows are not retried.
            const uint64_t position = messages->replay_ids[delivery.count() - 1];
            if (const Status done = bus_.acknowledge(subscriber, position); !done)
                return done;
        }
        if (!waiting.empty())
            return endless(waiting, most_batches);
    }
    return Done{};
}

} // namespace weir
