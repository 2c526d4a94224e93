#include "syntax/declarations.hpp"

#include "syntax/clause_shapes.hpp"

#include <array>

namespace weir {

namespace {

using shapes::clause;
using shapes::flag;
using shapes::inside;

// One clause a line: the tables are read as tables.
// clang-format off

// ------------------------------------------------------------------------ fields, rules, records

constexpr std::string_view delete_rules[] = {"cascade", "restrict", "clear"};
constexpr std::string_view summaries[] = {"count", "sum", "minimum", "maximum"};

constexpr ClauseShape field_clauses[] = {
    flag("required", "required", "No record is saved without a value."),
    flag("unique", "unique", "No two records have the same value."),
    flag("case sensitive", "caseSensitive", "Of a unique or external-id text: `a` and `A` are two values."),
    flag("external id", "externalId", "Another system's key; records can be found and upserted by it."),
    flag("restricted", "restricted", "Of a picklist: only values of the list are saved. Custom picklists are restricted unless they say otherwise."),
    flag("unrestricted", "restricted", "Of a picklist: any text is saved."),
    clause("default", ValueKind::formula, "defaultValue", "The value of a record that is created without one; of a picklist the text of the value."),
    clause("formula", ValueKind::formula, "formula", "Computed whenever it is read; the type says what it returns."),
    flag("blank as blank", "formulaTreatBlanksAs", "Of a formula: a number without a value has none; otherwise it counts as zero."),
    clause("format", ValueKind::text, "displayFormat", "Of an AutoNumber: `\"A-{0000}\"`."),
    clause("starting", ValueKind::number, "startingNumber", "Of an AutoNumber: the first number."),
    clause("help", ValueKind::text, "inlineHelpText", "Help beside the field on a page."),
    clause("description", ValueKind::text, "description", "What the field is for. A comment above the field says the same."),
    clause("relationship", ValueKind::path, "relationshipName", "Of a Lookup or MasterDetail: the name of the list of children."),
    {.key = "on delete",
     .value = ValueKind::words,
     .xml = "deleteConstraint",
     .choices = delete_rules,
     .doc = "Of a Lookup: what happens when the parent is deleted."},
    flag("reparentable", "reparentableMasterDetail", "Of a MasterDetail: the parent can be changed."),
    {.key = "summary",
     .value = ValueKind::words,
     .xml = "summaryOperation",
     .choices = summaries,
     .doc = "A roll-up of the children of a MasterDetail."},
    clause("of", ValueKind::path, "summarizedField", "Of a summary: the object and field of the children, `Line__c.Amount__c`; of a count the object."),
    clause("by", ValueKind::path, "summaryForeignKey", "Of a summary: the children's field that names the parent, if there are several."),
    clause("where", ValueKind::condition, "summaryFilterItems", "Of a summary: which children count."),
    flag("read only", "readOnly", "Neither createable nor updateable."),
    flag("not createable", "createable", "A create cannot set it."),
    flag("not updateable", "updateable", "An update cannot change it."),
};

constexpr ClauseShape rule_clauses[] = {
    {.key = "when", .value = ValueKind::formula, .xml = "errorConditionFormula", .required = true, .doc = "The save is refused when this formula is true."},
    {.key = "error", .value = ValueKind::message, .xml = "errorMessage", .required = true, .doc = "What the user is told: `\"text\" on Field`; without `on` at the top of the page."},
    flag("inactive", "active", "The rule is kept and not applied."),
    clause("description", ValueKind::text, "description", "What the rule is for. A comment above the rule says the same."),
};

constexpr ClauseShape record_clauses[] = {
    clause("protected", ValueKind::flag, "protected", "Of custom metadata: only the package sees it."),
    {.key = "", .value = ValueKind::assignments, .xml = "values", .doc = "`{ Field = value }`: its values."},
};

constexpr ClauseShape alert_clauses[] = {
    inside("to", ValueKind::texts, "recipients", "Who gets it: e-mail addresses, usernames, and fields of the record that hold an address or name a person, `\"OwnerId\"`."),
    inside("to others", ValueKind::texts, "recipients", "Roles, groups and teams whose users get it: `\"role Sales\"`, `\"roleSubordinates Sales\"`, `\"group Everybody\"`, `\"accountTeam\"`."),
    inside("template", ValueKind::text, "template", "The e-mail template that is the message, `\"Folder/Name\"`."),
    inside("subject", ValueKind::text, "subject", "Without a template; with `{!Field}` for fields of the record."),
    inside("body", ValueKind::text, "textOnly", "Without a template; with `{!Field}` for fields of the record."),
    inside("description", ValueKind::text, "description", "What the alert is for. A comment above it says the same."),
    {.key = "", .value = ValueKind::flag, .doc = "The message."},
};

// clang-format on

} // namespace

namespace shapes {

const Shape field{
    .keyword = "",
    .category = Category::member,
    .xml = "fields",
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = field_clauses,
    .doc = "A field: its name, its type, perhaps a label, and what else is to be said.",
};

const Shape rule{
    .keyword = "rule",
    .category = Category::member,
    .xml = "validationRules",
    .clauses = rule_clauses,
    .doc = "A validation rule: a save is refused when its formula is true.",
};

const Shape record{
    .keyword = "record",
    .category = Category::member,
    .xml = "CustomMetadata",
    .clauses = record_clauses,
    .doc = "A record that every org starts with. Of custom metadata the name is its DeveloperName.",
};

const Shape alert{
    .keyword = "alert",
    .category = Category::member,
    .xml = "alerts",
    .clauses = alert_clauses,
    .doc = "An e-mail alert about a record; `action Name: emailAlert Object.Alert` sends it.",
};

} // namespace shapes

namespace {

// clang-format off

// ---------------------------------------------------------------------------------- the world

constexpr const Shape* object_members[] = {&shapes::field, &shapes::rule, &shapes::record, &shapes::alert, &shapes::record_type, &shapes::field_set, &shapes::sharing_rule, &shapes::matching_rule, &shapes::duplicate_rule, &shapes::assignment_rule, &shapes::response_rule, &shapes::workflow_rule, &shapes::approval_process, &shapes::outbound_message};
constexpr const Shape* event_members[] = {&shapes::field};
constexpr const Shape* metadata_members[] = {&shapes::field, &shapes::rule, &shapes::record};
constexpr const Shape* setting_members[] = {&shapes::field, &shapes::record};

constexpr std::string_view sharing_models[] = {
    "private",
    "public read only",
    "public read write",
    "public read write transfer",
    "controlled by parent",
    "full access",
};
constexpr ClauseShape sharing_clause{.key = "sharing", .value = ValueKind::words, .xml = "sharingModel", .inside = true, .choices = sharing_models, .doc = "Who sees records without being given them."};
constexpr ClauseShape external_sharing_clause{.key = "external sharing", .value = ValueKind::words, .xml = "externalSharingModel", .inside = true, .choices = sharing_models, .doc = "The same for users of portals; without it they see what others do."};
constexpr std::string_view publish_times[] = {"after commit", "immediately"};

constexpr ClauseShape object_clauses[] = {
    inside("name", ValueKind::text, "nameField", "The record name: its label, or with `{0}` in it the format of an auto number."),
    inside("plural", ValueKind::text, "pluralLabel", "The label of many."),
    inside("prefix", ValueKind::text, "keyPrefix", "The first three letters of its ids."),
    inside("setup", ValueKind::flag, "", "A setup object: no transaction writes it beside objects that are not."),
    inside("no create", ValueKind::flag, "", "Flows create no records of it."),
    inside("no update", ValueKind::flag, "", "Flows update no records of it."),
    inside("no delete", ValueKind::flag, "", "Flows delete no records of it."),
    sharing_clause,
    external_sharing_clause,
    inside("open", ValueKind::flag, "", "It has more fields than are said here: one that is not declared is a warning."),
    inside("description", ValueKind::text, "description", "What the object is for. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Its fields, rules and records.", .children = object_members},
};

constexpr ClauseShape extend_clauses[] = {
    sharing_clause,
    external_sharing_clause,
    inside("open", ValueKind::flag, "", "The object has more fields than are declared: one that is not is a warning."),
    {.key = "", .value = ValueKind::elements, .doc = "Fields, rules and records that are added.", .children = object_members},
};

constexpr ClauseShape event_clauses[] = {
    {.key = "publish", .value = ValueKind::words, .xml = "publishBehavior", .choices = publish_times, .doc = "When subscribers hear of it: when the transaction commits, or at once, even if it rolls back."},
    inside("plural", ValueKind::text, "pluralLabel", "The label of many."),
    inside("open", ValueKind::flag, "", "It has more fields than are said here: one that is not declared is a warning."),
    inside("description", ValueKind::text, "description", "What the event tells. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Its fields.", .children = event_members},
};

constexpr ClauseShape metadata_clauses[] = {
    inside("plural", ValueKind::text, "pluralLabel", "The label of many."),
    inside("open", ValueKind::flag, "", "It has more fields than are said here: one that is not declared is a warning."),
    inside("description", ValueKind::text, "description", "What the records configure. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Its fields, rules and records.", .children = metadata_members},
};

constexpr std::string_view setting_kinds[] = {"hierarchy", "list"};

constexpr ClauseShape setting_clauses[] = {
    {.key = "type", .value = ValueKind::words, .xml = "customSettingsType", .inside = true, .choices = setting_kinds, .doc = "Whether users and profiles have values of their own (hierarchy), or records have names (list)."},
    inside("open", ValueKind::flag, "", "It has more fields than are said here: one that is not declared is a warning."),
    inside("description", ValueKind::text, "description", "What the setting switches. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Its fields and records.", .children = setting_members},
};

// --------------------------------------------------------------------------------------- flows

constexpr std::string_view statuses[] = {"active", "draft", "obsolete", "invalid draft", "inactive"};
constexpr std::string_view run_modes[] = {
    "default mode",
    "user mode",
    "system with sharing",
    "system without sharing",
};
constexpr std::string_view flow_types[] = {
    "autolaunched",
    "screen",
    "record triggered orchestration",
    "orchestration",
    "process",
    "invocable process",
};
constexpr std::string_view frequencies[] = {
    "once", "daily", "weekly", "monthly", "hourly", "weekdays", "on activate",
};

constexpr std::string_view run_as_users[] = {"triggering user", "default workflow user"};
constexpr ClauseShape flow_clauses[] = {
    inside("description", ValueKind::text, "description", "What the flow does. A comment above it says the same."),
    inside("api", ValueKind::number, "apiVersion", "The API version whose behaviour the flow has."),
    {.key = "status", .value = ValueKind::words, .xml = "status", .inside = true, .choices = statuses, .doc = "Active unless it says otherwise."},
    {.key = "type", .value = ValueKind::words, .xml = "processType", .inside = true, .choices = flow_types, .doc = "Only where the trigger and the elements do not tell."},
    inside("is template", ValueKind::flag, "isTemplate", "Others may copy it."),
    inside("overrides", ValueKind::path, "sourceTemplate", "The template that this flow was made from."),
    inside("interview label", ValueKind::text, "interviewLabel", "How an interview is called in the list of paused ones; with `{!merge}` fields."),
    {.key = "run in", .value = ValueKind::words, .xml = "runInMode", .inside = true, .choices = run_modes, .doc = "Whose access counts."},
    inside("on", ValueKind::trigger, "start", "What starts it: `Contact after create or update`, `event Order__e`."),
    {.key = "on schedule", .value = ValueKind::words, .xml = "schedule", .inside = true, .choices = frequencies, .doc = "A time starts it."},
    {.key = "run as", .value = ValueKind::words, .xml = "flowRunAsUser", .inside = true, .choices = run_as_users, .doc = "Of an event: who runs it, the user who published it or the default workflow user.", .nested = true},
    {.key = "starting", .value = ValueKind::text, .xml = "startDate", .inside = true, .doc = "Of a schedule: the first date and time, `\"2026-03-01T09:00:00\"`.", .nested = true},
    {.key = "for", .value = ValueKind::path, .xml = "object", .inside = true, .doc = "Of a schedule: it runs once for each record of this object.", .nested = true},
    {.key = "when", .value = ValueKind::condition, .xml = "filters", .inside = true, .doc = "Entry conditions; `when formula …` for a formula.", .nested = true},
    {.key = "only when changed to meet the conditions", .value = ValueKind::flag, .xml = "doesRequireRecordChangedToMeetCriteria", .inside = true, .doc = "An update starts it only if the record did not meet the conditions before.", .nested = true},
    {.key = "order", .value = ValueKind::number, .xml = "triggerOrder", .inside = true, .doc = "Its place among the flows of one trigger, 1 to 2000.", .nested = true},
    {.key = "activated", .value = ValueKind::text, .inside = true, .doc = "When it was activated, `\"2026-03-01T09:00:00Z\"`: flows without an order run in this order, behind them those that do not say it.", .nested = true},
    {.key = "metadata", .value = ValueKind::text, .inside = true, .doc = "XML that has no meaning at run time, kept for the tools that wrote it.", .at_end = true},
    {.key = "", .value = ValueKind::elements, .doc = "Its resources and elements. The elements run in the order of the text."},
};

// --------------------------------------------------------------------------- tests and scripts

constexpr ClauseShape steps_clauses[] = {
    {.key = "", .value = ValueKind::test_steps, .doc = "What is done and expected, from top to bottom."},
};

constexpr std::string_view mixed_dml_rules[] = {"strict", "documented"};
constexpr std::string_view limit_modes[] = {"on", "off"};
constexpr std::string_view read_only_modes[] = {"refused", "dropped"};
constexpr std::string_view standard_profile_modes[] = {"allowed", "refused"};
constexpr std::string_view portal_role_modes[] = {"system", "setup"};
constexpr std::string_view null_number_rules[] = {"zero", "null"};
constexpr std::string_view null_filter_rules[] = {"match", "fault"};
constexpr std::string_view null_collection_rules[] = {"empty", "missing"};
constexpr std::string_view loop_variable_rules[] = {"cleared", "kept"};
constexpr std::string_view async_record_modes[] = {"current", "as saved"};
constexpr std::string_view subflow_wait_modes[] = {"refused", "allowed"};
constexpr std::string_view object_modes[] = {"open", "closed"};
constexpr std::string_view asynchronous_limits[] = {"synchronous limits", "asynchronous limits"};
constexpr std::string_view reentry_modes[] = {"allowed", "suppressed"};
constexpr std::string_view order_modes[] = {"as activated", "by name"};
constexpr std::string_view collection_modes[] = {"partial", "all or none"};
constexpr std::string_view alert_modes[] = {"stop", "pass"};

constexpr ClauseShape org_clauses[] = {
    {.key = "mixed dml", .value = ValueKind::words, .inside = true, .choices = mixed_dml_rules, .doc = "Which objects count as setup objects: all that have been seen to (strict), or those that the documentation lists."},
    inside("reserved usernames", ValueKind::texts, "", "Usernames that other orgs have taken."),
    inside("time zone", ValueKind::text, "", "The time zone of the running user, `\"America/Los_Angeles\"`."),
    inside("running user", ValueKind::text, "", "The username of the user who acts."),
    inside("now", ValueKind::text, "", "The time that it is, `\"2026-03-01T09:00:00Z\"`; otherwise the clock of the machine."),
    inside("duplicate updates", ValueKind::number, "", "How often one statement may name one record; 12 unless it says otherwise."),
    inside("cpu", ValueKind::number, "", "Microseconds that one element costs one interview; 50 unless it says otherwise, 0 counts nothing."),
    {.key = "asynchronous flows", .value = ValueKind::words, .inside = true, .choices = asynchronous_limits, .doc = "Which limits asynchronous paths, schedules and resumed interviews have."},
    {.key = "re-entry", .value = ValueKind::words, .inside = true, .choices = reentry_modes, .doc = "Whether a flow runs again for a record that it has run for in the same transaction."},
    {.key = "flows without order", .value = ValueKind::words, .inside = true, .choices = order_modes, .doc = "How flows run that have no `order`: as they were activated, or by name."},
    {.key = "collections", .value = ValueKind::words, .inside = true, .choices = collection_modes, .doc = "Whether the good records of a collection stay when one is refused."},
    {.key = "duplicate alerts", .value = ValueKind::words, .inside = true, .choices = alert_modes, .doc = "Whether a duplicate rule that alerts stops a save, or somebody has confirmed it."},
    {.key = "assignment rules", .value = ValueKind::words, .inside = true, .choices = limit_modes, .doc = "Whether saves of users ask for assignment rules."},
    inside("error emails", ValueKind::texts, "", "Who is told of interviews that fail: the Apex exception recipients; otherwise who changed the flow last, which is the first user."),
    inside("daily emails", ValueKind::number, "", "Addresses outside of the org that flows may write to on one day; 5000 unless it says otherwise."),
    inside("event batch", ValueKind::number, "", "How many events are delivered to a flow at once; at most 2000."),
    {.key = "limits", .value = ValueKind::words, .inside = true, .choices = limit_modes, .doc = "Whether the governor limits stop a transaction."},
    {.key = "read only fields", .value = ValueKind::words, .inside = true, .choices = read_only_modes, .doc = "What a flow in user context does with fields that its user may not edit: the save is refused, or they are left out."},
    {.key = "standard external profiles", .value = ValueKind::words, .inside = true, .choices = standard_profile_modes, .doc = "Whether portal users may have the profiles that Salesforce brings."},
    {.key = "portal roles", .value = ValueKind::words, .inside = true, .choices = portal_role_modes, .doc = "Whether a role that is made with a portal user is written by the system, or counts as setup DML under `mixed dml documented`."},
    {.key = "null numbers", .value = ValueKind::words, .inside = true, .choices = null_number_rules, .doc = "What a number without a value counts for when something is added to it: zero, or it stays null."},
    {.key = "null filters", .value = ValueKind::words, .inside = true, .choices = null_filter_rules, .doc = "Whether a value that is null matches fields without a value in a filter, or is a fault of the element."},
    {.key = "null collections", .value = ValueKind::words, .inside = true, .choices = null_collection_rules, .doc = "Whether a collection that is null counts as empty in `is empty`."},
    {.key = "loop variable", .value = ValueKind::words, .inside = true, .choices = loop_variable_rules, .doc = "What the variable of a loop holds behind the loop: nothing (cleared), or the last item (kept)."},
    inside("default workflow user", ValueKind::text, "", "The username of who runs schedules, and paths whose user is inactive; otherwise the first user there is."),
    {.key = "async record", .value = ValueKind::words, .inside = true, .choices = async_record_modes, .doc = "What `$Record` is in an `after commit` path: the record as it is when the path runs, or as the save left it."},
    inside("wait time zone", ValueKind::text, "", "Where `date` and `time` of waits are told, the time zone of a flow's creator; otherwise that of the org."),
    {.key = "waits in subflows", .value = ValueKind::words, .inside = true, .choices = subflow_wait_modes, .doc = "Whether a flow that another one runs may wait."},
    inside("scheduled interviews", ValueKind::number, "", "How many interviews schedules start in 24 hours; 250000, or 200 for each user licence."),
    inside("resumes an hour", ValueKind::number, "", "How many interviews times wake in an hour; 1000 unless it says otherwise."),
    {.key = "objects", .value = ValueKind::words, .inside = true, .choices = object_modes, .doc = "Of a file's `org`: whether all objects have more fields than are declared (open), as in a project that holds a part of an org."},
    {.key = "", .value = ValueKind::flag, .doc = "The settings."},
};

// clang-format on

} // namespace

namespace shapes {

const Shape use{
    .keyword = "use",
    .category = Category::declaration,
    .name = NameForm::title,
    .doc =
        "Brings in another file or folder: `use \"objects\"`. The path is relative to this file.",
};

const Shape object{
    .keyword = "object",
    .category = Category::declaration,
    .xml = "CustomObject",
    .clauses = object_clauses,
    .doc = "A custom object with its fields, validation rules and first records.",
};

const Shape extend{
    .keyword = "extend",
    .category = Category::declaration,
    .xml = "CustomObject",
    .clauses = extend_clauses,
    .doc = "Adds fields, validation rules and records to an object that is declared elsewhere.",
};

const Shape event{
    .keyword = "event",
    .category = Category::declaration,
    .xml = "CustomObject",
    .clauses = event_clauses,
    .doc = "A platform event.",
};

const Shape custom_metadata{
    .keyword = "custom metadata",
    .category = Category::declaration,
    .xml = "CustomObject",
    .clauses = metadata_clauses,
    .doc = "A custom metadata type and its records.",
};

const Shape custom_setting{
    .keyword = "custom setting",
    .category = Category::declaration,
    .xml = "CustomObject",
    .clauses = setting_clauses,
    .doc = "A custom setting: values that formulas read as `$Setup.Name__c.Field__c`.",
};

const Shape flow{
    .keyword = "flow",
    .category = Category::declaration,
    .xml = "Flow",
    .clauses = flow_clauses,
    .doc = "A flow: its settings, its resources and its elements.",
};

const Shape test{
    .keyword = "test",
    .category = Category::declaration,
    .name = NameForm::title,
    .clauses = steps_clauses,
    .doc = "A test, run by `weir test` in an org of its own.",
};

const Shape script{
    .keyword = "script",
    .category = Category::declaration,
    .clauses = steps_clauses,
    .doc = "The same statements as a test, run by `weir run`.",
};

const Shape setup{
    .keyword = "setup",
    .category = Category::declaration,
    .name = NameForm::none,
    .clauses = steps_clauses,
    .doc = "Runs before every test of its file.",
};

const Shape org{
    .keyword = "org",
    .category = Category::declaration,
    .name = NameForm::none,
    .clauses = org_clauses,
    .doc = "Settings of the org: in a file for all its tests, in a test from there on.",
};

} // namespace shapes

Shapes declaration_shapes() {
    static constexpr std::array all{
        &shapes::use,
        &shapes::object,
        &shapes::extend,
        &shapes::event,
        &shapes::custom_metadata,
        &shapes::custom_setting,
        &shapes::label,
        &shapes::value_set,
        &shapes::standard_value_set,
        &shapes::custom_permission,
        &shapes::permission_set,
        &shapes::profile,
        &shapes::sharing_set,
        &shapes::site,
        &shapes::role,
        &shapes::queue,
        &shapes::group,
        &shapes::email_template,
        &shapes::notification_type,
        &shapes::quick_action,
        &shapes::apex_action,
        &shapes::flow,
        &shapes::test,
        &shapes::script,
        &shapes::setup,
        &shapes::org,
    };
    return all;
}

} // namespace weir
