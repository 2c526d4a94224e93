// Accounts that are persons, in an org with that feature: each has a contact that is kept in step
// with it (reference/objects.md, section 2, Account; security.md, section 5).
#pragma once

#include "org/save_chunk.hpp"

#include <span>
#include <string_view>

namespace weir {

/// Fields of the record before that these phases look at in an update or delete.
[[nodiscard]] std::span<const std::string_view>
fields_read_by_person_accounts(const SaveChunk& chunk);

// Phases of a save; of other objects, and without the feature, they leave everything as it is.

/// Which new accounts are persons: those with a last name, and those of a record type of persons.
/// Refuses a `Name` of persons, and fields of persons of all others.
void mark_person_accounts(SaveChunk& chunk);
/// The name of a person is made of its parts.
void compose_person_names(SaveChunk& chunk);
/// Ids for the contacts of new persons, right before the write: `PersonContactId`.
void claim_person_contacts(SaveChunk& chunk);
/// Behind the write: contacts of new persons are made, and what has changed on one side changes on
/// the other, without triggers and flows, as Salesforce does it.
void keep_persons_in_step(SaveChunk& chunk);

/// A phase of a delete: the contact of a person goes with the account alone.
void keep_person_contacts(SaveChunk& chunk);

} // namespace weir
