// What paths reach besides fields: members of Apex classes, and lists of children.

#include "formula/compiler.hpp"
#include "formula/node_member.hpp"

#include <array>
#include <string>

namespace weir {

namespace {

/// How Salesforce calls the list of an object's records where nobody gave it another name.
std::string plural(const std::string& name) {
    if (name.ends_with("y"))
        return name.substr(0, name.size() - 1) + "ies";
    return name + "s";
}

/// `Tasks` of the standard objects; of custom lookups `Lines__r`, which is declared as `Lines`.
bool is_list_of(const Object& child, FieldId lookup, std::string_view name) {
    const std::string& given = child.field(lookup).child_relationship;
    if (!given.empty())
        return same_name(given, name) || same_name(given + "__r", name);
    return child.kind == ObjectKind::standard && same_name(plural(child.name), name);
}

} // namespace

/// The names behind the first `begin` parts, each a member of the value before it.
Expression Compiler::members(const Node* value, const Path& path, size_t begin) {
    for (size_t part = begin; part < path.parts.size(); ++part) {
        const std::string_view name = path.parts[part].text;
        value = make_member(value, context_.layouts.member(name), name, context_.schema, arena_);
    }
    return {value, Type::of(TypeKind::any)};
}

/// `$Record.Tasks`: the records that refer to this one, if the last part of the path is such a
/// list.
Expression Compiler::child_list(const Path& path, size_t part, const Position& position) {
    if (position.objects.size() != 1)
        return {};
    const Object& parent = context_.schema.object(position.objects[0]);
    for (const ChildReference& reference : parent.children) {
        const Object& child = context_.schema.object(reference.child);
        if (!is_list_of(child, reference.field, path.parts[part].text))
            continue;
        const Node* id = position.node;
        if (!position.stored) {
            const std::array<FieldId, 1> id_field = {parent.id_field()};
            id = read_field(position, id_field, {&path.parts[part], 1});
        }
        return {
            make_children(id, child.id, reference.field, arena_),
            Type::record_of(child.id).collection_of()};
    }
    return {};
}

} // namespace weir
