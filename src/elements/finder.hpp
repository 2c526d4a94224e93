// Finds records for all interviews of a group with one query: Get Records, and the first half of
// Update and Delete by conditions.
#pragma once

#include "check/flow_checker.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/group.hpp"
#include "store/query.hpp"
#include "store/record_store.hpp"

#include <mutex>
#include <vector>

namespace weir::elements {

/// A query and what its parameters are evaluated from. Stays where it is: the org knows the query
/// by its address.
class Finder {
public:
    /// `query` comes without filter and fields; `filter` may be empty: every record.
    Finder(Query query, Filter filter);
    Finder(const Finder&) = delete;
    Finder& operator=(const Finder&) = delete;

    /// Return all fields that the program names, or of them only those listed (with the Id).
    /// Without a call: the Id alone.
    void fetch_all_fields() { fetch_ = Fetch::all; }
    void fetch_fields(std::vector<FieldId> fields);

    /// Result row i is for group.rows()[i]. What goes wrong is a fault of the rows, as an element
    /// that tried to `attempt`. False if nobody is left.
    [[nodiscard]] bool find(Group& group, Attempt attempt, QueryResult& result) const;

    [[nodiscard]] ObjectId object() const { return query_.object; }

private:
    enum class Fetch : uint8_t { id, all, listed };
    void complete(const Program& program) const;
    void refuse_nulls(
        Group& group, Attempt attempt, std::span<const std::span<const Value>> columns
    ) const;

    // The layout of the object grows until the whole program is checked, so the list of fields is
    // made at the first run.
    mutable Query query_;
    mutable std::once_flag completed_;
    std::vector<Expression> parameters_;
    std::vector<FieldId> listed_;
    Fetch fetch_ = Fetch::id;
};

/// Records of a query as rows of the program's layout.
class RowMaker {
public:
    RowMaker(const RecordBatch& records, const Layout& layout, Arena& arena);
    [[nodiscard]] Value make(uint32_t record) const;

private:
    const RecordBatch& records_;
    const Layout& layout_;
    Arena& arena_;
    std::span<std::span<const Value>> columns_; // by cell
};

} // namespace weir::elements
