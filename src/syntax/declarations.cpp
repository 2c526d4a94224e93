#include "syntax/declarations.hpp"

#include "syntax/clause_shapes.hpp"

#include <array>

namespace weir {

namespace {

using shapes::braces;
using shapes::clause;
using shapes::describing;
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
    clause("only where", ValueKind::condition, "lookupFilter/filterItems", "Of a Lookup or MasterDetail: which records it takes. `$Source.Field` is a field of the record that is saved."),
    clause("error", ValueKind::text, "lookupFilter/errorMessage", "With `only where`: what the user is told who takes another record."),
    clause("filter hint", ValueKind::text, "lookupFilter/infoMessage", "With `only where`: what people read where they choose."),
    flag("optional filter", "lookupFilter/isOptional", "With `only where`: people are shown the records that fit, and may take others."),
    flag("inactive filter", "lookupFilter/active", "With `only where`: the filter is kept and not applied."),
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
    describing("What the alert is for. A comment above it says the same."),
    braces("The message."),
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

constexpr const Shape* object_members[] = {&shapes::field, &shapes::rule, &shapes::record, &shapes::alert, &shapes::record_type, &shapes::field_set, &shapes::sharing_rule, &shapes::matching_rule, &shapes::duplicate_rule, &shapes::assignment_rule, &shapes::response_rule, &shapes::workflow_rule, &shapes::time_trigger, &shapes::approval_process, &shapes::outbound_message};
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
    describing("What the object is for. A comment above it says the same."),
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
    describing("What the event tells. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Its fields.", .children = event_members},
};

constexpr ClauseShape metadata_clauses[] = {
    inside("plural", ValueKind::text, "pluralLabel", "The label of many."),
    inside("open", ValueKind::flag, "", "It has more fields than are said here: one that is not declared is a warning."),
    describing("What the records configure. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Its fields, rules and records.", .children = metadata_members},
};

constexpr std::string_view setting_kinds[] = {"hierarchy", "list"};

constexpr ClauseShape setting_clauses[] = {
    {.key = "type", .value = ValueKind::words, .xml = "customSettingsType", .inside = true, .choices = setting_kinds, .doc = "Whether users and profiles have values of their own (hierarchy), or records have names (list)."},
    inside("open", ValueKind::flag, "", "It has more fields than are said here: one that is not declared is a warning."),
    describing("What the setting switches. A comment above it says the same."),
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
    describing("What the flow does. A comment above it says the same."),
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
    {.key = "version", .value = ValueKind::number, .inside = true, .doc = "The number of this version of the flow, for those who are told of it; 1 unless it says otherwise.", .nested = true},
    {.key = "metadata", .value = ValueKind::text, .inside = true, .doc = "XML that has no meaning at run time, kept for the tools that wrote it.", .at_end = true},
    {.key = "", .value = ValueKind::elements, .doc = "Its resources and elements. The elements run in the order of the text."},
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
