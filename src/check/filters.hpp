// A `where` as a query's filter, for flows and for tests.
#pragma once

#include "check/flow_checker.hpp"

namespace weir {

/// Left sides are fields of `object`, right sides whatever `scope` knows. Never fails: what is wrong is reported.
[[nodiscard]] Filter
compile_filter(const Condition& condition, const Object& object, Scope& scope, CompileContext& context);

} // namespace weir
