#include "api/host_values.hpp"

#include "types/convert.hpp"

namespace weir {

namespace {

HostKind kind_of(Tag tag) {
    switch (tag) {
    case Tag::unset:
    case Tag::null: return HostKind::null;
    case Tag::boolean: return HostKind::boolean;
    case Tag::number:
    case Tag::big_number: return HostKind::number;
    case Tag::date: return HostKind::date;
    case Tag::date_time: return HostKind::date_time;
    case Tag::time: return HostKind::time;
    case Tag::id: return HostKind::id;
    case Tag::text:
    case Tag::record:
    case Tag::collection:
    case Tag::fault: return HostKind::text;
    }
    return HostKind::null;
}

TypeKind type_of(HostKind kind) {
    switch (kind) {
    case HostKind::null: return TypeKind::null;
    case HostKind::boolean: return TypeKind::boolean;
    case HostKind::number: return TypeKind::number;
    case HostKind::text: return TypeKind::text;
    case HostKind::id: return TypeKind::id;
    case HostKind::date: return TypeKind::date;
    case HostKind::date_time: return TypeKind::date_time;
    case HostKind::time: return TypeKind::time;
    }
    return TypeKind::text;
}

} // namespace

HostValue to_host(Value value) {
    if (value.is_null()) return HostValue::null();
    Arena arena;
    return {kind_of(value.tag()), std::string(to_text(value, arena))};
}

std::optional<Value> from_host(const HostValue& value, Arena& arena) {
    return from_host(value, type_of(value.kind), arena);
}

std::optional<Value> from_host(const HostValue& value, TypeKind kind, Arena& arena) {
    if (value.is_null()) return Value::null();
    // An empty text is a text here: the host said so, a CSV cell would not have.
    if (value.kind == HostKind::text && value.spelling.empty()) return Value::text({});
    return from_text(value.spelling, kind, arena);
}

} // namespace weir
