// Roles and groups of the org, read once and again when they have changed.
#include "org/access.hpp"
#include "schema/fold.hpp"
#include "types/cell.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <unordered_set>

namespace weir {

namespace {

/// Longer chains of roles are taken for circles; Salesforce itself allows 500 levels at most.
constexpr uint32_t most_role_levels = 1000;

AccessLevel level_of(std::string_view text) {
    return equal_ignoring_case(text, "Edit")   ? AccessLevel::edit
           : equal_ignoring_case(text, "Read") ? AccessLevel::read
                                               : AccessLevel::none;
}

/// All records of an object with these fields, as far as it has them. Null if there is no such
/// object, or after a failure.
const Object* read_all(
    Transaction& transaction,
    std::string_view name,
    std::initializer_list<std::string_view> names,
    RecordBatch& records
) {
    const Object* const object = transaction.schema().find(name);
    if (object == nullptr || transaction.org().store().count(object->id) == 0)
        return nullptr;
    Query query;
    query.object = object->id;
    for (const std::string_view field : names)
        if (const FieldId id = field_or_none(object, field); id != FieldId::none)
            query.fields.push_back(id);
    auto prepared = transaction.org().store().prepare(query);
    if (!prepared) {
        transaction.fail(prepared.error());
        return nullptr;
    }
    auto found = transaction.org().store().run(**prepared, {}, 1);
    if (!found) {
        transaction.fail(found.error());
        return nullptr;
    }
    records = std::move(found->records);
    return object;
}

Value at(const RecordBatch& records, const Object& object, std::string_view name, uint32_t row) {
    const FieldId field = field_or_none(&object, name);
    const auto column = field == FieldId::none ? std::span<const Value>{} : records.find(field);
    return column.empty() ? Value() : column[row];
}

void read_roles(Transaction& transaction, OrgAccess& facts) {
    RecordBatch records;
    const Object* const object = read_all(
        transaction,
        "UserRole",
        {"ParentRoleId",
         "DeveloperName",
         "PortalType",
         "CaseAccessForAccountOwner",
         "ContactAccessForAccountOwner",
         "OpportunityAccessForAccountOwner"},
        records
    );
    if (object == nullptr)
        return;
    for (uint32_t row = 0; row < records.size(); ++row) {
        const auto text = [&](std::string_view name) {
            return text_in(at(records, *object, name, row));
        };
        RoleFacts role;
        role.parent = id_in(at(records, *object, "ParentRoleId", row));
        role.developer_name = folded(text("DeveloperName"));
        const std::string_view type = text("PortalType");
        role.is_portal = !type.empty() && type != "None";
        role.of_cases = level_of(text("CaseAccessForAccountOwner"));
        role.of_contacts = level_of(text("ContactAccessForAccountOwner"));
        role.of_opportunities = level_of(text("OpportunityAccessForAccountOwner"));
        facts.role_names.emplace(role.developer_name, records.ids()[row]);
        facts.roles.emplace(records.ids()[row], std::move(role));
    }
}

GroupFacts::Kind kind_of(std::string_view type) {
    if (type == "Role")
        return GroupFacts::Kind::role;
    if (type == "RoleAndSubordinates")
        return GroupFacts::Kind::role_and_subordinates;
    if (type == "RoleAndSubordinatesInternal")
        return GroupFacts::Kind::internal_subordinates;
    if (type == "Organization")
        return GroupFacts::Kind::all;
    return GroupFacts::Kind::members;
}

void read_groups(Transaction& transaction, OrgAccess& facts) {
    RecordBatch records;
    const Object* object = read_all(
        transaction, "Group", {"DeveloperName", "Type", "RelatedId", "DoesIncludeBosses"}, records
    );
    if (object == nullptr)
        return;
    for (uint32_t row = 0; row < records.size(); ++row) {
        GroupFacts group;
        group.kind = kind_of(text_in(at(records, *object, "Type", row)));
        group.role = id_in(at(records, *object, "RelatedId", row));
        group.developer_name = folded(text_in(at(records, *object, "DeveloperName", row)));
        const Value bosses = at(records, *object, "DoesIncludeBosses", row);
        group.has_bosses = bosses.is_null() || bosses.is_true();
        if (!group.developer_name.empty())
            facts.group_names.emplace(group.developer_name, records.ids()[row]);
        facts.groups.emplace(records.ids()[row], std::move(group));
    }
    RecordBatch members;
    object = read_all(transaction, "GroupMember", {"GroupId", "UserOrGroupId"}, members);
    if (object == nullptr)
        return;
    for (uint32_t row = 0; row < members.size(); ++row) {
        const auto group = facts.groups.find(id_in(at(members, *object, "GroupId", row)));
        if (group != facts.groups.end())
            group->second.members.push_back(id_in(at(members, *object, "UserOrGroupId", row)));
    }
}

uint64_t stamp_of(const Transaction& transaction) {
    uint64_t stamp = 0;
    for (const std::string_view name : {"UserRole", "Group", "GroupMember"})
        if (const Object* const object = transaction.schema().find(name))
            stamp += transaction.org().state().writes[static_cast<size_t>(object->id)];
    return stamp;
}

} // namespace

bool OrgAccess::is_under(Id role, Id above) const {
    if (above == Id{})
        return false;
    for (uint32_t level = 0; level < most_role_levels; ++level) {
        const auto found = roles.find(role);
        if (found == roles.end())
            return false;
        role = found->second.parent;
        if (role == above)
            return true;
    }
    return false;
}

const OrgAccess& access_facts(Transaction& transaction) {
    std::shared_ptr<OrgAccess>& access = transaction.org().state().access;
    if (access == nullptr)
        access = std::make_shared<OrgAccess>(transaction.schema());
    const uint64_t stamp = stamp_of(transaction);
    if (access->facts_stamp == stamp)
        return *access;
    access->roles.clear();
    access->groups.clear();
    access->role_names.clear();
    access->group_names.clear();
    read_roles(transaction, *access);
    read_groups(transaction, *access);
    access->facts_stamp = transaction.failure() == nullptr ? stamp : ~uint64_t{0};
    return *access;
}

const Fault* roles_of(Transaction& transaction, std::span<const Id> users, std::vector<Id>& roles) {
    roles.assign(users.size(), Id{});
    const KnownObjects& known = transaction.org().state().known;
    if (known.user == nullptr || known.of_user.role == FieldId::none)
        return nullptr;
    Columns columns;
    const FieldId fields[] = {known.of_user.role};
    if (const Fault* const fault = raw_values(transaction, known.user->id, users, fields, columns))
        return fault;
    for (uint32_t row = 0; row < users.size(); ++row)
        roles[row] = id_in(columns.at(known.of_user.role, row));
    return nullptr;
}

bool is_in_group(
    Transaction& transaction, const OrgAccess& facts, Id group, Id user, Id role, bool with_bosses
) {
    IdSet seen;
    std::vector<Id> waiting = {group};
    std::vector<Id> people; // members whose bosses count
    while (!waiting.empty()) {
        const Id next = waiting.back();
        waiting.pop_back();
        const auto found = facts.groups.find(next);
        if (found == facts.groups.end() || !seen.insert(next).second)
            continue;
        const GroupFacts& facts_of = found->second;
        const bool up = with_bosses && facts_of.has_bosses;
        const auto own = facts.roles.find(role);
        const bool is_portal = own != facts.roles.end() && own->second.is_portal;
        switch (facts_of.kind) {
        case GroupFacts::Kind::members:
            break;
        case GroupFacts::Kind::all:
            if (!is_portal)
                return true;
            break;
        case GroupFacts::Kind::internal_subordinates:
        case GroupFacts::Kind::role_and_subordinates:
            if (facts.is_under(role, facts_of.role) &&
                (!is_portal || facts_of.kind == GroupFacts::Kind::role_and_subordinates))
                return true;
            [[fallthrough]];
        case GroupFacts::Kind::role:
            if (role != Id{} &&
                (role == facts_of.role || (up && facts.is_under(facts_of.role, role))))
                return true;
            break;
        }
        for (const Id member : facts_of.members) {
            if (member == user)
                return true;
            if (facts.groups.contains(member))
                waiting.push_back(member);
            else if (up && role != Id{})
                people.push_back(member);
        }
    }
    std::vector<Id> roles;
    if (people.empty() || roles_of(transaction, people, roles) != nullptr)
        return false;
    return std::ranges::any_of(roles, [&](Id below) { return facts.is_under(below, role); });
}

const Fault* raw_values(
    Transaction& transaction,
    ObjectId object,
    std::span<const Id> ids,
    std::span<const FieldId> fields,
    Columns& columns
) {
    std::vector<bool> found;
    auto records = transaction.org().store().fetch(object, ids, fields, found);
    if (!records)
        return transaction.fail(records.error());
    columns = Columns::of(
        std::move(*records), transaction.schema().object(object).fields.size(), transaction.arena()
    );
    return nullptr;
}

const Fault* raw_children(
    Transaction& transaction,
    ObjectId object,
    FieldId lookup,
    std::span<const Id> ids,
    std::vector<Id>& children,
    std::vector<uint32_t>& owners
) {
    children.clear();
    owners.clear();
    if (ids.empty() || transaction.org().store().count(object) == 0)
        return nullptr;
    const auto plan = transaction.org().state().find_by_lookup(object, lookup);
    if (!plan)
        return transaction.fail(plan.error());
    std::vector<Value> values;
    for (const Id id : ids)
        values.push_back(Value::id(id));
    const std::span<const Value> column(values);
    QueryResult result;
    if (const Fault* const fault = run_read_plan(
            **plan, transaction, {&column, 1}, static_cast<uint32_t>(ids.size()), result
        ))
        return fault;
    for (uint32_t row = 0; row < ids.size(); ++row)
        for (uint32_t found = result.begin[row]; found < result.begin[row + 1]; ++found) {
            children.push_back(result.records.ids()[found]);
            owners.push_back(row);
        }
    return nullptr;
}

} // namespace weir
