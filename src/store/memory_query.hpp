// A query of the memory store: its filter, and the way it finds candidates without looking at every
// record.
#pragma once

#include "store/filter.hpp"
#include "store/record_store.hpp"
#include "store/table.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace weir::store {

/// How candidates are found for a part of the filter; every record that matches is among them.
///   probe: the index of the node's field, for `=` and `in`.
///   best:  the cheapest of the parts of an `and`.
///   each:  all parts of an `or` together.
struct Access {
    enum class Kind : uint8_t { none, probe, best, each } kind = Kind::none;
    uint32_t node = 0; // probe
    int rank = 0;      // of probes: how few records a value is likely to have; less is better
    std::vector<Access> parts; // best, each
};

class MemoryQuery final : public PreparedQuery {
public:
    [[nodiscard]] static Result<std::unique_ptr<PreparedQuery>>
    make(const RecordStore& store, const Object& object, const Query& query);

    [[nodiscard]] const RecordStore& store() const { return *store_; }
    [[nodiscard]] const Query& query() const { return query_; }
    [[nodiscard]] Result<QueryResult>
    run(Table& table, std::span<const std::span<const Value>> parameters, uint32_t rows);

private:
    using Rows = std::vector<uint32_t>;
    using Asked = boost::unordered_flat_map<uint64_t, uint32_t>; // by hash: the row of parameters

    MemoryQuery(const RecordStore& store, Query query, Filter filter);

    [[nodiscard]] Access plan(const Object& object, uint32_t node) const;
    /// Tells the table which fields are looked for by value.
    void ask(Table& table, const Access& access, uint32_t rows) const;
    /// How many candidates there would be; more than any table has if the access cannot be used.
    [[nodiscard]] uint64_t estimate(const Table& table, const Access& access) const;
    void collect(const Table& table, const Access& access, Rows& candidates) const;
    /// The short way of a query that is one equality: what it finds for this row of parameters and
    /// those behind it, as long as an id or an index leads to a few candidates. Adds the ends to
    /// `begin`.
    void find_few(
        const Table& table,
        std::span<const Value> parameter,
        uint32_t row,
        std::vector<uint32_t>& begin
    );
    void find_by_id(
        const Table& table,
        std::span<const Value> parameter,
        uint32_t row,
        std::vector<uint32_t>& begin
    );
    void find_row(
        const Table& table,
        std::span<const std::span<const Value>> parameters,
        uint32_t row,
        std::span<const uint32_t> begin,
        Asked& asked
    );
    void repeat(std::span<const uint32_t> begin, uint32_t row);
    /// What the filter finds, behind what is there already.
    void find(const Table& table, uint64_t estimated, Rows& found);
    /// All records, one by one: at most so many of them.
    void scan(const Table& table, uint64_t most, Rows& found) const;
    [[nodiscard]] const FilterNode* only_equality() const;
    void sort(const Table& table, Rows& found, size_t first) const;

    const RecordStore* store_;
    Query query_;
    Filter filter_;
    Access access_;
    bool is_lookup_ = false; // one equality that an id or an index can answer, in any order
    Operands operands_;
    Rows candidates_;
    Rows found_;   // for all rows of parameters
    Arena wanted_; // of find_few
};

} // namespace weir::store
