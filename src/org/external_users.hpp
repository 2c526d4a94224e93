// `apex Site.createExternalUser`: what flows of an org reach through an Apex class, as an action of
// its own (reference/security.md, section 5).
#pragma once

#include "program/action.hpp"

#include <memory>

namespace weir {

/// Makes a contact of the account, or takes the one that is there, and a user of it, as the site
/// does that registers people. In system context; licences and roles are asked for as always.
[[nodiscard]] std::unique_ptr<const Action> make_create_external_user();

} // namespace weir
