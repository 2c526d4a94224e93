#include "org/recipients.hpp"

#include "org/action_tools.hpp"
#include "org/first_record.hpp"
#include "org/system_records.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <initializer_list>

namespace weir {

namespace {

/// Groups in groups deeper than this are not followed; Salesforce allows five.
constexpr uint32_t group_depth = 20;

class People {
public:
    explicit People(Transaction& transaction) : transaction_(transaction) {}

    const Fault* add(std::span<const Id> ids, std::vector<Id>& users, uint32_t depth) {
        for (const Id id : ids) {
            const Object* const object = transaction_.schema().find(key_prefix(id));
            if (object == nullptr || !seen_.insert(id).second)
                continue;
            const Fault* fault = nullptr;
            if (object->name == "User")
                users.push_back(id);
            else if (object->name == "Group" && depth < group_depth)
                fault = add_group(id, users, depth);
            else if (object->name == "Account")
                fault = add_lookup("AccountTeamMember", "AccountId", "UserId", id, users, depth);
            else if (object->name == "Opportunity")
                fault = add_lookup(
                    "OpportunityTeamMember", "OpportunityId", "UserId", id, users, depth
                );
            if (fault != nullptr)
                return fault;
        }
        return nullptr;
    }

    const Fault* add_role(Id role, bool with_below, std::vector<Id>& users, uint32_t depth) {
        if (!seen_.insert(role).second || depth >= group_depth)
            return nullptr;
        std::vector<Id> found;
        if (const Fault* const fault =
                find_ids(transaction_, "User", "UserRoleId", Value::id(role), found))
            return fault;
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction_, transaction_.schema().find("User"), found, {"IsActive"}
            ))
            return fault;
        for (uint32_t row = 0; row < found.size(); ++row)
            if (records.is_true("IsActive", row) && seen_.insert(found[row]).second)
                users.push_back(found[row]);
        if (!with_below)
            return nullptr;
        std::vector<Id> below;
        if (const Fault* const fault =
                find_ids(transaction_, "UserRole", "ParentRoleId", Value::id(role), below))
            return fault;
        for (const Id one : below)
            if (const Fault* const fault = add_role(one, true, users, depth + 1))
                return fault;
        return nullptr;
    }

private:
    const Fault* add_group(Id group, std::vector<Id>& users, uint32_t depth) {
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction_,
                transaction_.schema().find("Group"),
                {&group, 1},
                {"Type", "RelatedId"}
            ))
            return fault;
        // A group that stands for a role.
        const std::string_view type = records.text("Type", 0);
        if (type.starts_with("Role"))
            return add_role(
                id_of(records.at("RelatedId", 0)), type != std::string_view("Role"), users, depth
            );
        return add_lookup("GroupMember", "GroupId", "UserOrGroupId", group, users, depth);
    }

    const Fault* add_lookup(
        std::string_view object,
        std::string_view lookup,
        std::string_view member,
        Id id,
        std::vector<Id>& users,
        uint32_t depth
    ) {
        std::vector<Id> rows;
        if (const Fault* const fault = find_ids(transaction_, object, lookup, Value::id(id), rows))
            return fault;
        Records records;
        if (const Fault* const fault =
                records.fetch(transaction_, transaction_.schema().find(object), rows, {member}))
            return fault;
        std::vector<Id> members;
        for (uint32_t row = 0; row < rows.size(); ++row)
            if (const Id found = id_of(records.at(member, row)); found != Id{})
                members.push_back(found);
        return add(members, users, depth + 1);
    }

    Transaction& transaction_;
    IdSet seen_;
};

const Fault* find_by_name(
    Transaction& transaction,
    std::string_view object,
    std::initializer_list<std::string_view> fields,
    std::string_view name,
    std::vector<Id>& found
) {
    for (const std::string_view field : fields) {
        if (const Fault* const fault =
                find_ids(transaction, object, field, Value::text(name), found))
            return fault;
        if (!found.empty())
            return nullptr;
    }
    return nullptr;
}

} // namespace

const Fault*
users_behind(Transaction& transaction, std::span<const Id> ids, std::vector<Id>& users) {
    return People(transaction).add(ids, users, 0);
}

const Fault*
users_of_recipient(Transaction& transaction, std::string_view recipient, std::vector<Id>& users) {
    const size_t blank = recipient.find(' ');
    const std::string_view kind = recipient.substr(0, blank);
    const std::string_view name =
        blank == std::string_view::npos ? std::string_view{} : recipient.substr(blank + 1);
    if (name.empty())
        return nullptr;
    std::vector<Id> found;
    const bool is_role =
        kind == "role" || kind == "roleSubordinates" || kind == "roleSubordinatesInternal";
    if (is_role) {
        if (const Fault* const fault =
                find_by_name(transaction, "UserRole", {"DeveloperName", "Name"}, name, found))
            return fault;
        People people(transaction);
        for (const Id role : found)
            if (const Fault* const fault = people.add_role(role, kind != "role", users, 0))
                return fault;
        return nullptr;
    }
    const Fault* fault = nullptr;
    if (kind == "group" || kind == "queue")
        fault = find_by_name(transaction, "Group", {"DeveloperName", "Name"}, name, found);
    else if (kind == "user")
        fault = find_by_name(transaction, "User", {"Username"}, name, found);
    return fault != nullptr ? fault : users_behind(transaction, found, users);
}

const Fault* users_of_record(
    Transaction& transaction, std::string_view recipient, Id record, std::vector<Id>& users
) {
    const std::string_view kind = recipient.substr(0, recipient.find(' '));
    const Object* const object = transaction.schema().find(key_prefix(record));
    const bool is_of_account = kind == "accountOwner" || kind == "accountTeam";
    if (object == nullptr || (!is_of_account && kind != "opportunityTeam"))
        return nullptr;
    Id team = record;
    if (is_of_account && object->name != "Account") {
        Records records;
        if (const Fault* const fault =
                records.fetch(transaction, object, {&record, 1}, {"AccountId"}))
            return fault;
        team = id_of(records.at("AccountId", 0));
    }
    if (team == Id{})
        return nullptr;
    if (kind != "accountOwner")
        return users_behind(transaction, {&team, 1}, users);
    Records accounts;
    if (const Fault* const fault = accounts.fetch(
            transaction, transaction.schema().find("Account"), {&team, 1}, {"OwnerId"}
        ))
        return fault;
    const Id owner = id_of(accounts.at("OwnerId", 0));
    return owner == Id{} ? nullptr : users_behind(transaction, {&owner, 1}, users);
}

std::string address_of_user(Transaction& transaction, Id user) {
    Records records;
    if (records.fetch(transaction, transaction.schema().find("User"), {&user, 1}, {"Email"}) !=
        nullptr)
        return {};
    return std::string(records.text("Email", 0));
}

Id default_workflow_user(Transaction& transaction) {
    const KnownObjects& known = transaction.org().state().known;
    if (known.user == nullptr)
        return {};
    const std::string& name = transaction.org().settings().default_workflow_user;
    if (!name.empty() && known.of_user.username != FieldId::none)
        return transaction.find(known.user->id, known.of_user.username, name);
    const Result<Id> first = first_record(transaction.org(), known.user->id);
    return first ? *first : Id{};
}

} // namespace weir
