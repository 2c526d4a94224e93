// Creates and updates as one DML statement: Create Records that checks for matching records, and
// upserts (reference/limits.md, section 2: one query and one statement).
#pragma once

#include "org/transaction.hpp"

#include <vector>

namespace weir {

/// One half of an upsert.
struct UpsertPart {
    RecordBatch records;
    std::vector<uint32_t> owners;     // the interview of each record, rising
    std::vector<const Fault*> faults; // of each record, after the call
};

/// Writes both halves; a half without records costs nothing. With `all_or_none` a refused record
/// undoes the others of its interview, which then have its fault.
void upsert(Transaction& transaction, UpsertPart& creates, UpsertPart& updates, bool all_or_none);

} // namespace weir
