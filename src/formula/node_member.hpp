// Nodes that look into values whose shape is known only while running, and into lists of children.
#pragma once

#include "formula/node.hpp"
#include "schema/layout.hpp"
#include "schema/schema.hpp"

namespace weir {

/// The member `name` of a value of an Apex class, at `cell` of the layout of members; of a record
/// that stands where nobody knew its object, the field of that name. Null where there is neither.
[[nodiscard]] const Node* make_member(
    const Node* value, uint32_t cell, std::string_view name, const Schema& schema, Arena& arena
);

/// The records whose lookup `field` holds the id, as a collection.
[[nodiscard]] const Node*
make_children(const Node* id, ObjectId child, FieldId field, Arena& arena);

} // namespace weir
