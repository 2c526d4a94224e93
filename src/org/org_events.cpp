// What happens behind everybody's back: published events, each subscriber in batches, each batch a
// transaction as the user who published; and work that is due.
#include "org/later_work.hpp"
#include "org/scheduler.hpp"
#include "org/state.hpp"
#include "runtime/driver.hpp"
#include "types/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

using Subscription = OrgState::Subscription;

/// Who has published each message; empty where nobody knows.
std::span<const Value> publishers(const Messages& messages, FieldId created_by) {
    return created_by == FieldId::none ? std::span<const Value>{}
                                       : messages.records.find(created_by);
}

Id first_publisher(const Messages& messages, FieldId created_by) {
    const std::span<const Value> users = publishers(messages, created_by);
    return users.empty() ? Id{} : id_in(users.front());
}

/// The messages at the front that one user has published: a transaction runs as one user.
uint32_t count_of_one_publisher(const Messages& messages, FieldId created_by) {
    const std::span<const Value> users = publishers(messages, created_by);
    if (users.empty())
        return messages.records.size();
    const Id first = id_in(users.front());
    const auto other =
        std::ranges::find_if(users, [&](Value user) { return id_in(user) != first; });
    return static_cast<uint32_t>(other - users.begin());
}

/// One batch of one subscriber.
class Delivery {
public:
    Delivery(Org& org, const Subscription& subscription, Messages& messages)
        : org_(org),
          flow_(*subscription.flow),
          plan_(org.state().plan(subscription.event)),
          messages_(messages),
          count_(count_of_one_publisher(messages, plan_.system.created_by)),
          user_(first_publisher(messages, plan_.system.created_by)) {}

    [[nodiscard]] uint32_t count() const { return count_; }

    Status run() {
        if (flow_.as_default_user) {
            const Result<Id> user = default_workflow_user(org_);
            if (!user)
                return user.error();
            user_ = *user;
        }
        // Put together by hand: with messages that come one by one there is one for each.
        Transaction transaction(
            org_, flow_.name + ", " + std::to_string(count_) + " messages", user_
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
        const std::vector<uint32_t> rows = all_rows(count_);
        Triggers triggers;
        triggers.record_source = message_source(plan_, messages_, count_, transaction.arena());
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
        batch.context = run_context(flow_, RunContext::system_without_sharing);
        set_triggers(batch, triggers, entering);
        weir::run(batch);
        // One interview that fails takes the whole transaction with it (runtime.md, section 1).
        for (uint32_t index = 0; index < batch.size(); ++index)
            if (batch.interview(index).fault != nullptr)
                return false;
        keep_paused(transaction, batch);
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
    Messages& messages_;
    uint32_t count_;
    Id user_; // who runs it: who published, unless the flow says otherwise
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
        "delivering events does not end: after {} batches there is still work for {}",
        most_batches,
        names
    )};
}

/// Jobs that are due, each at most once before events are looked at again.
struct DueWork {
    uint64_t done = 0;
    uint64_t most = 0;
    std::vector<std::string> waiting; // what was still there when it was enough

    [[nodiscard]] bool is_enough() const { return done >= most; }
};

Status deliver_to_subscribers(Org& org, DueWork& work, bool& any) {
    const uint32_t batch_size = std::max(1U, org.settings().event_batch);
    for (const Subscription& subscription : org.state().subscriptions) {
        const std::string& subscriber = subscription.flow->name;
        Result<Messages> messages = org.bus().poll(subscriber, batch_size);
        if (!messages)
            return messages.error();
        if (messages->records.size() == 0)
            continue;
        if (work.is_enough()) {
            work.waiting.push_back(subscriber);
            continue;
        }
        any = true;
        ++work.done;
        Delivery delivery(org, subscription, *messages);
        if (const Status done = delivery.run(); !done)
            return done;
        // Passed also when the batch failed: event-triggered flows are not retried.
        const uint64_t position = messages->replay_ids[delivery.count() - 1];
        if (const Status done = org.bus().acknowledge(subscriber, position); !done)
            return done;
    }
    return Done{};
}

Status run_due_jobs(Org& org, DueWork& work, bool& any) {
    Scheduler& scheduler = *org.state().scheduler;
    while (!scheduler.empty() && scheduler.next() <= org.now()) {
        if (work.is_enough()) {
            work.waiting.push_back(scheduler.jobs().begin()->second.what);
            return Done{};
        }
        any = true;
        ++work.done;
        const Job job = scheduler.take();
        if (const Status done = job.run(org); !done)
            return done;
    }
    return Done{};
}

} // namespace

Status Org::deliver_events(uint64_t most_batches) {
    state_->end_reading();
    follow_clock(*this);
    // What waits already has its own batches: a long queue that is consumed one message at a time
    // is no ping-pong. Each message may lead to as many others as this.
    constexpr uint64_t most_that_follow = 100;
    most_batches += most_that_follow * (bus_.pending() / std::max(1U, settings_.event_batch));
    DueWork work{0, most_batches, {}};
    for (bool any = true; any;) {
        any = false;
        if (const Status done = tell_waits_of_events(*this); !done)
            return done;
        if (const Status done = deliver_to_subscribers(*this, work, any); !done)
            return done;
        if (const Status done = tell_waits_of_events(*this); !done)
            return done;
        if (const Status done = run_due_jobs(*this, work, any); !done)
            return done;
        if (!work.waiting.empty())
            return endless(work.waiting, most_batches);
    }
    return Done{};
}

} // namespace weir
