// What actions of flows start and the world declares: approval processes, quick actions, outbound
// messages (reference/actions.md). Compiled, immutable.
#pragma once

#include "program/program.hpp"
#include "program/save_rules.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What a decision about an approval does besides deciding.
struct ApprovalActions {
    std::vector<FieldUpdate> updates;
    std::vector<std::string> alerts;   // "Opportunity.Approved"
    std::vector<std::string> messages; // outbound messages, "Opportunity.Told"

    [[nodiscard]] bool empty() const {
        return updates.empty() && alerts.empty() && messages.empty();
    }
};

struct Approver {
    enum class Kind : uint8_t { user, queue, manager, field, chosen } kind = Kind::chosen;
    std::string name;              // of a user or queue
    FieldId field = FieldId::none; // of the record: names a user
};

struct ApprovalStep {
    enum class Otherwise : uint8_t { approve, reject, go_on };

    std::string name;
    std::string label;
    RecordFormula condition; // an empty expression: always
    Otherwise otherwise = Otherwise::go_on;
    std::vector<Approver> approvers; // not empty
    bool all_must_approve = false;
    bool goes_back = false; // a rejection leads to the step before
    ApprovalActions on_approval;
    ApprovalActions on_rejection;
};

struct ApprovalProcess {
    std::string name; // "Big_Deals"
    std::string label;
    ObjectId object = ObjectId::none;
    bool is_active = true;
    uint32_t order = 0;                  // 0: not said
    RecordFormula condition;             // an empty expression: always
    std::vector<std::string> submitters; // "owner", "creator", usernames; empty: everybody
    bool approvers_edit = false;
    bool keeps_lock_when_approved = false;
    bool keeps_lock_when_rejected = false;
    ApprovalActions on_submission;
    ApprovalActions on_approval;
    ApprovalActions on_rejection;
    ApprovalActions on_recall;
    std::vector<ApprovalStep> steps;
    std::vector<FieldId> read; // fields that its formulas and approvers read
};

struct QuickActionProgram {
    std::string name; // "Case.Close"
    std::string kind; // "create", "update", "log a call", "post", "send email", "flow" …
    ObjectId object = ObjectId::none; // where it stands; none: everywhere
    ObjectId makes = ObjectId::none;
    std::string flow;
    std::vector<FieldUpdate>
        values; // fields of what it makes; formulas over the record it stands at
};

struct OutboundMessage {
    std::string name; // "Contact.Changed"
    ObjectId object = ObjectId::none;
    std::string address;
    std::vector<FieldId> fields;
};

struct DeclaredActions {
    /// By object and then by order, those without one last as declared.
    std::vector<ApprovalProcess> processes;
    std::vector<QuickActionProgram> quick_actions;
    std::vector<OutboundMessage> messages;

    [[nodiscard]] const QuickActionProgram* find_quick_action(std::string_view name) const;
    [[nodiscard]] const OutboundMessage* find_message(std::string_view name) const;
    [[nodiscard]] bool has_processes(ObjectId object) const;
};

} // namespace weir
