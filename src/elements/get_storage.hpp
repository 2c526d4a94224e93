// Where a Get Records puts what it found: under its own name, into a variable, or field by field
// into several.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/values.hpp"

#include <optional>
#include <vector>

namespace weir::elements {

/// `{ Variable = Field }`
struct StoredField {
    FieldId field = FieldId::none;
    Delivery delivery;
};

/// Where the result goes.
struct Storage {
    bool is_first = false;            // a record, else a collection
    std::optional<Destination> whole; // under the element's own name, or `into`
    std::vector<StoredField> fields;
    bool keeps_old = false; // when nothing is found
};

/// Whether the result goes into variables, and the element has no value of its own.
[[nodiscard]] bool stores_elsewhere(const Element& element);

/// Reads and checks the clauses `into`, `first`, `null when nothing is found` and the braces.
[[nodiscard]] Storage
read_storage(const Element& element, const Object& object, FlowChecker& checker);

} // namespace weir::elements
