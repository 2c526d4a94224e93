// A `where` as a query's filter, for flows and for tests.
#pragma once

#include "check/flow_checker.hpp"

namespace weir {

/// Salesforce refuses filters on long, rich and encrypted text; what a test expects of records may look at them.
enum class FilterReader : uint8_t { salesforce, test };

/// Left sides are fields of `object`, right sides whatever `scope` knows. Never fails: what is wrong is reported.
[[nodiscard]] Filter
compile_filter(
    const Condition& condition,
    const Object& object,
    Scope& scope,
    CompileContext& context,
    FilterReader reader = FilterReader::salesforce
);

} // namespace weir
