// The rule that one transaction writes setup objects or others, never both (reference/security.md,
// section 1).
#pragma once

#include "org/transaction.hpp"

namespace weir {

/// MIXED_DML_OPERATION if the statement may not follow what the transaction has written, else null.
[[nodiscard]] const Fault*
check_mixed_dml(Transaction& transaction, Operation operation, const RecordBatch& records);

/// Remembers the statement's object for the statements to come. Undone with the statement
/// (Snapshot).
void leave_mark(Transaction& transaction, Operation operation, const RecordBatch& records);

} // namespace weir
