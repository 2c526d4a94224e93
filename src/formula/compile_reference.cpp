// References: the head of a path, fields of records, and relationships to stored records.

#include "formula/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr size_t most_relationships = 10;

std::string spelled(std::span<const Name> names) {
    std::string text;
    for (const Name& name : names) {
        if (!text.empty())
            text += '.';
        text += name.text;
    }
    return text;
}

std::span<const Name> first_parts(const Path& path, size_t count) {
    return {path.parts.data(), count};
}

// Formulas call a group that owns records a queue: `Owner:Queue.QueueName`.
bool is_called(const Object& object, std::string_view name) {
    return same_name(object.name, name) ||
           (same_name(name, "Queue") && same_name(object.name, "Group"));
}

std::optional<FieldId> find_field(const Object& object, std::string_view name) {
    const auto found = object.find_field(name);
    if (!found && same_name(object.name, "Group") && same_name(name, "QueueName"))
        return object.find_field("Name");
    return found;
}

} // namespace

Expression Compiler::blank_as_zero(Expression expression) const {
    if (!context_.blank_as_zero || !expression.type.is_numeric())
        return expression;
    const Node* const zero = make_constant(Value::number(0), arena_);
    return {make_null_value(expression.root, zero, false, arena_), expression.type};
}

const Node* Compiler::read_field(
    const Position& position, std::span<const FieldId> fields, std::span<const Name> spelling
) {
    if (!position.stored) {
        const uint32_t cell = context_.layouts.of(position.objects[0]).cell(fields[0]);
        const bool is_fault = position.is_fault_if_missing && !missing_is_null_;
        const std::string text = is_fault ? spelled(spelling) : std::string();
        return make_cell(position.node, cell, {is_fault, text}, arena_);
    }
    std::vector<RelatedField> related;
    for (size_t index = 0; index < position.objects.size(); ++index)
        if (fields[index] != FieldId::none)
            related.push_back(
                {position.objects[index],
                 fields[index],
                 context_.schema.object(position.objects[index]).prefix}
            );
    return make_related(position.node, related, arena_);
}

Expression Compiler::field(
    const Path& path, size_t part, const Position& position, const Resolution* resolution
) {
    const Name& name = path.parts[part];
    boost::container::small_vector<FieldId, 2> fields;
    Type type{};
    bool is_open = false;
    for (const ObjectId id : position.objects) {
        const Object& object = context_.schema.object(id);
        const auto found = find_field(object, name.text);
        fields.push_back(found.value_or(FieldId::none));
        is_open |= object.is_open;
        if (found && type.is_error())
            type = object.field(*found).type();
    }
    if (type.is_error()) {
        if (const Expression list = child_list(path, part, position))
            return list;
        if (is_open)
            return believed_field(path.parts[part], position.objects[0]);
        unknown_field(path, part, position.objects[0]);
        return error();
    }
    if (resolution != nullptr && part == resolution->parts)
        scope_.use(path, *resolution, fields[0]);
    return blank_as_zero({read_field(position, fields, first_parts(path, part + 1)), type});
}

bool Compiler::step(
    const Path& path, size_t part, Position& position, const Resolution* resolution, bool& believed
) {
    const Name& name = path.parts[part];
    const std::string_view wanted = relationship_object(name.text);
    boost::container::small_vector<FieldId, 2> fields;
    std::vector<ObjectId> targets;
    bool is_open = false;
    bool is_found = false;
    for (const ObjectId id : position.objects) {
        const Object& object = context_.schema.object(id);
        const auto lookup = object.find_relationship(relationship_name(name.text));
        fields.push_back(lookup.value_or(FieldId::none));
        is_open |= object.is_open;
        if (!lookup)
            continue;
        is_found = true;
        for (const ObjectId target : object.field(*lookup).refers_to) {
            const bool is_meant =
                wanted.empty() || is_called(context_.schema.object(target), wanted);
            if (is_meant && std::find(targets.begin(), targets.end(), target) == targets.end())
                targets.push_back(target);
        }
    }
    if (!is_found) {
        believed = is_open;
        if (is_open)
            static_cast<void>(believed_field(name, position.objects[0]));
        else
            no_relationship(path, part, position.objects[0]);
        return false;
    }
    if (targets.empty()) {
        context_.out
            .report(
                Code::W0314,
                name.span,
                "`{}` does not lead to `{}`",
                relationship_name(name.text),
                wanted
            )
            .here("no such relationship");
        return false;
    }
    if (resolution != nullptr && part == resolution->parts)
        scope_.use(path, *resolution, fields[0]);
    const Node* const id = read_field(position, fields, first_parts(path, part + 1));
    position = {id, {targets.begin(), targets.end()}, true, false};
    return true;
}

Expression
Compiler::walk(const Path& path, size_t next, Position position, const Resolution* resolution) {
    if (path.parts.size() - next > most_relationships + 1) {
        context_.out
            .report(
                Code::W0317,
                path.span,
                "this path goes over {} relationships",
                path.parts.size() - next - 1
            )
            .note(fmt::format("Salesforce follows at most {}", most_relationships));
        return error();
    }
    for (size_t part = next; part + 1 < path.parts.size(); ++part) {
        bool believed = false;
        if (step(path, part, position, resolution, believed))
            continue;
        if (!believed)
            return error();
        return {make_constant(Value::null(), arena_), Type::of(TypeKind::any)};
    }
    return field(path, path.parts.size() - 1, position, resolution);
}

// Fields of the object that is meant without a head: the field's slot, or a walk from the slot of a
// lookup.
Expression Compiler::implicit_path(const Path& path) {
    const Object& object = context_.schema.object(scope_.implicit_object());
    if (path.parts.size() == 1) {
        const auto found = object.find_field(path.parts[0].text);
        if (!found)
            return {};
        const Type type = object.field(*found).type();
        return blank_as_zero({make_slot(scope_.field_slot(*found), arena_), type});
    }
    const std::string_view head = path.parts[0].text;
    const auto lookup = object.find_relationship(relationship_name(head));
    if (!lookup)
        return {};
    const std::string_view wanted = relationship_object(head);
    Position position{make_slot(scope_.field_slot(*lookup), arena_), {}, true, false};
    for (const ObjectId target : object.field(*lookup).refers_to)
        if (wanted.empty() || is_called(context_.schema.object(target), wanted))
            position.objects.push_back(target);
    if (position.objects.empty()) {
        context_.out
            .report(
                Code::W0314,
                path.parts[0].span,
                "`{}` does not lead to `{}`",
                relationship_name(head),
                wanted
            )
            .here("no such relationship");
        return error();
    }
    return walk(path, 1, std::move(position), nullptr);
}

Expression Compiler::path(const Path& path) {
    if (path.empty())
        return error();
    const Name& head = path.parts[0];
    if (const auto known = global(path))
        return *known;
    const bool has_implicit =
        scope_.implicit_object() != ObjectId::none && !head.text.starts_with('$');
    if (has_implicit && path.parts.size() == 1) {
        const Expression found = implicit_path(path);
        if (found)
            return found;
    }
    const Resolution resolution = scope_.resolve(path);
    switch (resolution.kind) {
    case Resolution::Kind::reported:
        return error();
    case Resolution::Kind::unknown: {
        const Expression found =
            has_implicit && path.parts.size() > 1 ? implicit_path(path) : Expression{};
        if (found)
            return found;
        if (has_implicit && context_.schema.object(scope_.implicit_object()).is_open)
            return believed_field(head, scope_.implicit_object());
        unknown_name(path);
        return error();
    }
    case Resolution::Kind::slot:
    case Resolution::Kind::expression:
        break;
    }
    const bool is_slot = resolution.kind == Resolution::Kind::slot;
    if (!is_slot && !resolution.expression)
        return error();
    if (!is_slot)
        largest_named_ = std::max(largest_named_, compiled_size(resolution.expression));
    const Node* const node =
        is_slot ? make_slot(resolution.slot, arena_) : resolution.expression.root;
    const Type type = is_slot ? resolution.type : resolution.expression.type;
    if (path.parts.size() <= resolution.parts) {
        scope_.use(path, resolution, FieldId::none);
        return blank_as_zero({node, type});
    }
    if (type.is_error())
        return error();
    if (type.kind == TypeKind::any) {
        scope_.use(path, resolution, FieldId::none);
        return members(node, path, resolution.parts);
    }
    if (!type.is_record() || type.object == ObjectId::none) {
        context_.out
            .report(
                Code::W0313,
                path.parts[resolution.parts].span,
                "`{}` is {} and has no fields",
                head.text,
                describe(type)
            )
            .label(head.span, fmt::format("this is {}", describe(type)));
        return error();
    }
    // The record that set off the flow is there, and its past is empty when it is new; what a flow
    // fetched may be missing.
    const bool is_trigger =
        same_name(head.text, "$Record") || same_name(head.text, "$Record__Prior");
    return walk(path, resolution.parts, {node, {type.object}, false, !is_trigger}, &resolution);
}

Expression Compiler::reference(const ReferenceExpr& expr) {
    return path(expr.path);
}

} // namespace weir
