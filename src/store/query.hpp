// What a Get Records, or an Update or Delete by filter, asks of a store.
#pragma once

#include "types/type.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace weir {

enum class FilterOperator : uint8_t {
    equal,
    not_equal,
    less,
    greater,
    less_equal,
    greater_equal,
    starts_with,
    ends_with,
    contains,
    in,
    not_in, // the parameter is a collection
    is_null,
    is_not_null, // no parameter
};

/// A tree of comparisons in one vector; node 0 is the root. Texts compare without case (SOQL),
/// except fields that are unique and case-sensitive; comparing with null answers as SOQL does (`=
/// null` finds nulls).
struct FilterNode {
    enum class Kind : uint8_t { all, any, negation, comparison } kind = Kind::comparison;
    std::vector<uint32_t> children; // all, any, negation
    FieldId field = FieldId::none;  // comparison
    FilterOperator op = FilterOperator::equal;
    uint32_t parameter = 0; // column of the parameters
};

struct SortKey {
    FieldId field = FieldId::none;
    bool descending = false;
    bool nulls_last = false;
};

/// Prepared once, run for many rows of parameters. No filter nodes: all records.
struct Query {
    ObjectId object = ObjectId::none;
    std::vector<FilterNode> filter;
    std::vector<FieldId> fields; // to return, besides the id
    std::vector<SortKey> order;  // unsorted results come in insertion order
    uint32_t limit = std::numeric_limits<uint32_t>::max(); // for each row of parameters
    uint32_t parameter_count = 0;
};

} // namespace weir
