// Filter, order and limit of a query over records in memory: for formula fields, which no store
// knows.
#pragma once

#include "org/columns.hpp"
#include "store/record_store.hpp"

#include <span>

namespace weir {

/// Filters nest no deeper than conditions are written (limits::nesting), with room for the nodes
/// between.
constexpr uint32_t filter_depth = 1000;

/// Keeps the records of each row of parameters that match, in the query's order, at most its limit.
/// `columns` holds every field that the query names, row i for record i of the result. Same meaning
/// as the stores give (store/query.hpp).
void filter_in_memory(
    const Query& query,
    std::span<const std::span<const Value>> parameters,
    const Columns& columns,
    Arena& arena,
    QueryResult& result
);

} // namespace weir
