// What is said of references that lead nowhere: fields, relationships and names that are not there.

#include "formula/believed.hpp"
#include "formula/compiler.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

std::vector<std::string_view> relationship_names(const Object& object) {
    std::vector<std::string_view> names;
    for (const Field& field : object.fields)
        if (!field.relationship.empty())
            names.emplace_back(field.relationship);
    return names;
}

} // namespace

std::string_view relationship_name(std::string_view part) {
    return part.substr(0, part.find(':'));
}

std::string_view relationship_object(std::string_view part) {
    const size_t colon = part.find(':');
    return colon == std::string_view::npos ? std::string_view{} : part.substr(colon + 1);
}

void report_believed_field(const Object& object, const Name& name, Diagnostics& out) {
    out.report(
           Code::W0318,
           name.span,
           "`{}` is open, and nothing declares its field `{}`",
           object.name,
           name.text
    )
        .here("believed, and without a value here")
        .help_nearest(name.text, object.field_names(), "a field with a similar name exists: `{}`");
}

void Compiler::unknown_field(const Path& path, size_t part, ObjectId object_id) {
    const Object& object = context_.schema.object(object_id);
    const Name& name = path.parts[part];
    auto report = context_.out.report(
        Code::W0312, name.span, "`{}` has no field `{}`", object.name, name.text
    );
    report.here("no such field");
    if (const auto lookup = object.find_relationship(name.text)) {
        const Field& field = object.field(*lookup);
        report.help(
            fmt::format(
                "`{}` is a relationship; the id it goes by is the field `{}`",
                field.relationship,
                field.name
            ),
            Edit{name.span, field.name}
        );
        return;
    }
    report.help_nearest(
        name.text, object.field_names(), "a field with a similar name exists: `{}`"
    );
}

// An open object has more fields than are declared: the value of such a field is not known here.
Expression Compiler::believed_field(const Name& name, ObjectId object_id) {
    report_believed_field(context_.schema.object(object_id), name, context_.out);
    return {make_constant(Value::null(), arena_), Type::of(TypeKind::any)};
}

void Compiler::no_relationship(const Path& path, size_t part, ObjectId object_id) {
    const Object& object = context_.schema.object(object_id);
    const Name& name = path.parts[part];
    if (const auto found = object.find_field(name.text)) {
        const Field& field = object.field(*found);
        auto report = context_.out.report(
            Code::W0313,
            name.span,
            "`{}` is {} and has no fields",
            field.name,
            describe(field.type())
        );
        if (!field.relationship.empty())
            report.help(
                fmt::format("the record it refers to is `{}`", field.relationship),
                Edit{name.span, field.relationship}
            );
        return;
    }
    const std::vector<std::string_view> names = relationship_names(object);
    context_.out
        .report(
            Code::W0314,
            name.span,
            "`{}` has no relationship `{}`",
            object.name,
            relationship_name(name.text)
        )
        .here("no such relationship")
        .help_nearest(
            relationship_name(name.text), names, "a relationship with a similar name exists: `{}`"
        );
}

void Compiler::unknown_name(const Path& path) {
    const Name& head = path.parts[0];
    std::vector<std::string_view> names = scope_.names();
    if (scope_.implicit_object() == ObjectId::none || head.text.starts_with('$')) {
        context_.out.report(Code::W0310, head.span, "there is nothing called `{}` here", head.text)
            .here("no such name")
            .help_nearest(head.text, names, "something with a similar name exists: `{}`");
        return;
    }
    const Object& object = context_.schema.object(scope_.implicit_object());
    const std::vector<std::string_view> fields =
        path.parts.size() == 1 ? object.field_names() : relationship_names(object);
    names.insert(names.end(), fields.begin(), fields.end());
    if (path.parts.size() == 1) {
        context_.out
            .report(Code::W0312, head.span, "`{}` has no field `{}`", object.name, head.text)
            .here("no such field")
            .help_nearest(head.text, names, "a field with a similar name exists: `{}`");
    } else {
        context_.out
            .report(
                Code::W0314,
                head.span,
                "`{}` has no relationship `{}`",
                object.name,
                relationship_name(head.text)
            )
            .here("no such relationship")
            .help_nearest(head.text, names, "something with a similar name exists: `{}`");
    }
}

} // namespace weir
