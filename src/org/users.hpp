// Users: their own fields and refusals, portal users with their contact, account and roles, and
// licences (reference/security.md, sections 4 and 5). Every fact is fetched once for all rows of a
// chunk.
#pragma once

#include "org/save_chunk.hpp"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

struct ProfileFacts {
    Id licence;
    std::string_view name;
    std::string_view user_type; // "Standard", "CspLitePortal" …
};
struct LicenceFacts {
    std::optional<int64_t> total; // none: as many as you like
    int64_t used = 0;
    int64_t used_before = 0;
};
struct AccountFacts {
    std::string_view name;
    Id owner;
    Id owner_role;
    bool customer_portal = false;
    bool partner = true; // where accounts have no IsPartner
};

/// What is known of the profiles, licences, contacts and accounts of a chunk's users.
struct UserFacts {
    IdMap<ProfileFacts> profiles;
    IdMap<LicenceFacts> licences;
    IdMap<Id> account_of_contact; // zero: the contact has none
    IdMap<AccountFacts> accounts;
};

[[nodiscard]] bool is_portal_type(std::string_view user_type);
/// Licences whose users have a role under the account owner's.
[[nodiscard]] bool is_role_based(std::string_view user_type);

/// Fetches the facts of all good rows. Null, or the host's failure.
const Fault* gather_user_facts(SaveChunk& chunk, UserFacts& facts);

// Phases of a save (save_chunk.hpp); of other objects they leave everything as it is.
void default_users(SaveChunk& chunk);      // IsActive, digests, lower-case Username
void derive_user_fields(SaveChunk& chunk); // UserType, AccountId, IsPortalEnabled, nickname
void check_users(SaveChunk& chunk);
void claim_for_users(SaveChunk& chunk); // licences, then portal roles
void finish_users(SaveChunk& chunk);    // counts of licences, flags of accounts

/// Gives role-based portal users their roles, making those that their accounts lack
/// (portal_roles.cpp).
void assign_portal_roles(SaveChunk& chunk);

// portal_users.cpp

/// "Standard" where nothing is known of the profile.
[[nodiscard]] std::string_view user_type_of(const SaveChunk& chunk, Id profile);
/// The last part of check_users.
void check_portal_users(SaveChunk& chunk);
/// Refuses to delete contacts and accounts that active portal users belong to.
void keep_portal_users(SaveChunk& chunk);

/// Refuses members of groups and permission sets who cannot be (assignments.cpp).
void check_assignments(SaveChunk& chunk);

/// Counts active users by licence into UsedLicenses, where fewer are declared: once, when an org
/// starts.
const Fault* count_licences(Transaction& transaction);

} // namespace weir
