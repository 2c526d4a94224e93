// What a `transform` makes its target of, one value at a time: mapped, counted, summed up, joined.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/item_scope.hpp"

#include <optional>
#include <vector>

namespace weir::elements {

/// One value of the target.
struct TransformValue {
    enum class Kind : uint8_t { map, count, sum, join } kind = Kind::map;
    std::optional<uint32_t> cell;   // of the record; nothing: the target itself
    Expression value;               // map: coerced; count and sum: the collection
    std::optional<uint32_t> summed; // sum: the cell of the items; nothing: the items themselves
    bool sums_member = false;       // sum: of values of an Apex class
    Type type;                      // of what is made
};

/// Two collections whose items are brought together where their keys are equal; a pair makes a
/// record of `values`, which read the two item slots.
struct TransformJoin {
    Expression left;
    Expression right;
    uint32_t left_slot = 0;
    uint32_t right_slot = 0;
    Expression left_key;  // over the left slot
    Expression right_key; // over the right slot
    std::vector<TransformValue> values;
};

/// All of a `transform`.
struct TransformPlan {
    Type target;
    std::vector<EachItem> items;
    std::vector<TransformValue> values;
    std::optional<TransformJoin> join;
    bool is_unread =
        false; // holds what only Salesforce can read: a join's definition, a reserved kind
};

/// Reads the members of the element; reports what does not fit.
[[nodiscard]] TransformPlan
read_transform(const Element& element, Type target, FlowChecker& checker);

} // namespace weir::elements
