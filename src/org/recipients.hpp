// Who is meant: users behind groups, queues, roles, teams and records.
#pragma once

#include "org/transaction.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Users of each list of ids: users themselves, members of groups and queues (also of groups in
/// them, and of roles), teams of accounts and opportunities. Each user once; what is none of these
/// is left out. Null, or the host's failure.
const Fault*
users_behind(Transaction& transaction, std::span<const Id> ids, std::vector<Id>& users);

/// Users of a recipient as alerts keep it in `to others`: "role Sales", "roleSubordinates Sales",
/// "group Everybody", "queue Support", "user ada@acme.example". Nobody for what a record decides.
const Fault*
users_of_recipient(Transaction& transaction, std::string_view recipient, std::vector<Id>& users);

/// The lookup of a record that decides who gets an alert: "accountOwner", "opportunityTeam",
/// "accountTeam" are told of the record itself or its account.
const Fault* users_of_record(
    Transaction& transaction, std::string_view recipient, Id record, std::vector<Id>& users
);

/// The e-mail address of a user; empty if there is none.
[[nodiscard]] std::string address_of_user(Transaction& transaction, Id user);

/// The default workflow user: of the settings, else the first user there is; zero if there is none.
[[nodiscard]] Id default_workflow_user(Transaction& transaction);

} // namespace weir
