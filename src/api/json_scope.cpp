#include "api/json_scope.hpp"

#include "types/convert.hpp"
#include "types/date_time.hpp"
#include "types/text.hpp"

#include <array>

namespace weir {

namespace {

TypedValue typed_text(std::string_view text, Arena& arena) {
    if (const auto date = parse_date(text))
        return {Type::of(TypeKind::date), Value::date(*date)};
    if (const auto date_time = parse_date_time(text))
        return {Type::of(TypeKind::date_time), Value::date_time(*date_time)};
    if (const auto time = parse_time(text))
        return {Type::of(TypeKind::time), Value::time(*time)};
    return {Type::of(TypeKind::text), text.empty() ? Value::null() : Value::text(arena.copy(text))};
}

} // namespace

TypedValue typed(const JsonTree& tree, Arena& arena) {
    switch (tree.kind) {
    case JsonTree::Kind::null:
    case JsonTree::Kind::list:
        break;
    case JsonTree::Kind::boolean:
        return {Type::of(TypeKind::boolean), Value::boolean(tree.spelling == "true")};
    case JsonTree::Kind::number:
        if (const auto number = from_text(tree.spelling, TypeKind::number, arena))
            return {{TypeKind::number, false, 18, ObjectId::none}, *number};
        break;
    case JsonTree::Kind::text:
        return typed_text(tree.spelling, arena);
    case JsonTree::Kind::object:
        if (tree.is_location()) {
            const std::array<Value, 2> place = {
                typed(*tree.find("latitude"), arena).value,
                typed(*tree.find("longitude"), arena).value};
            const bool is_known = place[0].is_number() && place[1].is_number();
            return {
                Type::of(TypeKind::location),
                is_known ? make_collection(place, arena) : Value::null()};
        }
        break;
    }
    return {Type::of(TypeKind::null), Value::null()};
}

Resolution JsonScope::resolve(const Path& path) {
    size_t part = equal_ignoring_case(path.parts[0].text, "$Record") ? 1 : 0;
    std::string_view parent = "the record";
    const JsonTree* tree = &record_;
    for (; part < path.parts.size(); ++part) {
        const Name& name = path.parts[part];
        // `Owner:User` is the parent `Owner`, whatever it is.
        const std::string_view member = name.text.substr(0, name.text.find(':'));
        const JsonTree* const next = tree->find(member);
        if (next == nullptr) {
            // A parent that is not there has no fields; a name that is nowhere is the compiler's to
            // report.
            if (part == 0)
                return {};
            if (tree->kind == JsonTree::Kind::null)
                break;
            unknown_member(name, parent, *tree);
            return {.kind = Resolution::Kind::reported, .type = {}, .slot = 0, .expression = {}};
        }
        parent = member;
        tree = next;
    }
    const TypedValue found = typed(*tree, arena_);
    Resolution result;
    result.kind = Resolution::Kind::slot;
    result.type = found.type;
    result.slot = static_cast<uint32_t>(values_.size());
    result.parts = static_cast<uint32_t>(path.parts.size());
    values_.push_back(found.value);
    return result;
}

void JsonScope::unknown_member(const Name& name, std::string_view parent, const JsonTree& tree) {
    const std::vector<std::string_view> names = tree.names();
    out_.report(Code::W0312, name.span, "`{}` has no field `{}`", parent, name.text)
        .here("no such field")
        .help_nearest(name.text, names, "a field with a similar name exists: `{}`");
}

} // namespace weir
