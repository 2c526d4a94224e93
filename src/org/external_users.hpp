// `apex Site.createExternalUser`: what flows of an org reach through an Apex class, as an action of
// its own (reference/security.md, section 5).
#pragma once

#include "program/action.hpp"

#include <memory>

namespace weir {

/// Makes a contact of the account, or takes the one that is there, and a user of it, as the site
/// does that registers people. In system context; licences and roles are asked for as always.
[[nodiscard]] std::unique_ptr<const Action> make_create_external_user();

/// The same of a person without an account: `apex Site.createPersonAccountPortalUser` makes an
/// account that is the person, of the owner that it is given. A fault where accounts are no persons.
[[nodiscard]] std::unique_ptr<const Action> make_create_person_account_user();

} // namespace weir
