// Users: their own fields and refusals, portal users with their contact, account and roles, and
// licences (reference/security.md, sections 4 and 5). Every fact is fetched once for all rows of a
// chunk.
#pragma once

#include "org/save_chunk.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace weir {

struct LicenceFacts {
    Id id;
    bool is_known = false;
    std::optional<int64_t> total; // none: as many as you like
    int64_t used = 0;
    int64_t used_before = 0;
};
/// Of a profile that nothing is known of they stay as they are here.
struct ProfileFacts {
    uint32_t licence = 0; // place in UserFacts::licences
    std::string_view name;
    std::string_view user_type = "Standard"; // "CspLitePortal" …
    bool is_portal = false;
    bool is_role_based = false;
    bool is_partner = false;
};
struct AccountFacts {
    Id id;
    bool is_known = false;
    std::string_view name;
    Id owner;
    Id owner_role;
    bool customer_portal = false;
    bool partner = true; // where accounts have no IsPartner
};

/// What is known of the profiles, licences, contacts and accounts of a chunk's users, in the arena
/// of the transaction. The facts stand once; the first of each kind are those of nobody.
struct UserFacts {
    std::span<ProfileFacts> profiles;
    std::span<LicenceFacts> licences;
    std::span<AccountFacts> accounts;
    // By row of the chunk: places above.
    std::span<uint32_t> profile;
    std::span<uint32_t> profile_before; // of updates
    std::span<uint32_t> account;        // of the contact

    [[nodiscard]] const ProfileFacts& profile_of(uint32_t row) const {
        return profiles[profile[row]];
    }
    [[nodiscard]] const ProfileFacts& profile_of_old(uint32_t row) const {
        return profiles[profile_before[row]];
    }
    [[nodiscard]] const AccountFacts& account_of(uint32_t row) const {
        return accounts[account[row]];
    }
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

/// Cells that the save gives other values than they had, and their rows.
struct ChangedCells {
    std::span<uint32_t> rows;
    std::span<Value> values;
};
/// Those of a field that hold values of one kind.
[[nodiscard]] ChangedCells find_changed(SaveChunk& chunk, FieldId field, Tag tag);

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
