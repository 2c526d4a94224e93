// What the org's setup says: `$Permission.Name`, `$ObjectType.Case.Fields.Status`.

#include "formula/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

struct PermissionNode : Node {
    std::span<const std::string_view> profiles; // by name
    std::span<const std::string_view> permission_sets;
    ObjectId profile = ObjectId::none;
    FieldId profile_name = FieldId::none;
};

bool has_profile(const PermissionNode& node, const Surroundings& surroundings) {
    if (node.profiles.empty() || node.profile == ObjectId::none || surroundings.profile == Id{})
        return false;
    Value name;
    if (surroundings.records->read(
            node.profile, node.profile_name, {&surroundings.profile, 1}, {&name, 1}
        ) != nullptr)
        return false;
    return name.tag() == Tag::text &&
           std::any_of(node.profiles.begin(), node.profiles.end(), [&](std::string_view profile) {
               return same_name(profile, name.as_text());
           });
}

void run_permission(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const PermissionNode&>(self);
    const Surroundings* const surroundings = evaluation.frame.surroundings;
    bool is_granted = false;
    if (surroundings != nullptr && surroundings->records != nullptr) {
        const auto& sets = node.permission_sets;
        is_granted = has_profile(node, *surroundings) ||
                     std::any_of(sets.begin(), sets.end(), [&](std::string_view set) {
                         return surroundings->records->has_permission_set(surroundings->user, set);
                     });
    }
    for (const uint32_t row : rows)
        out[row] = Value::boolean(is_granted);
}

std::span<const std::string_view> copy(const std::vector<std::string>& names, Arena& arena) {
    std::vector<std::string_view> result;
    for (const std::string& name : names)
        result.push_back(arena.copy(std::string_view(name)));
    return arena.copy(result);
}

} // namespace

// In an open org there is more than is declared: what it is worth is not known here.
Expression Compiler::believed_name(const Name& name, std::string_view what, TypeKind kind) {
    context_.out
        .report(
            Code::W0319, name.span, "no {} `{}` is declared, and the org is open", what, name.text
        )
        .here("believed, and without a value here");
    const Value value = kind == TypeKind::boolean ? Value::boolean(false) : Value::null();
    return {make_constant(value, arena_), Type::of(kind)};
}

// True for users whose profile, or one of whose permission sets, gives the permission.
Expression Compiler::permission_global(const Path& path) {
    // Behind the namespace of a package, or `c` for none.
    const bool has_namespace = path.parts.size() == 3;
    if (path.parts.size() != 2 && !has_namespace) {
        context_.out.report(Code::W0315, path.span, "`{}` is no permission", source(path.span))
            .help("it is written `$Permission.Name`");
        return error();
    }
    const Name& name = path.parts.back();
    const Setup& setup = context_.schema.setup();
    const CustomPermission* permission = setup.permissions.find(name.text);
    if (has_namespace && permission == nullptr)
        permission = setup.permissions.find(fmt::format("{}__{}", path.parts[1].text, name.text));
    if (permission == nullptr && setup.is_open)
        return believed_name(name, "custom permission", TypeKind::boolean);
    if (permission == nullptr) {
        const std::vector<std::string_view> names = setup.permissions.names();
        context_.out.report(Code::W0316, name.span, "there is no custom permission `{}`", name.text)
            .here("nothing of that name is declared")
            .help_nearest(name.text, names, "a custom permission with a similar name exists: `{}`");
        return error();
    }
    auto* const node = arena_.make<PermissionNode>();
    node->run = run_permission;
    node->profiles = copy(permission->profiles, arena_);
    node->permission_sets = copy(permission->permission_sets, arena_);
    if (const Object* const profile = context_.schema.find("Profile"))
        if (const auto field = profile->find_field("Name")) {
            node->profile = profile->id;
            node->profile_name = *field;
        }
    return boolean(node);
}

// `$ObjectType.Case` and `$ObjectType.Case.Fields.Status` are the API names of what they name, as
// texts that follow a renaming.
Expression Compiler::object_type_global(const Path& path) {
    const bool has_field = path.parts.size() == 4 && same_name(path.parts[2].text, "Fields");
    if (path.parts.size() != 2 && !has_field) {
        context_.out.report(Code::W0315, path.span, "`{}` names no object", source(path.span))
            .help("it is written `$ObjectType.Case` or `$ObjectType.Case.Fields.Status`");
        return error();
    }
    const Name& name = path.parts[1];
    const Object* const object = context_.schema.find(name.text);
    if (object == nullptr && context_.schema.setup().is_open)
        return believed_name(name, "object", TypeKind::text);
    if (object == nullptr) {
        const std::vector<std::string_view> names = context_.schema.object_names();
        context_.out.report(Code::W0302, name.span, "there is no object `{}`", name.text)
            .here("no such object")
            .help_nearest(name.text, names, "an object with a similar name exists: `{}`");
        return error();
    }
    if (!has_field)
        return constant_of(
            Value::text(arena_.copy(std::string_view(object->name))), TypeKind::text
        );
    const auto field = object->find_field(path.parts[3].text);
    if (field)
        return constant_of(
            Value::text(arena_.copy(std::string_view(object->field(*field).name))), TypeKind::text
        );
    if (object->is_open)
        return believed_field(path.parts[3], object->id);
    unknown_field(path, 3, object->id);
    return error();
}

} // namespace weir
