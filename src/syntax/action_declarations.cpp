// Shapes of what actions of flows start and an object declares: approval processes and outbound
// messages.
#include "syntax/clause_shapes.hpp"
#include "syntax/declarations.hpp"

namespace weir {

namespace {

using shapes::braces;
using shapes::describing;
using shapes::inside;

// clang-format off

constexpr std::string_view otherwise_words[] = {"approve", "reject", "go on"};
constexpr std::string_view editors[] = {"administrators", "administrators and approvers"};

constexpr ClauseShape sets(std::string_view key, std::string_view xml, std::string_view doc) {
    return inside(key, ValueKind::assignments, xml, doc);
}
constexpr ClauseShape sends(std::string_view key, std::string_view doc) {
    return inside(key, ValueKind::paths, "", doc);
}

constexpr const Shape* process_members[] = {&shapes::approval_step};

constexpr ClauseShape process_clauses[] = {
    inside("when", ValueKind::condition, "entryCriteria", "Which records may be submitted; without it, all."),
    inside("submitters", ValueKind::texts, "allowedSubmitters", "Who may submit: `\"owner\"`, `\"creator\"`, usernames. Without it, everybody who may edit the record."),
    {.key = "editable by", .value = ValueKind::words, .xml = "recordEditability", .inside = true, .choices = editors, .doc = "Who may edit a record that waits for its approval; `administrators` unless it says otherwise."},
    inside("keeps lock when approved", ValueKind::flag, "finalApprovalRecordLock", "The record stays locked when it has been approved."),
    inside("keeps lock when rejected", ValueKind::flag, "finalRejectionRecordLock", "The record stays locked when it has been rejected."),
    inside("order", ValueKind::number, "processOrder", "Its place among the processes of the object; the first whose conditions fit is taken."),
    inside("inactive", ValueKind::flag, "active", "Nothing can be submitted to it."),
    sets("on submission", "initialSubmissionActions", "Fields that a submission sets."),
    sends("alerts on submission", "E-mail alerts of the object that a submission sends."),
    sends("messages on submission", "Outbound messages of the object that a submission sends."),
    sets("on approval", "finalApprovalActions", "Fields that the last approval sets."),
    sends("alerts on approval", "E-mail alerts that it sends."),
    sends("messages on approval", "Outbound messages that it sends."),
    sets("on rejection", "finalRejectionActions", "Fields that a rejection sets."),
    sends("alerts on rejection", "E-mail alerts that it sends."),
    sends("messages on rejection", "Outbound messages that it sends."),
    sets("on recall", "recallActions", "Fields that are set when the submitter takes the request back."),
    sends("alerts on recall", "E-mail alerts that it sends."),
    sends("messages on recall", "Outbound messages that it sends."),
    describing("What is approved. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Its steps, in their order.", .children = process_members},
};

constexpr ClauseShape step_clauses[] = {
    inside("when", ValueKind::condition, "entryCriteria", "Which records come to it; without it, all."),
    {.key = "otherwise", .value = ValueKind::words, .xml = "ifCriteriaNotMet", .inside = true, .choices = otherwise_words, .doc = "What happens to the others: the record is approved, rejected, or goes on to the next step (unless it says otherwise)."},
    inside("approvers", ValueKind::texts, "assignedApprover", "Who is asked: usernames, `\"queue Name\"`, `\"manager\"` of the submitter, fields of the record that name a user, or `\"chosen\"` by the submitter (unless it says otherwise)."),
    inside("all must approve", ValueKind::flag, "whenMultipleApprovers", "Everybody who is asked has to approve; otherwise the first answer counts."),
    inside("goes back when rejected", ValueKind::flag, "rejectBehavior", "A rejection leads to the step before; otherwise it is the last word."),
    sets("on approval", "approvalActions", "Fields that its approval sets."),
    sends("alerts on approval", "E-mail alerts that it sends."),
    sends("messages on approval", "Outbound messages that it sends."),
    sets("on rejection", "rejectionActions", "Fields that its rejection sets."),
    sends("alerts on rejection", "E-mail alerts that it sends."),
    sends("messages on rejection", "Outbound messages that it sends."),
    describing("Who decides what. A comment above it says the same."),
    braces("Its settings."),
};

constexpr ClauseShape outbound_clauses[] = {
    inside("to", ValueKind::text, "endpointUrl", "Where it is sent."),
    inside("fields", ValueKind::paths, "fields", "Fields of the record that it holds; its id it always holds."),
    describing("Who is told what. A comment above it says the same."),
    braces("Its settings."),
};

// clang-format on

} // namespace

namespace shapes {

const Shape approval_step{
    .keyword = "approval step",
    .category = Category::member,
    .xml = "approvalStep",
    .clauses = step_clauses,
    .doc = "Somebody who is asked to approve.",
};

const Shape approval_process{
    .keyword = "approval process",
    .category = Category::member,
    .xml = "ApprovalProcess",
    .clauses = process_clauses,
    .doc = "How records of the object are approved: `action Name: submit` starts it.",
};

const Shape outbound_message{
    .keyword = "outbound message",
    .category = Category::member,
    .xml = "outboundMessages",
    .clauses = outbound_clauses,
    .doc =
        "A message with fields of a record; `action Name: outboundMessage Object.Name` sends it.",
};

} // namespace shapes

} // namespace weir
