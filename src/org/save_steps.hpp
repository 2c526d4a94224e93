// The steps of the order of execution that rules of an object set off (reference/runtime.md,
// section 3), and locks. Each leaves refused rows out of `good`.
#pragma once

#include "org/save_chunk.hpp"

namespace weir {

/// All of them, in their order, until no row is left (save_phases.cpp).
void run_save_phases(SaveChunk& chunk);
void run_erase_phases(SaveChunk& chunk);

void check_locks(SaveChunk& chunk);      // save_locks.cpp
void check_lookup_filters(SaveChunk& chunk); // save_lookup_filters.cpp: step 5
void check_duplicates(SaveChunk& chunk); // save_duplicates.cpp: step 6
void assign_owners(SaveChunk& chunk);    // save_assignment.cpp: step 9, and 10
void run_workflow(SaveChunk& chunk);     // save_workflow.cpp: step 11
void run_processes(SaveChunk& chunk);    // save_flows.cpp: step 13
/// After-save flows of API 53 and before, which run behind the entitlement rules.
void run_after_save_late(SaveChunk& chunk);

/// The fields that the object's rules read, as the save leaves them, formula fields too.
void bring_rules_up_to_date(SaveChunk& chunk);

/// Rows of `rows` whose condition is true; an empty condition is true. A condition that cannot be
/// evaluated is false, as Salesforce's rules have it.
[[nodiscard]] std::vector<uint32_t>
rows_meeting(SaveChunk& chunk, const RecordFormula& condition, Rows rows);
/// The same, of the records before the update.
[[nodiscard]] std::vector<uint32_t>
rows_that_met(SaveChunk& chunk, const RecordFormula& condition, Rows rows);

/// Assigns leads or cases by the active rule of their object and tells the new owners: also what
/// the action invocableApplyLeadAssignmentRules does. `owners[row]` is the new owner, zero where no
/// entry fits.
void apply_assignment_rules(SaveChunk& chunk, Rows rows, std::span<Id> owners);

} // namespace weir
