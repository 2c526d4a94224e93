// What a world holds besides objects: labels, value sets, people and their permissions, templates,
// actions.
#include "syntax/clause_shapes.hpp"
#include "syntax/declarations.hpp"

namespace weir {

namespace {

using shapes::braces;
using shapes::clause;
using shapes::describing;
using shapes::flag;
using shapes::inside;

// One clause a line: the tables are read as tables.
// clang-format off

// ------------------------------------------------------------------------- members of objects

constexpr const Shape* record_type_members[] = {&shapes::field};

constexpr ClauseShape record_type_clauses[] = {
    inside("inactive", ValueKind::flag, "active", "No new record is of this type."),
    inside("of persons", ValueKind::flag, "", "Of accounts, in an org with person accounts: they are persons."),
    describing("What the records of the type are. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Picklists of the object with the values that records of the type take.", .children = record_type_members},
};

constexpr ClauseShape field_set_clauses[] = {
    inside("fields", ValueKind::paths, "displayedFields", "The fields, in their order."),
    inside("available", ValueKind::paths, "availableFields", "Fields that may be added."),
    describing("Where the fields are used. A comment above it says the same."),
    braces("Its fields."),
};

// --------------------------------------------------------------------------- texts and values

constexpr ClauseShape label_clauses[] = {
    {.key = "=", .value = ValueKind::text, .xml = "value", .required = true, .doc = "The text."},
    clause("language", ValueKind::text, "language", "The language of the text, `\"en_US\"`."),
    clause("categories", ValueKind::text, "categories", "Words that people sort labels by."),
    flag("protected", "protected", "Only the package sees it."),
};

constexpr ClauseShape value_set_clauses[] = {
    inside("values", ValueKind::texts, "customValue", "The values, in their order."),
    inside("default", ValueKind::text, "default", "The value of a record that is created without one."),
    describing("What the values say. A comment above it says the same."),
    braces("Its values."),
};

constexpr ClauseShape standard_value_set_clauses[] = {
    inside("values", ValueKind::texts, "standardValue", "The values, in their order."),
    inside("default", ValueKind::text, "default", "The value of a record that is created without one."),
    inside("closed", ValueKind::texts, "closed", "Of a status or stage: the values of what is done."),
    braces("Its values."),
};

// ---------------------------------------------------------------------- people and permissions

constexpr ClauseShape custom_permission_clauses[] = {
    inside("requires", ValueKind::paths, "requiredPermission", "Custom permissions that come with it."),
    describing("What it permits. A comment above it says the same."),
    braces("Its settings."),
};

constexpr const Shape* permission_members[] = {&shapes::object_access};

constexpr ClauseShape given_permissions = inside("permissions", ValueKind::paths, "customPermissions", "Custom permissions of its users: `$Permission.Name` is true for them.");
constexpr ClauseShape user_permissions = inside("user permissions", ValueKind::paths, "userPermissions", "What its users may do in the whole org: `ViewAllData`, `ModifyAllData`, `ManageUsers`.");
constexpr ClauseShape given_classes = inside("classes", ValueKind::paths, "classAccesses", "Apex classes that its users may run. A class that nobody is given is free.");
constexpr ClauseShape given_flows = inside("flows", ValueKind::paths, "flowAccesses", "Flows that its users may run. A flow that nobody is given is free.");
constexpr ClauseShape given_objects{.key = "", .value = ValueKind::elements, .doc = "Objects and fields that its users may read and write.", .children = permission_members};

constexpr ClauseShape permission_set_clauses[] = {
    inside("activated by session", ValueKind::flag, "hasActivationRequired", "It counts in a session only once it has been activated there: `action Name: activateSessionPermSet`."),
    inside("license", ValueKind::text, "license", "The license that its users have."),
    given_permissions,
    user_permissions,
    given_classes,
    given_flows,
    describing("What its users may do. A comment above it says the same."),
    given_objects,
};

constexpr ClauseShape profile_clauses[] = {
    inside("license", ValueKind::text, "userLicense", "The license of its users."),
    given_permissions,
    user_permissions,
    given_classes,
    given_flows,
    describing("Whose profile it is. A comment above it says the same."),
    given_objects,
};

constexpr std::string_view owner_access[] = {"none", "read", "edit"};

constexpr ClauseShape role_clauses[] = {
    inside("under", ValueKind::path, "parentRole", "The role above it."),
    {.key = "case access", .value = ValueKind::words, .xml = "caseAccessLevel", .inside = true, .choices = owner_access, .doc = "What owners of accounts may do with cases of their accounts that others own."},
    {.key = "contact access", .value = ValueKind::words, .xml = "contactAccessLevel", .inside = true, .choices = owner_access, .doc = "The same of contacts."},
    {.key = "opportunity access", .value = ValueKind::words, .xml = "opportunityAccessLevel", .inside = true, .choices = owner_access, .doc = "The same of opportunities."},
    describing("Whose role it is. A comment above it says the same."),
    braces("Its settings."),
};

constexpr ClauseShape queue_clauses[] = {
    inside("objects", ValueKind::paths, "queueSobject", "Objects whose records it may own."),
    inside("email", ValueKind::text, "email", "Where it is told of new records."),
    inside("users", ValueKind::texts, "queueMembers", "Usernames of users that are in it."),
    inside("roles", ValueKind::paths, "queueMembers", "Roles whose users are in it."),
    inside("roles and subordinates", ValueKind::paths, "queueMembers", "Roles whose users are in it, with those of the roles below."),
    inside("groups", ValueKind::paths, "queueMembers", "Public groups whose users are in it."),
    describing("What waits in it. A comment above it says the same."),
    braces("Its settings."),
};

constexpr ClauseShape group_clauses[] = {
    inside("users", ValueKind::texts, "", "Usernames of users that are in it."),
    inside("roles", ValueKind::paths, "", "Roles whose users are in it."),
    inside("roles and subordinates", ValueKind::paths, "", "Roles whose users are in it, with those of the roles below."),
    inside("groups", ValueKind::paths, "", "Public groups whose users are in it."),
    describing("Who is in it. A comment above it says the same."),
    braces("Its settings."),
};

// ---------------------------------------------------------------------- messages and actions

constexpr ClauseShape email_template_clauses[] = {
    inside("folder", ValueKind::text, "folder", "The folder that it lies in."),
    inside("subject", ValueKind::text, "subject", "With merge fields, `{!Contact.Name}`."),
    inside("body", ValueKind::text, "content", "The text, with merge fields."),
    inside("html", ValueKind::text, "content", "The text with markup, with merge fields."),
    inside("inactive", ValueKind::flag, "available", "Nothing can be sent with it."),
    describing("What the message is for. A comment above it says the same."),
    braces("The message."),
};

constexpr ClauseShape notification_type_clauses[] = {
    inside("desktop", ValueKind::flag, "desktop", "It is shown in browsers."),
    inside("mobile", ValueKind::flag, "mobile", "It is shown on telephones."),
    inside("slack", ValueKind::flag, "slack", "It is shown in Slack."),
    describing("What it tells. A comment above it says the same."),
    braces("Its settings."),
};

constexpr std::string_view quick_action_kinds[] = {
    "create", "update", "log a call", "send email", "post", "flow", "component", "other",
};

constexpr ClauseShape quick_action_clauses[] = {
    {.key = "type", .value = ValueKind::words, .xml = "type", .inside = true, .choices = quick_action_kinds, .doc = "What it does."},
    inside("on", ValueKind::path, "", "The object whose records it stands at; without it, it stands everywhere."),
    inside("makes", ValueKind::path, "targetObject", "The object of the record that it creates."),
    inside("starts", ValueKind::path, "flowDefinition", "The flow that it starts."),
    inside("set", ValueKind::assignments, "fieldOverrides", "`{ Field = formula }`: values that it comes with; formulas read the record that it stands at."),
    describing("What it is for. A comment above it says the same."),
    braces("Its settings."),
};

constexpr ClauseShape input_clauses[] = {
    flag("required", "required", "A call gives it a value."),
    clause("description", ValueKind::text, "description", "What it means. A comment above it says the same."),
};
constexpr ClauseShape output_clauses[] = {
    clause("description", ValueKind::text, "description", "What it means. A comment above it says the same."),
};

constexpr const Shape* apex_action_members[] = {&shapes::action_input, &shapes::action_output};

constexpr ClauseShape apex_action_clauses[] = {
    inside("calls out", ValueKind::flag, "", "It calls another system, which it may not while work waits for its commit (`callout=true`)."),
    describing("What it does. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "Its inputs and outputs.", .children = apex_action_members},
};

// clang-format on

} // namespace

namespace shapes {

const Shape record_type{
    .keyword = "record type",
    .category = Category::member,
    .xml = "recordTypes",
    .clauses = record_type_clauses,
    .doc = "A record type: records of one kind, with fewer values in some picklists.",
};

const Shape field_set{
    .keyword = "field set",
    .category = Category::member,
    .xml = "fieldSets",
    .clauses = field_set_clauses,
    .doc = "A list of fields that pages and code ask for by its name.",
};

const Shape label{
    .keyword = "label",
    .category = Category::declaration,
    .xml = "labels",
    .clauses = label_clauses,
    .doc = "A text of the org that formulas read as `$Label.Name`.",
};

const Shape value_set{
    .keyword = "value set",
    .category = Category::declaration,
    .xml = "GlobalValueSet",
    .clauses = value_set_clauses,
    .doc = "Values that several picklists share: `Picklist(Name)`.",
};

const Shape standard_value_set{
    .keyword = "standard value set",
    .category = Category::declaration,
    .xml = "StandardValueSet",
    .clauses = standard_value_set_clauses,
    .doc = "The values of standard picklists, under the name that Salesforce has for them.",
};

const Shape custom_permission{
    .keyword = "custom permission",
    .category = Category::declaration,
    .xml = "CustomPermission",
    .clauses = custom_permission_clauses,
    .doc = "A permission that formulas ask for as `$Permission.Name`.",
};

const Shape permission_set{
    .keyword = "permission set",
    .category = Category::declaration,
    .xml = "PermissionSet",
    .clauses = permission_set_clauses,
    .doc = "Permissions that users are given by name.",
};

const Shape profile{
    .keyword = "profile",
    .category = Category::declaration,
    .xml = "Profile",
    .clauses = profile_clauses,
    .doc = "A profile. The label is its name; without one the name is.",
};

const Shape role{
    .keyword = "role",
    .category = Category::declaration,
    .xml = "Role",
    .clauses = role_clauses,
    .doc = "A role of users.",
};

const Shape queue{
    .keyword = "queue",
    .category = Category::declaration,
    .xml = "Queue",
    .clauses = queue_clauses,
    .doc = "A queue that owns records until somebody takes them.",
};

const Shape group{
    .keyword = "group",
    .category = Category::declaration,
    .xml = "Group",
    .clauses = group_clauses,
    .doc = "A public group of users.",
};

const Shape email_template{
    .keyword = "email template",
    .category = Category::declaration,
    .xml = "EmailTemplate",
    .clauses = email_template_clauses,
    .doc = "A message that is sent again and again.",
};

const Shape notification_type{
    .keyword = "notification type",
    .category = Category::declaration,
    .xml = "CustomNotificationType",
    .clauses = notification_type_clauses,
    .doc = "A kind of notification that flows send.",
};

const Shape quick_action{
    .keyword = "quick action",
    .category = Category::declaration,
    .xml = "QuickAction",
    .clauses = quick_action_clauses,
    .doc = "A button of a page, which flows can press as well: `action Name: quickAction "
           "Object.Name`.",
};

const Shape apex_action{
    .keyword = "action apex",
    .category = Category::declaration,
    .clauses = apex_action_clauses,
    .doc = "What an action written in Apex takes and gives, so that calls of it are checked.",
};

const Shape action_input{
    .keyword = "input",
    .category = Category::member,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = input_clauses,
    .doc = "A value that the action takes.",
};

const Shape action_output{
    .keyword = "output",
    .category = Category::member,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = output_clauses,
    .doc = "A value that the action gives.",
};

} // namespace shapes

} // namespace weir
