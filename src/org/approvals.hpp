// Approvals: submitting a record, deciding, taking back, and the lock in between
// (reference/actions.md, "submit").
#pragma once

#include "org/transaction.hpp"
#include "program/declared_actions.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct Submission {
    Id record;
    Id submitter; // zero: the running user
    std::string_view comment;
    std::vector<Id> next_approvers; // for steps whose approver is chosen
    std::string_view process;       // its name or id; empty: the first that fits
    bool skips_conditions = false;  // only of a process that is named
};

struct ApprovalResult {
    Id record;
    Id instance;
    std::string_view status; // "Pending", "Approved", "Rejected", "Removed"
    std::vector<Id> actors;
    std::vector<Id> work_items; // new ones
};

/// Null, or why not: NO_APPLICABLE_PROCESS, ALREADY_IN_PROCESS …; then the caller undoes what was
/// begun.
const Fault*
submit_for_approval(Transaction& transaction, const Submission& submission, ApprovalResult& result);

enum class Decision : uint8_t { approve, reject, recall };

/// Decides about the request that waits for the record, as the running user.
const Fault* decide_approval(
    Transaction& transaction,
    Id record,
    Decision decision,
    std::string_view comment,
    ApprovalResult& result
);

/// The same in a transaction of its own, as a user does it on a page. `fault` is set where it is
/// refused, and lives in `arena`.
Status decide_approval(
    Org& org,
    Id record,
    Decision decision,
    std::string_view comment,
    const Fault*& fault,
    Arena& arena
);

struct SaveChunk;
/// Refuses updates of records that an approval has locked (ENTITY_IS_LOCKED): a phase of a save.
void check_approval_locks(SaveChunk& chunk);

} // namespace weir
