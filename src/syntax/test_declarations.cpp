// Tests and scripts, and the settings of the org that they run in.
#include "syntax/clause_shapes.hpp"
#include "syntax/declarations.hpp"

namespace weir {

namespace {

using shapes::braces;
using shapes::inside;

// One clause a line: the tables are read as tables.
// clang-format off

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
    inside("site", ValueKind::text, "", "The name of the site that users work in: `$Network` and `$Site`. Otherwise guests work in theirs, and others in none."),
    inside("guest owner", ValueKind::text, "", "The username of who owns what visitors of sites create, where their site does not say it; otherwise the default workflow user."),
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
    inside("publishes an hour", ValueKind::number, "", "How many platform event messages may be published in any hour; 250000 unless it says otherwise."),
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
    {.key = "person accounts", .value = ValueKind::words, .inside = true, .choices = limit_modes, .doc = "Of a file's `org`: whether accounts may be persons. Then they have `LastName`, `PersonEmail` and their like, and a contact each that is kept in step."},
    braces("The settings."),
};

// clang-format on

} // namespace

namespace shapes {

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

} // namespace weir
