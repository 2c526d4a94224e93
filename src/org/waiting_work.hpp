// What elements and scripts see of interviews that wait.
#pragma once

#include "org/transaction.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace weir {

/// Paused orchestrations where somebody has this step to do (without case), the oldest first.
[[nodiscard]] std::vector<uint64_t> orchestrations_at(const Org& org, std::string_view step);

/// The record of an interview that has waited, as it is now, formula fields and all; null if it is
/// gone. Outside of the limits, as `$Record` is.
[[nodiscard]] Value read_record_now(Transaction& transaction, ObjectId object, Id record);

} // namespace weir
