#include "elements/record_forms.hpp"

#include "types/text.hpp"

#include <fmt/format.h>

namespace weir::elements {

std::string_view spell(const Path& path, Arena& arena) {
    std::string text;
    for (const Name& part : path.parts) {
        if (!text.empty())
            text += '.';
        text += part.text;
    }
    return arena.copy(std::string_view(text));
}

std::string describe(Type type, const Schema& schema) {
    if (type.kind == TypeKind::record) {
        const std::string object =
            type.object == ObjectId::none ? "record" : schema.object(type.object).name;
        return type.collection ? fmt::format("a collection of `{}`", object)
                               : fmt::format("a record of `{}`", object);
    }
    return type.collection ? fmt::format("a collection of {}", name(type.kind))
                           : std::string(name(type.kind));
}

namespace {

/// The lookup of a path that ends in a relationship, `$Record.Account`: the record is known by its
/// Id alone.
std::optional<Expression> related_record(const Path& path, FlowChecker& checker) {
    if (path.parts.size() < 2)
        return std::nullopt;
    const Resolution head = checker.scope().resolve(path);
    if (head.kind != Resolution::Kind::slot || !head.type.is_record() ||
        head.type.object == ObjectId::none)
        return std::nullopt;
    ObjectId at = head.type.object;
    std::vector<Name> parts(path.parts.begin(), path.parts.end());
    for (size_t part = head.parts; part < parts.size(); ++part) {
        const Object& object = checker.schema().object(at);
        const auto lookup = object.find_relationship(parts[part].text);
        if (!lookup || object.field(*lookup).refers_to.size() != 1)
            return std::nullopt;
        at = object.field(*lookup).refers_to.front();
        if (part + 1 == parts.size())
            parts[part].text = object.field(*lookup).name;
    }
    Arena& arena = checker.compile_context().arena;
    Expression id = checker.reference({arena.copy(parts), path.span});
    id.type = Type::record_of(at);
    return id;
}

std::optional<RecordForm>
form_of_variable(const Element& element, const Path& path, FlowChecker& checker) {
    const std::optional<Expression> related = related_record(path, checker);
    const Expression value = related ? *related : checker.reference(path);
    if (!value || value.type.is_error())
        return std::nullopt;
    if (value.type.kind != TypeKind::record || value.type.object == ObjectId::none) {
        checker.out()
            .report(
                Code::W0804,
                path.span,
                "`{}` holds no records",
                spell(path, checker.compile_context().arena)
            )
            .here(fmt::format("it is {}", describe(value.type, checker.schema())))
            .help("name a record variable, a collection of records, or `$Record`");
        return std::nullopt;
    }
    RecordForm form;
    form.object = &checker.schema().object(value.type.object);
    form.from = value;
    form.is_collection = value.type.collection;
    form.is_record =
        path.parts.size() == 1 && equal_ignoring_case(path.parts.front().text, "$Record");
    form.spelling = spell(path, checker.compile_context().arena);
    if (!element.subject.empty()) {
        checker.out()
            .report(
                Code::W0803,
                element.clause("from")->span,
                "the element names an object and a variable"
            )
            .here("the variable")
            .label(element.subject.span, "the object")
            .help(fmt::format(
                "leave one of them out; `{}` is {}",
                form.spelling,
                describe(value.type, checker.schema())
            ));
    } else if (const Clause* const where = element.clause("where")) {
        checker.out()
            .report(Code::W0803, where->span, "the element has conditions and a variable")
            .here("the conditions")
            .label(path.span, "the variable that holds the records")
            .help("leave one of them out");
    }
    return form;
}

} // namespace

std::optional<RecordForm> record_form(const Element& element, FlowChecker& checker) {
    if (const Path* const path = element.value<Path>("from"); path != nullptr && !path->empty())
        return form_of_variable(element, *path, checker);
    if (element.has("from"))
        return std::nullopt; // broken, and said so
    if (element.subject.empty()) {
        if (!element.broken)
            checker.out()
                .report(
                    Code::W0803, element.header, "`{}` names no records", element.shape->keyword
                )
                .here("no object, no variable")
                .help(fmt::format(
                    "write `{0} {1}: Object …`, or `{0} {1} from Variable`",
                    element.shape->keyword,
                    element.name.text
                ));
        return std::nullopt;
    }
    const Object* const object = checker.object(element);
    if (object == nullptr)
        return std::nullopt;
    RecordForm form;
    form.object = object;
    return form;
}

bool check_operation(
    const Element& element, FlowChecker& checker, const Object& object, Operation operation
) {
    const bool can = object.kind != ObjectKind::custom_metadata &&
                     (operation == Operation::create   ? object.creatable
                      : operation == Operation::update ? object.updatable
                                                       : object.deletable);
    if (can && (object.kind != ObjectKind::event || operation == Operation::create))
        return true;
    const Span span = element.subject.empty() ? element.header : element.subject.span;
    const std::string_view verb = operation == Operation::create   ? "create"
                                  : operation == Operation::update ? "update"
                                                                   : "delete";
    auto report = checker.out().report(
        Code::W0806, span, "a flow cannot {} records of `{}`", verb, object.name
    );
    if (object.kind == ObjectKind::custom_metadata)
        report.here("custom metadata").note("custom metadata is deployed, not saved");
    else if (object.kind == ObjectKind::event)
        report.here("a platform event").note("a message, once published, stays as it is");
    return false;
}

} // namespace weir::elements
