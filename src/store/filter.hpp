// The filter of a query, checked once and then asked row by row.
#pragma once

#include "base/arena.hpp"
#include "base/result.hpp"
#include "store/query.hpp"
#include "store/table.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace weir::store {

/// What one comparison compares with, for one row of parameters: the value, or the items of a
/// collection by their hashes, as the field holds them.
struct Operand {
    Value value;
    std::vector<std::pair<uint64_t, Value>> items; // in, not_in: ascending, no nulls
    bool has_null_item = false;
};

/// The operands of all comparisons of a filter, by node. Values live in the arena or where the
/// parameters do.
class Operands {
public:
    [[nodiscard]] const Operand& of(uint32_t node) const { return operands_[node]; }

private:
    friend class Filter;
    std::vector<Operand> operands_;
    Arena arena_;
};

/// Null answers as in SOQL: `= null` finds nulls, `!=` a value finds nulls too, no other comparison
/// does; `in` nothing is false and `not in` nothing true.
class Filter {
public:
    /// Fails if the nodes are no tree, or name what is not there.
    [[nodiscard]] static Result<Filter>
    make(const Object& object, std::vector<FilterNode> nodes, uint32_t parameter_count);

    [[nodiscard]] bool is_empty() const { return nodes_.empty(); }
    [[nodiscard]] std::span<const FilterNode> nodes() const { return nodes_; }
    [[nodiscard]] CellRule rule(uint32_t node) const { return rules_[node]; }

    /// Makes ready for row `row` of the parameters.
    void bind(std::span<const std::span<const Value>> parameters, uint32_t row, Operands& operands)
        const;
    [[nodiscard]] bool matches(const Table& table, uint32_t row, const Operands& operands) const {
        return nodes_.empty() || matches(table, row, operands, 0);
    }

    /// Of a filter that is one equality: whether this cell passes.
    [[nodiscard]] bool matches(const Value& cell, const Operand& operand) const {
        return is_same(cell, operand.value) || compare(0, cell, operand);
    }

private:
    [[nodiscard]] bool
    matches(const Table& table, uint32_t row, const Operands& operands, uint32_t node) const;
    [[nodiscard]] bool compare(uint32_t node, Value cell, const Operand& operand) const;
    void bind_items(uint32_t node, Value value, Operand& operand, Arena& arena) const;

    std::vector<FilterNode> nodes_;
    std::vector<CellRule> rules_; // by node
};

} // namespace weir::store
