// The contract of a store of records. Every implementation passes tests/contract/record_store.
#pragma once

#include "base/result.hpp"
#include "schema/schema.hpp"
#include "store/query.hpp"
#include "store/record_batch.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace weir {

/// Records found for several rows of parameters: row p has records[begin[p]] to records[begin[p +
/// 1] - 1].
struct QueryResult {
    RecordBatch records;
    std::vector<uint32_t> begin; // one more than there are rows of parameters
};

/// A query a store has made ready; lives no longer than its store.
class PreparedQuery {
public:
    virtual ~PreparedQuery() = default;
};

using Savepoint = uint64_t;

/// Batches in, batches out. A store knows types, uniqueness indexes and ids; rules of the org are
/// not its business. One transaction at a time; values handed out stay valid until it commits or
/// rolls back. Not thread-safe.
class RecordStore {
public:
    virtual ~RecordStore() = default;

    virtual Status begin() = 0;
    virtual Status commit() = 0;
    /// Undoes everything since `begin`. Ids given out are not given out again.
    virtual Status rollback() = 0;
    [[nodiscard]] virtual Savepoint savepoint() = 0;
    /// Undoes everything since the savepoint; later savepoints are gone, this one stays.
    virtual Status rollback_to(Savepoint savepoint) = 0;

    /// Ids that no record has had, in rising order, for `prefix`.
    virtual Status allocate_ids(ObjectId object, std::span<Id> ids) = 0;
    /// The next numbers of an auto-number field; gaps after a rollback are fine.
    virtual Result<uint64_t> allocate_numbers(ObjectId object, FieldId field, uint64_t count) = 0;

    /// Writes rows whose ids are set and new. Unset cells are null. Copies what the values point
    /// at.
    virtual Status insert(const RecordBatch& records) = 0;
    /// Writes the cells that are set of existing rows.
    virtual Status update(const RecordBatch& records) = 0;
    virtual Status erase(ObjectId object, std::span<const Id> ids) = 0;

    virtual Result<std::unique_ptr<PreparedQuery>> prepare(const Query& query) = 0;
    /// `parameters[c][r]` is parameter c of row r; every column has `rows` values.
    virtual Result<QueryResult>
    run(PreparedQuery& query, std::span<const std::span<const Value>> parameters, uint32_t rows
    ) = 0;

    /// Fields of records by id, row r for ids[r]; `found[r]` is false where there is no such record
    /// (its cells are unset). `records` comes back with exactly these columns.
    virtual Result<RecordBatch> fetch(
        ObjectId object,
        std::span<const Id> ids,
        std::span<const FieldId> fields,
        std::vector<bool>& found
    ) = 0;

    /// For each row, the id of a record that has this value in the field (texts without case unless
    /// the field is case-sensitive), or a zero id. Null finds nothing.
    virtual Result<std::vector<Id>>
    find_by_value(ObjectId object, FieldId field, std::span<const Value> values) = 0;

    [[nodiscard]] virtual uint64_t count(ObjectId object) const = 0;
    /// Bytes held for records and indexes.
    [[nodiscard]] virtual size_t memory() const = 0;
};

} // namespace weir
