// More of what Salesforce itself does when records of standard objects are saved
// (reference/objects.md, section 2): sales, service and marketing.
#pragma once

#include "org/save_chunk.hpp"

#include <span>
#include <string_view>

namespace weir {

/// Fields of the object that the rules below read of the record before.
[[nodiscard]] std::span<const std::string_view>
fields_read_by_standard_checks(const SaveChunk& chunk);

/// Defaults that other records hold: the status of a campaign's members.
void default_standard_fields(SaveChunk& chunk);

/// Fields that follow from others: the end of an event, the status of an entitlement, the dates of
/// an activation.
void derive_standard_fields(SaveChunk& chunk);

/// Refuses what the object itself does not take: an asset of nobody, a price that has no standard
/// price.
void check_standard_rules(SaveChunk& chunk);

/// Deletes that an object's rules forbid: an account with opportunities that were won, or with
/// cases.
void check_standard_deletes(SaveChunk& chunk);

} // namespace weir
