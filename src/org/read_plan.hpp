// A query made ready: what the store answers, and what is computed here because the store knows no
// formula fields.
#pragma once

#include "org/record_formulas.hpp"
#include "store/record_store.hpp"

#include <memory>

namespace weir {

/// Made once for a query, then run for any rows of parameters.
struct ReadPlan {
    const Query* query = nullptr; // as asked
    Query store_query;            // as the store is asked
    std::unique_ptr<PreparedQuery> prepared;
    FormulaPlan formulas; // formula fields of the answer, the filter and the order
    bool filters_here =
        false; // the filter or the order names a formula field: filtered, sorted and cut here
};

/// Prepares `query`, which must outlive the plan.
Result<std::unique_ptr<ReadPlan>> make_read_plan(
    const Query& query, const Object& object, const ObjectProgram& program, RecordStore& store
);

/// Runs it. Null, or the fault of all rows.
const Fault* run_read_plan(
    ReadPlan& plan,
    Transaction& transaction,
    std::span<const std::span<const Value>> parameters,
    uint32_t rows,
    QueryResult& result
);

} // namespace weir
