// Visitors of sites: one user for all of them, who owns nothing (reference/security.md, sections 2
// and 4; the user type Guest).
#pragma once

#include "org/save_chunk.hpp"

namespace weir {

/// Whether the user who runs the transaction is a guest.
[[nodiscard]] bool runs_as_guest(Transaction& transaction);

/// The site whose guest the running user is; null outside of sites.
[[nodiscard]] const SiteSetup* site_of_guest(Transaction& transaction);

/// The record of the site that the running user works in: of the setting `site`, else of guests
/// theirs, of users of portals the first that they are members of. Zero outside of sites.
[[nodiscard]] Id current_network(Transaction& transaction);

/// Who owns records that the running user creates without naming an owner: he himself; of guests
/// the owner that their site names, else the setting `guest owner`, else the default workflow user.
[[nodiscard]] Id default_owner(Transaction& transaction);

/// Refuses guests as owners; a phase of a save.
void check_guest_owners(SaveChunk& chunk);

} // namespace weir
