// Records that another transaction holds, for scripts that play one.
#pragma once

#include "types/id.hpp"

#include <span>

namespace weir {

class Org;

/// From now on no transaction of the org writes these records, nor details of theirs.
void lock_records(Org& org, std::span<const Id> ids);
void unlock_records(Org& org, std::span<const Id> ids);

} // namespace weir
