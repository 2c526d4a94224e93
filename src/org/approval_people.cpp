#include "org/approval_people.hpp"

#include "org/action_tools.hpp"
#include "org/approval_actions.hpp"
#include "org/recipients.hpp"

#include <algorithm>

namespace weir {

const Fault* ApprovalPeople::may_submit(const ApprovalProcess& process, bool& answer) const {
    answer = process.submitters.empty();
    if (answer)
        return nullptr;
    if (const Fault* const fault = is_administrator(transaction, submitter, answer))
        return fault;
    for (const std::string& who : process.submitters) {
        if (answer)
            return nullptr;
        if (who == "owner" || who == "creator") {
            const FieldId field =
                field_or_none(&object, who == "owner" ? "OwnerId" : "CreatedById");
            answer = field != FieldId::none && id_of(record.at(field, 0)) == submitter;
            continue;
        }
        std::vector<Id> users;
        const bool is_username = who.find(' ') == std::string::npos;
        const Fault* const fault =
            is_username ? find_ids(transaction, "User", "Username", Value::text(who), users)
                        : users_of_recipient(transaction, who, users);
        if (fault != nullptr)
            return fault;
        answer = std::ranges::find(users, submitter) != users.end();
    }
    return nullptr;
}

const Fault* ApprovalPeople::find(const Approver& approver, std::vector<Id>& actors) const {
    std::vector<Id> found;
    const Fault* fault = nullptr;
    std::string_view missing = "invalid cross reference id";
    switch (approver.kind) {
    case Approver::Kind::user:
        fault = find_ids(transaction, "User", "Username", Value::text(approver.name), found);
        break;
    case Approver::Kind::queue:
        fault = find_ids(transaction, "Group", "DeveloperName", Value::text(approver.name), found);
        break;
    case Approver::Kind::field:
        if (const Id user = id_of(record.at(approver.field, 0)); user != Id{})
            found.push_back(user);
        break;
    case Approver::Kind::chosen:
        found = chosen;
        if (found.empty())
            return transaction.fault(
                "REQUIRED_FIELD_MISSING", "Required fields are missing: [nextApproverIds]"
            );
        break;
    case Approver::Kind::manager: {
        Records users;
        fault = users.fetch(
            transaction, transaction.schema().find("User"), {&submitter, 1}, {"ManagerId"}
        );
        if (const Id manager = id_of(users.at("ManagerId", 0)); manager != Id{})
            found.push_back(manager);
        if (fault == nullptr && found.empty())
            return transaction.fault("MANAGER_NOT_DEFINED", "Manager undefined.");
        break;
    }
    }
    if (fault != nullptr)
        return fault;
    if (found.empty())
        return transaction.fault("INVALID_CROSS_REFERENCE_KEY", missing);
    for (const Id id : found)
        if (std::ranges::find(actors, id) == actors.end())
            actors.push_back(id);
    return nullptr;
}

} // namespace weir
