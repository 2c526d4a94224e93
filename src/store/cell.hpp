// How the values of one field are kept, compared and hashed in a store.
#pragma once

#include "base/arena.hpp"
#include "schema/schema.hpp"
#include "types/identical.hpp"
#include "types/text.hpp"

#include <cstdint>

namespace weir::store {

/// What a cell holds. Ids stand in reference fields as ids and in text fields as their 18
/// characters, however they were given, so that both kinds of field are searched with either.
enum class CellKind : uint8_t {
    id,
    text,
    other,
    any, // a field of an open object: compared as formulas compare
};

struct CellRule {
    CellKind kind = CellKind::any;
    bool is_exact = false; // texts with case
};

[[nodiscard]] CellRule cell_rule(const Object& object, FieldId field);

/// Whether a store can keep the value: no record, collection or fault.
[[nodiscard]] inline bool is_storable(Value value) {
    return value.tag() < Tag::record;
}

/// The value as the field holds it: the empty text is null, as Salesforce saves it; texts and ids
/// as the kind says. Text made here lives in the arena; everything else still points where it did.
[[nodiscard]] Value as_held(CellRule rule, Value value, Arena& arena);
/// Whether the field holds the value as it is.
[[nodiscard]] inline bool is_as_held(CellRule rule, Value value) {
    switch (value.tag()) {
    case Tag::text:
        return rule.kind != CellKind::id && value.size() > 0;
    case Tag::id:
        return rule.kind != CellKind::text;
    default:
        return true;
    }
}

/// Equality of values as held, and a hash consistent with it. Not for nulls.
[[nodiscard]] bool equal_cells(CellRule rule, Value left, Value right);
[[nodiscard]] uint64_t hash_other_cell(CellRule rule, Value value);
[[nodiscard]] inline uint64_t hash_cell(CellRule rule, Value value) {
    // Most of what is looked for.
    return value.tag() == Tag::text && rule.kind != CellKind::any && !rule.is_exact
               ? hash_ignoring_case(value.as_text())
               : hash_other_cell(rule, value);
}
/// Order of values as held, texts as the rule says; not for nulls.
[[nodiscard]] int order_cells(CellRule rule, Value left, Value right);

/// The same bits or the same bytes: writing one over the other changes nothing.
[[nodiscard]] bool has_same_bytes(Value left, Value right);
[[nodiscard]] inline bool is_same(Value left, Value right) {
    return is_identical(left, right) || has_same_bytes(left, right);
}

} // namespace weir::store
