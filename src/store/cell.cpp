#include "store/cell.hpp"

#include "types/compare.hpp"
#include "types/text.hpp"

namespace weir::store {

namespace {

CellKind cell_kind(FieldKind kind) {
    switch (kind) {
    case FieldKind::id:
    case FieldKind::lookup:
    case FieldKind::master_detail:
        return CellKind::id;
    case FieldKind::text:
    case FieldKind::text_area:
    case FieldKind::long_text_area:
    case FieldKind::rich_text_area:
    case FieldKind::encrypted_text:
    case FieldKind::email:
    case FieldKind::phone:
    case FieldKind::url:
    case FieldKind::picklist:
    case FieldKind::multi_picklist:
    case FieldKind::auto_number:
        return CellKind::text;
    case FieldKind::checkbox:
    case FieldKind::number:
    case FieldKind::currency:
    case FieldKind::percent:
    case FieldKind::date:
    case FieldKind::date_time:
    case FieldKind::time:
        return CellKind::other;
    case FieldKind::location:
        return CellKind::any;
    }
    return CellKind::any;
}

uint64_t hash_id(Id id) {
    uint64_t state = (id.low ^ (uint64_t{id.high} << 32)) * 0x9e3779b97f4a7c15;
    state ^= state >> 32;
    return state * 0xd6e8feb86659fd93;
}

} // namespace

CellRule cell_rule(const Object& object, FieldId field) {
    const Field& described = object.field(field);
    // Ids of objects that nothing describes are still ids.
    const bool is_open =
        object.is_named_only && field != object.id_field() && !described.is_reference();
    return {is_open ? CellKind::any : cell_kind(described.kind), described.case_sensitive};
}

Value as_held(CellRule rule, Value value, Arena& arena) {
    if (value.tag() == Tag::text) {
        if (value.size() == 0)
            return Value::null();
        if (rule.kind == CellKind::id)
            if (const auto id = parse_id(value.as_text()))
                return Value::id(*id);
    } else if (value.tag() == Tag::id && rule.kind == CellKind::text) {
        const auto text = to_text(value.as_id());
        return Value::text(arena.copy(std::string_view(text.data(), text.size())));
    }
    return value;
}

bool equal_cells(CellRule rule, Value left, Value right) {
    // The kinds of fields that are searched most, without a detour.
    if (left.tag() == Tag::id && right.tag() == Tag::id)
        return left.as_id() == right.as_id();
    if (left.tag() == Tag::text && right.tag() == Tag::text)
        return rule.is_exact ? left.as_text() == right.as_text()
                             : equal_ignoring_case(left.as_text(), right.as_text());
    if (left.tag() != right.tag() && rule.kind != CellKind::any &&
        !(left.is_number() && right.is_number()))
        return false;
    return equal_ignoring_case(left, right);
}

uint64_t hash_other_cell(CellRule rule, Value value) {
    if (rule.kind != CellKind::any) {
        if (value.tag() == Tag::id)
            return hash_id(value.as_id());
        if (value.tag() == Tag::text)
            return rule.is_exact ? hash(value.as_text()) : hash_ignoring_case(value.as_text());
    }
    return hash_ignoring_case(value);
}

int order_cells(CellRule rule, Value left, Value right) {
    if (left.tag() != Tag::text || right.tag() != Tag::text)
        return order(left, right);
    if (!rule.is_exact)
        return compare_ignoring_case(left.as_text(), right.as_text());
    const int exactly = left.as_text().compare(right.as_text());
    return static_cast<int>(exactly > 0) - static_cast<int>(exactly < 0);
}

bool has_same_bytes(Value left, Value right) {
    if (left.is_null() || right.is_null())
        return left.is_null() && right.is_null();
    if (left.tag() != right.tag())
        return false;
    if (left.tag() == Tag::text)
        return left.as_text() == right.as_text();
    if (left.tag() == Tag::big_number)
        return left.decimal().coefficient == right.decimal().coefficient &&
               left.decimal().scale == right.decimal().scale;
    return left.integer() == right.integer() && left.size() == right.size() &&
           left.scale() == right.scale();
}

} // namespace weir::store
