// Clauses that several kinds have, word for word the same.
#pragma once

#include "syntax/shape.hpp"

namespace weir::elements {

inline constexpr ClauseShape description_clause{
    .key = "description",
    .value = ValueKind::text,
    .xml = "description",
    .doc = "What it is for, in a sentence. A comment above it does the same.",
};

inline constexpr ClauseShape fault_clause{
    .key = "fault",
    .value = ValueKind::target,
    .xml = "faultConnector",
    .doc = "Where an interview goes when the element fails for it. Without a fault path the "
           "interview fails, and its "
           "transaction is rolled back.",
};

} // namespace weir::elements
