// Who may do what: members of profiles and permission sets, sharing rules of objects, sharing sets,
// sites.
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

constexpr ClauseShape object_access_clauses[] = {
    flag("read", "allowRead", "Records are seen, as far as sharing goes."),
    flag("create", "allowCreate", "Records are created."),
    flag("edit", "allowEdit", "Records are changed, as far as sharing goes."),
    flag("delete", "allowDelete", "Records are deleted, as far as sharing goes."),
    flag("view all", "viewAllRecords", "All records are seen, whatever sharing says."),
    flag("modify all", "modifyAllRecords", "All records are seen, changed and deleted, whatever sharing says."),
    clause("reads", ValueKind::paths, "fieldPermissions", "Fields that are seen and not changed."),
    clause("edits", ValueKind::paths, "fieldPermissions", "Fields that are seen and changed. An object of which nobody names fields has no field-level security."),
};

constexpr std::string_view access_levels[] = {"read", "edit"};
constexpr ClauseShape given_access{.key = "access", .value = ValueKind::words, .xml = "accessLevel", .choices = access_levels, .doc = "What is given; `read` unless it says otherwise."};

constexpr ClauseShape sharing_rule_clauses[] = {
    clause("when", ValueKind::condition, "criteriaItems", "Records that meet the condition are shared."),
    clause("from roles", ValueKind::paths, "sharedFrom", "Records are shared that users of these roles own."),
    clause("from roles and subordinates", ValueKind::paths, "sharedFrom", "Records that users of these roles own, or of roles below."),
    clause("from groups", ValueKind::paths, "sharedFrom", "Records that users of these groups own, or these queues."),
    clause("to roles", ValueKind::paths, "sharedTo", "Users of these roles, and of those above, are given them."),
    clause("to roles and subordinates", ValueKind::paths, "sharedTo", "Users of these roles and of those below, also of portals."),
    clause("to roles and internal subordinates", ValueKind::paths, "sharedTo", "Users of these roles and of those below that are no roles of portals."),
    clause("to groups", ValueKind::paths, "sharedTo", "Users of these groups."),
    flag("to internal users", "sharedTo", "All users of the org that are no users of portals."),
    flag("to portal users", "sharedTo", "All users of customer portals that have roles."),
    flag("to partner users", "sharedTo", "All users of partner portals."),
    clause("to guests of", ValueKind::paths, "sharedTo/guestUser", "The visitors of these sites: records that meet a condition, to read alone."),
    given_access,
    clause("description", ValueKind::text, "description", "Why they are shared. A comment above it says the same."),
};

constexpr ClauseShape shared_object_clauses[] = {
    {.key = "where", .value = ValueKind::path, .xml = "objectField", .required = true, .doc = "The field of the record, or of the record it belongs to, that names the account or contact: `AccountId`, `Contact.AccountId`, `Id`."},
    {.key = "matches", .value = ValueKind::path, .xml = "userField", .required = true, .doc = "The same of the user: `AccountId`, `ContactId`, `Contact.AccountId`."},
    given_access,
};

constexpr const Shape* sharing_set_members[] = {&shapes::shared_object};

constexpr ClauseShape sharing_set_clauses[] = {
    inside("profiles", ValueKind::texts, "profiles", "The names of the profiles whose users are given the records."),
    inside("owned records to roles", ValueKind::paths, "", "The share group of the profiles' users, who stand in no role: users of these roles see and change what they own."),
    inside("owned records to roles and subordinates", ValueKind::paths, "", "The same of these roles and those below."),
    inside("owned records to groups", ValueKind::paths, "", "The same of these groups."),
    inside("owned records to internal users", ValueKind::flag, "", "The same of all users of the org that are no users of portals."),
    describing("Whose records they are. A comment above it says the same."),
    {.key = "", .value = ValueKind::elements, .doc = "The objects, and which of their records.", .children = sharing_set_members},
};

constexpr ClauseShape site_clauses[] = {
    inside("profiles", ValueKind::texts, "networkMemberGroups", "The names of the profiles whose users are members."),
    inside("permission sets", ValueKind::paths, "networkMemberGroups", "Permission sets whose users are members."),
    inside("self registration", ValueKind::text, "selfRegProfile", "The name of the profile of users who register themselves."),
    inside("guest profile", ValueKind::text, "guestProfile", "The name of the profile of its visitors. They are one user, called `name@site.guest`."),
    inside("guest records to", ValueKind::text, "siteGuestRecordDefaultOwner", "The username of who owns the records that its visitors create."),
    inside("domain", ValueKind::text, "subdomain", "Where it stands, `\"shop.example\"`."),
    inside("path", ValueKind::text, "urlPathPrefix", "Where its pages begin, `\"help\"`."),
    inside("welcome email", ValueKind::flag, "sendWelcomeEmail", "Who becomes a member is told so."),
    describing("Whom it is for. A comment above it says the same."),
    braces("Its settings."),
};

// clang-format on

} // namespace

namespace shapes {

const Shape object_access{
    .keyword = "access",
    .category = Category::member,
    .xml = "objectPermissions",
    .clauses = object_access_clauses,
    .doc = "What users may do with the records of an object, and with which of its fields.",
};

const Shape sharing_rule{
    .keyword = "grant",
    .category = Category::member,
    .xml = "sharingRules",
    .clauses = sharing_rule_clauses,
    .doc = "Records of some owners, or that meet a condition, are given to some users.",
};

const Shape shared_object{
    .keyword = "share",
    .category = Category::member,
    .xml = "accessMappings",
    .clauses = shared_object_clauses,
    .doc = "Records that users see because they belong to the same account or contact.",
};

const Shape sharing_set{
    .keyword = "sharing set",
    .category = Category::declaration,
    .xml = "SharingSet",
    .clauses = sharing_set_clauses,
    .doc = "What portal users see, who have no roles.",
};

const Shape site{
    .keyword = "site",
    .category = Category::declaration,
    .xml = "Network",
    .clauses = site_clauses,
    .doc = "An Experience Cloud site and its members. It is a record of `Network`.",
};

} // namespace shapes

} // namespace weir
