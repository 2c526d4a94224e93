// Experience Cloud sites: their members, who are told so, and the accounts of portal users
// (reference/security.md, section 5).
#pragma once

#include "org/save_chunk.hpp"

namespace weir {

/// The Network record of a site; zero if there is none.
[[nodiscard]] Id network_of(const Transaction& transaction, const SiteSetup& site);

// Phases of a save; of other objects they leave everything as it is.

/// New users, and users who are given a permission set, become members of the sites that their
/// profile or permission set belongs to: NetworkMember records, and a welcome e-mail where the site
/// sends one.
void join_sites(SaveChunk& chunk);

/// A contact of a portal user moves to another account only if that account could have a portal
/// user: behind the validation rules.
void check_portal_moves(SaveChunk& chunk);
/// The users of contacts that have moved belong to the new account, with its portal roles: behind
/// the write.
void move_portal_users(SaveChunk& chunk);

} // namespace weir
