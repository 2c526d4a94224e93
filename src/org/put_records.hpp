// Records that are there without anybody's save: what a case or a copy of an org begins with.
#pragma once

#include "base/result.hpp"
#include "store/record_batch.hpp"

namespace weir {

class Org;

/// Writes new records as they are: with defaults, numbers, names and audit fields, but without
/// flows, rules and rights; also of objects that nobody may create, such as custom metadata. Audit
/// fields that are given stay. Ids are set in `records`. Fails on a value that its field cannot
/// hold, and then nothing of the batch is written. At most limits::batch records.
[[nodiscard]] Status put_records(Org& org, RecordBatch& records);

} // namespace weir
