// The record of an object that is there first: the org itself, the user where nobody is named.
#pragma once

#include "base/result.hpp"
#include "org/org.hpp"

namespace weir {

/// Zero: there is none. Fails when the store does.
[[nodiscard]] Result<Id> first_record(Org& org, ObjectId object);

} // namespace weir
