// What decisions about approvals do to the record: field updates, alerts, messages.
#pragma once

#include "org/columns.hpp"
#include "org/transaction.hpp"
#include "program/declared_actions.hpp"

namespace weir {

/// `record` has the fields that the updates read, in row 0. The update is a save of its own, past
/// the lock.
const Fault* carry_out_approval_actions(
    Transaction& transaction,
    const Object& object,
    Id id,
    const ApprovalActions& actions,
    const Columns& record
);

/// Whether one who is not asked may edit what an approval has locked.
const Fault* is_administrator(Transaction& transaction, Id user, bool& answer);

} // namespace weir
