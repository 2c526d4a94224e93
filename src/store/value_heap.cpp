#include "store/value_heap.hpp"

namespace weir::store {

Value ValueHeap::take(Value value) {
    used_ += bytes(value);
    if (value.tag() == Tag::text)
        return Value::text(arena_.copy(value.as_text()));
    return value.tag() == Tag::big_number ? Value::number(value.decimal(), arena_) : value;
}

Value ValueHeap::keep(CellRule rule, Value value) {
    if (value.is_null())
        return Value::null();
    if (is_as_held(rule, value))
        return take(value);
    // Text that as_held makes of an id is made here and needs no second copy.
    const bool makes_text = value.tag() == Tag::id;
    const Value held = as_held(rule, value, arena_);
    if (!makes_text)
        return take(held);
    used_ += bytes(held);
    return held;
}

void ValueHeap::keep(CellRule rule, std::span<const Value> values, std::span<Value> held) {
    // Most columns: texts in a field of text, ids in a field of ids.
    const bool holds_texts = rule.kind != CellKind::id;
    for (size_t at = 0; at < values.size(); ++at) {
        const Value value = values[at];
        // Rows that follow each other often get the very same value: it is kept once.
        if (at > 0 && is_identical(value, values[at - 1])) {
            held[at] = held[at - 1];
        } else if (holds_texts && value.tag() == Tag::text && value.size() > 0) {
            used_ += value.size();
            held[at] = Value::text(arena_.copy(value.as_text()));
        } else if (!holds_texts && value.tag() == Tag::id) {
            held[at] = value;
        } else {
            held[at] = keep(rule, value);
        }
    }
}

} // namespace weir::store
