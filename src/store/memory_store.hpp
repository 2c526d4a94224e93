// Records in memory, by the column, with hash indexes made when first asked for and an undo log.
#pragma once

#include "store/record_store.hpp"

#include <memory>

namespace weir {

/// The default of `weir run` and `weir test`. `schema` must outlive it.
[[nodiscard]] std::unique_ptr<RecordStore> make_memory_store(const Schema& schema);

} // namespace weir
