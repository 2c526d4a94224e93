// Who may ask for an approval, and who is asked.
#pragma once

#include "org/columns.hpp"
#include "org/transaction.hpp"
#include "program/declared_actions.hpp"

#include <span>
#include <vector>

namespace weir {

/// Of one request; all of it outlives this.
struct ApprovalPeople {
    Transaction& transaction;
    const Object& object;
    const Columns& record; // in row 0
    const Id& submitter;
    const std::vector<Id>& chosen; // approvers that the submitter names

    const Fault* may_submit(const ApprovalProcess& process, bool& answer) const;
    /// Adds those whom the approver stands for; faults where there is nobody.
    const Fault* find(const Approver& approver, std::vector<Id>& actors) const;
};

} // namespace weir
