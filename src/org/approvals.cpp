#include "org/approvals.hpp"

#include "org/action_tools.hpp"
#include "org/approval_actions.hpp"
#include "org/approval_people.hpp"
#include "org/approval_records.hpp"
#include "org/recipients.hpp"
#include "org/save_chunk.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::string_view pending = "Pending";

/// A request on its way: the process, its records, the step it stands at.
class Request {
public:
    explicit Request(Transaction& transaction) : transaction_(transaction), records_(transaction) {}

    const Fault* submit(const Submission& submission, ApprovalResult& result) {
        result.record = record_ = submission.record;
        submitter_ =
            submission.submitter == Id{} ? transaction_.surroundings().user : submission.submitter;
        next_approvers_ = submission.next_approvers;
        object_ = transaction_.schema().find(key_prefix(record_));
        if (const Fault* const fault = load_record(true))
            return fault;
        std::vector<Id> instances;
        if (const Fault* const fault = records_.pending_instances(record_, instances))
            return fault;
        if (!instances.empty())
            return transaction_.fault(
                "ALREADY_IN_PROCESS", "Cannot submit object already in process."
            );
        if (const Fault* const fault = choose_process(submission))
            return fault;
        if (process_ == nullptr)
            return transaction_.fault(
                "NO_APPLICABLE_PROCESS", "No applicable approval process was found."
            );
        const Fault* fault = records_.open_instance(*process_, record_, submitter_);
        if (fault == nullptr)
            fault = records_.note_step("Started", submitter_, submitter_, submission.comment);
        if (fault == nullptr)
            fault = carry_out(process_->on_submission);
        if (fault == nullptr)
            fault = enter(0, result);
        result.instance = records_.instance;
        result.status = status_;
        return fault;
    }

    const Fault*
    decide(Id record, Decision decision, std::string_view comment, ApprovalResult& result) {
        result.record = record_ = record;
        object_ = transaction_.schema().find(key_prefix(record));
        std::vector<Id> instances;
        if (const Fault* const fault = load_record(false))
            return fault;
        if (const Fault* const fault = records_.pending_instances(record_, instances))
            return fault;
        if (instances.empty())
            return transaction_.fault(
                "INVALID_CROSS_REFERENCE_KEY", "no approval request waits for the record"
            );
        records_.instance = result.instance = instances.front();
        if (const Fault* const fault = records_.load_instance(object_->id, submitter_, process_))
            return fault;
        if (process_ == nullptr)
            return lost();
        if (const Fault* const fault = records_.load_node(*process_, step_))
            return fault;
        const Fault* const fault =
            decision == Decision::recall ? recall(comment) : answer(decision, comment, result);
        result.status = status_;
        return fault;
    }

private:
    [[nodiscard]] ApprovalPeople people() const {
        return {transaction_, *object_, columns_, submitter_, next_approvers_};
    }

    // ---------------------------------------------------------------------------- the record

    const Fault* load_record(bool must_exist) {
        std::vector<bool> found{false};
        if (object_ == nullptr)
            return lost();
        std::vector<FieldId> fields;
        const DeclaredActions* const declared = transaction_.program().actions.get();
        if (declared != nullptr)
            for (const ApprovalProcess& process : declared->processes)
                if (process.object == object_->id)
                    for (const FieldId field : process.read)
                        if (field != object_->id_field() &&
                            std::ranges::find(fields, field) == fields.end())
                            fields.push_back(field);
        for (const std::string_view name : {"OwnerId", "CreatedById"})
            if (const FieldId field = field_or_none(object_, name);
                field != FieldId::none && std::ranges::find(fields, field) == fields.end())
                fields.push_back(field);
        if (const Fault* const fault =
                fetch_records(transaction_, object_->id, {&record_, 1}, fields, columns_, found))
            return fault;
        if (!found[0] && must_exist)
            return lost();
        columns_.add(object_->id_field())[0] = Value::id(record_);
        return nullptr;
    }

    const Fault* lost() {
        return transaction_.fault("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }

    const Fault* meets(const RecordFormula& condition, bool& answer) {
        answer = true;
        if (!condition.expression)
            return nullptr;
        const uint32_t row = 0;
        Value value;
        const Fault* const fault = evaluate_record_formula(
            condition, columns_, nullptr, false, {&row, 1}, transaction_, &value
        );
        answer = value.is_true();
        return fault;
    }

    const Fault* carry_out(const ApprovalActions& actions) {
        if (actions.empty())
            return nullptr;
        if (const Fault* const fault =
                carry_out_approval_actions(transaction_, *object_, record_, actions, columns_))
            return fault;
        // What the actions have written decides about the steps that follow.
        return load_record(true);
    }

    // --------------------------------------------------------------------------- the process

    const Fault* choose_process(const Submission& submission) {
        const DeclaredActions* const declared = transaction_.program().actions.get();
        if (declared == nullptr)
            return nullptr;
        for (const ApprovalProcess& process : declared->processes) {
            if (process.object != object_->id || !process.is_active)
                continue;
            if (!submission.process.empty()) {
                bool is_it = false;
                if (const Fault* const fault = is_named(process, submission.process, is_it))
                    return fault;
                if (!is_it)
                    continue;
            }
            bool fits = true;
            const bool skips = submission.skips_conditions && !submission.process.empty();
            if (!skips)
                if (const Fault* const fault = meets(process.condition, fits))
                    return fault;
            bool allowed = true;
            if (const Fault* const fault = people().may_submit(process, allowed))
                return fault;
            if (fits && allowed) {
                process_ = &process;
                return nullptr;
            }
        }
        return nullptr;
    }

    const Fault* is_named(const ApprovalProcess& process, std::string_view name, bool& answer) {
        answer =
            equal_ignoring_case(process.name, name) || equal_ignoring_case(process.label, name);
        const auto id = parse_id(name);
        if (answer || !id)
            return nullptr;
        Id definition;
        const Fault* const fault = records_.definition_of(process, definition);
        answer = definition == *id;
        return fault;
    }

    // ---------------------------------------------------------------------------- the steps

    /// Goes to the first step from `index` on whose condition holds, and asks its approvers.
    const Fault* enter(size_t index, ApprovalResult& result) {
        for (; index < process_->steps.size(); ++index) {
            const ApprovalStep& step = process_->steps[index];
            bool fits = false;
            if (const Fault* const fault = meets(step.condition, fits))
                return fault;
            if (fits)
                return ask(index, result);
            if (step.otherwise == ApprovalStep::Otherwise::approve)
                break;
            if (step.otherwise == ApprovalStep::Otherwise::reject)
                return finish(false);
        }
        return finish(true);
    }

    const Fault* finish(bool approved) {
        status_ = approved ? "Approved" : "Rejected";
        if (const Fault* const fault = records_.close_instance(status_))
            return fault;
        return carry_out(approved ? process_->on_approval : process_->on_rejection);
    }

    const Fault* ask(size_t index, ApprovalResult& result) {
        const ApprovalStep& step = process_->steps[index];
        std::vector<Id> actors;
        for (const Approver& approver : step.approvers)
            if (const Fault* const fault = people().find(approver, actors))
                return fault;
        result.actors = actors;
        if (const Fault* const fault = records_.open_node(step, actors, result.work_items))
            return fault;
        status_ = pending;
        return nullptr;
    }

    // ------------------------------------------------------------------------- the decision

    const Fault* answer(Decision decision, std::string_view comment, ApprovalResult& result) {
        std::vector<Id> items;
        Records records;
        if (const Fault* const fault = records_.work_items(items, records))
            return fault;
        uint32_t own = static_cast<uint32_t>(items.size());
        if (const Fault* const fault = own_item(records, own))
            return fault;
        if (own == items.size())
            return transaction_.fault(
                "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"
            );
        const bool approves = decision == Decision::approve;
        if (const Fault* const fault = records_.note_step(
                approves ? "Approved" : "Rejected",
                transaction_.surroundings().user,
                id_of(records.at("OriginalActorId", own)),
                comment
            ))
            return fault;
        const ApprovalStep& step = process_->steps[step_];
        status_ = pending;
        if (approves && step.all_must_approve && items.size() > 1)
            return records_.drop_work_items({&items[own], 1}); // the others are still asked
        if (const Fault* const fault = records_.drop_work_items(items))
            return fault;
        if (const Fault* const fault = records_.close_node(approves ? "Approved" : "Rejected"))
            return fault;
        if (const Fault* const fault = carry_out(approves ? step.on_approval : step.on_rejection))
            return fault;
        if (approves)
            return enter(step_ + 1, result);
        return step.goes_back && step_ > 0 ? ask(step_ - 1, result) : finish(false);
    }

    /// The work item of the running user, his own, a queue's that he is in, or any for an
    /// administrator.
    const Fault* own_item(const Records& items, uint32_t& own) {
        const Id user = transaction_.surroundings().user;
        for (uint32_t row = 0; row < items.size(); ++row)
            if (id_of(items.at("ActorId", row)) == user) {
                own = row;
                return nullptr;
            }
        for (uint32_t row = 0; row < items.size(); ++row) {
            const Id actor = id_of(items.at("ActorId", row));
            std::vector<Id> users;
            if (const Fault* const fault = users_behind(transaction_, {&actor, 1}, users))
                return fault;
            if (std::ranges::find(users, user) != users.end()) {
                own = row;
                return nullptr;
            }
        }
        bool is_admin = false;
        const Fault* const fault = is_administrator(transaction_, user, is_admin);
        if (fault == nullptr && is_admin && items.size() > 0)
            own = 0;
        return fault;
    }

    const Fault* recall(std::string_view comment) {
        const Id user = transaction_.surroundings().user;
        bool allowed = user == submitter_;
        if (!allowed)
            if (const Fault* const fault = is_administrator(transaction_, user, allowed))
                return fault;
        if (!allowed)
            return transaction_.fault(
                "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"
            );
        std::vector<Id> items;
        Records records;
        const Fault* fault = records_.work_items(items, records);
        if (fault == nullptr)
            fault = records_.drop_work_items(items);
        if (fault == nullptr)
            fault = records_.close_node("Removed");
        if (fault == nullptr)
            fault = records_.note_step("Removed", user, user, comment);
        if (fault == nullptr)
            fault = records_.close_instance("Removed");
        status_ = "Removed";
        return fault == nullptr ? carry_out(process_->on_recall) : fault;
    }

    Transaction& transaction_;
    const Object* object_ = nullptr;
    const ApprovalProcess* process_ = nullptr;
    Id record_;
    Id submitter_;
    ApprovalRecords records_;
    size_t step_ = 0;
    std::vector<Id> next_approvers_;
    std::string_view status_ = pending;
    Columns columns_; // the record
};

} // namespace

const Fault* submit_for_approval(
    Transaction& transaction, const Submission& submission, ApprovalResult& result
) {
    return Request(transaction).submit(submission, result);
}

const Fault* decide_approval(
    Transaction& transaction,
    Id record,
    Decision decision,
    std::string_view comment,
    ApprovalResult& result
) {
    if (transaction.program().actions == nullptr)
        return transaction.fault(
            "INVALID_CROSS_REFERENCE_KEY", "no approval request waits for the record"
        );
    return Request(transaction).decide(record, decision, comment, result);
}

Status decide_approval(
    Org& org,
    Id record,
    Decision decision,
    std::string_view comment,
    const Fault*& fault,
    Arena& arena
) {
    Transaction transaction(org, "decision about an approval");
    ApprovalResult result;
    const Fault* const refused =
        transaction.failure() != nullptr
            ? nullptr
            : decide_approval(transaction, record, decision, comment, result);
    fault = refused == nullptr ? nullptr : copy_fault(*refused, arena);
    return finish(transaction, refused == nullptr);
}

} // namespace weir
