// Shapes of the rules of an object that are no validation rules: duplicates, assignment, replies,
// workflow.
#include "syntax/clause_shapes.hpp"
#include "syntax/declarations.hpp"

namespace weir {

namespace {

using shapes::braces;
using shapes::clause;
using shapes::describing;
using shapes::flag;
using shapes::inside;

// clang-format off

constexpr std::string_view match_methods[] = {
    "exact", "first name", "last name", "company name", "phone", "city", "street", "zip", "title",
};

constexpr ClauseShape match_clauses[] = {
    {.key = "as", .value = ValueKind::words, .xml = "matchingMethod", .choices = match_methods, .doc = "How two values are compared; `exact` unless it says otherwise."},
    flag("blanks match", "blankValueBehavior", "Two records without a value match."),
};

constexpr const Shape* matching_members[] = {&shapes::match};

constexpr ClauseShape matching_clauses[] = {
    inside("logic", ValueKind::text, "booleanFilter", "Which lines must match, by their numbers: `\"1 AND (2 OR 3)\"`; otherwise all."),
    inside("inactive", ValueKind::flag, "ruleStatus", "No duplicate rule uses it."),
    describing("What it finds. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "`match Field`: the fields that are compared.", .children = matching_members},
};

constexpr std::string_view duplicate_actions[] = {"block", "alert", "report", "allow"};

constexpr ClauseShape against_clauses[] = {
    clause("by", ValueKind::path, "matchingRule", "A matching rule of that object."),
    {.key = "", .value = ValueKind::assignments, .xml = "objectMapping/mappingFields", .doc = "`{ Field = formula }`: what of the record that is saved is compared with a field of that object; without braces the fields of the same names."},
};

constexpr const Shape* duplicate_members[] = {&shapes::against};

constexpr ClauseShape duplicate_clauses[] = {
    inside("by", ValueKind::paths, "duplicateRuleMatchRules/matchingRule", "Matching rules of the object; one that finds a record is enough."),
    {.key = "on create", .value = ValueKind::words, .xml = "actionOnInsert", .inside = true, .choices = duplicate_actions, .doc = "What happens to a new record that has a duplicate; `alert` stops saves that no person confirms."},
    {.key = "on update", .value = ValueKind::words, .xml = "actionOnUpdate", .inside = true, .choices = duplicate_actions, .doc = "The same, of a changed record."},
    inside("message", ValueKind::text, "alertText", "What the user is told; otherwise `Use one of these records?`"),
    inside("when", ValueKind::condition, "duplicateRuleFilter", "Which records it looks at."),
    inside("inactive", ValueKind::flag, "isActive", "The rule is kept and not applied."),
    describing("What the rule is for. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "`against Object by Rule`: records of other objects that it compares with.", .children = duplicate_members},
};

constexpr ClauseShape assignment_entry_clauses[] = {
    clause("when", ValueKind::condition, "criteriaItems", "Which records; without it, all that come here."),
    clause("to user", ValueKind::text, "assignedTo", "The username of who gets them."),
    clause("to queue", ValueKind::text, "assignedTo", "The queue that gets them."),
    clause("template", ValueKind::text, "template", "The e-mail template that tells the new owner, `\"Folder/Name\"`."),
};

constexpr const Shape* assignment_members[] = {&shapes::assignment_entry};

constexpr ClauseShape assignment_clauses[] = {
    inside("inactive", ValueKind::flag, "active", "The rule is kept and not applied."),
    {.key = "", .value = ValueKind::elements, .doc = "`entry`: the first that fits assigns the record.", .children = assignment_members},
};

constexpr ClauseShape response_entry_clauses[] = {
    clause("when", ValueKind::condition, "criteriaItems", "Which records; without it, all that come here."),
    clause("from", ValueKind::text, "senderEmail", "The address that the reply comes from."),
    clause("template", ValueKind::text, "template", "The e-mail template that is the reply, `\"Folder/Name\"`."),
    clause("subject", ValueKind::text, "", "Without a template; with `{!Field}` for fields of the record."),
    clause("body", ValueKind::text, "", "Without a template; with `{!Field}` for fields of the record."),
};

constexpr const Shape* response_members[] = {&shapes::response_entry};

constexpr ClauseShape response_clauses[] = {
    inside("inactive", ValueKind::flag, "active", "The rule is kept and not applied."),
    {.key = "", .value = ValueKind::elements, .doc = "`reply`: the first that fits answers who wrote.", .children = response_members},
};

constexpr std::string_view workflow_times[] = {
    "on create",
    "on create and every edit",
    "on create and edits to meet the conditions",
};

constexpr ClauseShape workflow_clauses[] = {
    {.key = "evaluated", .value = ValueKind::words, .xml = "triggerType", .choices = workflow_times, .doc = "When it is looked at; otherwise `on create and edits to meet the conditions`."},
    clause("when", ValueKind::condition, "criteriaItems", "Which records; without it, all."),
    clause("alerts", ValueKind::paths, "actions", "E-mail alerts of the object that it sends."),
    flag("reevaluates", "reevaluateOnChange", "All workflow rules are evaluated once more after its updates."),
    flag("inactive", "active", "The rule is kept and not applied."),
    {.key = "", .value = ValueKind::assignments, .xml = "fieldUpdates", .doc = "`{ Field = formula }`: what it sets. The record is saved again without validation rules and flows."},
};

constexpr ClauseShape time_trigger_clauses[] = {
    clause("of", ValueKind::path, "", "The workflow rule of the object that starts it."),
    clause("hours", ValueKind::number, "timeLength", "So many hours later."),
    clause("days", ValueKind::number, "timeLength", "So many days later."),
    clause("before", ValueKind::path, "offsetFromField", "Earlier than this date or time of the record: `days 3 before CloseDate`."),
    clause("after", ValueKind::path, "offsetFromField", "Later than this date or time of the record. Without it, later than the rule has fired."),
    clause("alerts", ValueKind::paths, "actions", "E-mail alerts of the object that it sends."),
    flag("reevaluates", "reevaluateOnChange", "All workflow rules are evaluated once more after its updates."),
    {.key = "", .value = ValueKind::assignments, .xml = "fieldUpdates", .doc = "`{ Field = formula }`: what it sets, as its rule would."},
};

// clang-format on

} // namespace

namespace shapes {

const Shape match{
    .keyword = "match",
    .category = Category::member,
    .xml = "matchingRuleItems",
    .clauses = match_clauses,
    .doc = "A field of both records that is compared.",
};

const Shape matching_rule{
    .keyword = "matching rule",
    .category = Category::member,
    .xml = "matchingRules",
    .clauses = matching_clauses,
    .doc = "Says which records of the object count as the same.",
};

const Shape against{
    .keyword = "against",
    .category = Category::member,
    .xml = "duplicateRuleMatchRules",
    .clauses = against_clauses,
    .doc = "Another object whose records may be the same: `against Contact by Same_Person`.",
};

const Shape duplicate_rule{
    .keyword = "duplicate rule",
    .category = Category::member,
    .xml = "DuplicateRule",
    .clauses = duplicate_clauses,
    .doc = "What is done with a record that is there already.",
};

const Shape assignment_entry{
    .keyword = "entry",
    .category = Category::member,
    .xml = "ruleEntry",
    .name = NameForm::none,
    .clauses = assignment_entry_clauses,
    .doc = "Records, and who gets them.",
};

const Shape assignment_rule{
    .keyword = "assignment rule",
    .category = Category::member,
    .xml = "assignmentRule",
    .clauses = assignment_clauses,
    .doc = "Who gets leads or cases whose save asks for it (`org { assignment rules on }`).",
};

const Shape response_entry{
    .keyword = "reply",
    .category = Category::member,
    .xml = "ruleEntry",
    .name = NameForm::none,
    .clauses = response_entry_clauses,
    .doc = "Records, and the e-mail that answers them.",
};

const Shape response_rule{
    .keyword = "auto response rule",
    .category = Category::member,
    .xml = "autoResponseRule",
    .clauses = response_clauses,
    .doc = "Answers by e-mail who sent a new lead or case.",
};

const Shape workflow_rule{
    .keyword = "workflow rule",
    .category = Category::member,
    .xml = "rules",
    .clauses = workflow_clauses,
    .doc = "A workflow rule: sets fields of a record that was saved, and sends alerts.",
};

const Shape time_trigger{
    .keyword = "time trigger",
    .category = Category::member,
    .xml = "workflowTimeTriggers",
    .name = NameForm::none,
    .clauses = time_trigger_clauses,
    .doc = "What a workflow rule does some time later: `time trigger of Escalate days 3 after "
           "Due__c { Priority = \"High\" }`. A record that meets the rule no longer is left alone.",
};

} // namespace shapes

} // namespace weir
