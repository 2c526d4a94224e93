#include "elements/collections.hpp"

#include "elements/record_forms.hpp"

#include <fmt/format.h>

namespace weir::elements {

std::optional<Expression> read_collection(const Element& element, FlowChecker& checker) {
    const Path* const over = element.value<Path>("over");
    if (over == nullptr || over->empty())
        return std::nullopt;
    const Expression collection = checker.reference(*over);
    const Type type = collection.type;
    if (type.is_error() || type.kind == TypeKind::any || type.collection)
        return collection;
    checker.out()
        .report(
            Code::W0809,
            over->span,
            "`{}` is no collection",
            spell(*over, checker.compile_context().arena)
        )
        .here(fmt::format("it is {}", describe(type, checker.schema())))
        .help("a Get Records without `first` gives a collection; a variable is one with `[]` "
              "behind its type");
    return std::nullopt;
}

std::optional<ItemWalk> read_item_walk(const Element& element, FlowChecker& checker) {
    const Path* const into = element.value<Path>("into");
    if (into == nullptr || into->empty())
        return std::nullopt;
    const auto item = destination(checker, *into);
    const auto slot = checker.slot_of(element.name.text);
    if (!item || !slot)
        return std::nullopt;
    checker.assigns(element, into->parts.front().text, false);
    checker.assigns(element, element.name.text, false);
    return ItemWalk{*item, *slot};
}

Type collection_type(const Path& path, FlowChecker& checker) {
    if (path.empty())
        return {};
    const Resolution head = checker.scope().resolve(path);
    if (head.kind == Resolution::Kind::reported)
        return {};
    if (head.kind != Resolution::Kind::unknown && path.parts.size() <= head.parts)
        return head.type;
    // A list of children, `$Flow.ActiveStages`, a member of a class. Its names are copies, so that
    // nothing counts as read here.
    CompileContext& context = checker.compile_context();
    Diagnostics unsaid;
    CompileContext aside{context.schema, context.layouts, context.arena, unsaid};
    auto* const reference = context.arena.make<ReferenceExpr>();
    reference->kind = ExprKind::reference;
    reference->span = path.span;
    reference->path = {context.arena.copy(path.parts), path.span};
    Formula formula;
    formula.root = reference;
    formula.span = path.span;
    const Type type = compile(formula, checker.scope(), aside).type;
    return type.kind == TypeKind::any ? type.collection_of() : type;
}

std::optional<Destination> collection_place(const Path& path, Type type, FlowChecker& checker) {
    if (path.parts.size() != 1)
        return destination(checker, path);
    const std::string_view name = path.parts.front().text;
    // A sorted collection stays the same value, so that also the result of an element is taken.
    if (const auto slot = checker.slot_of(name))
        return Destination{*slot, std::nullopt, ObjectId::none, type};
    return destination(checker, path);
}

} // namespace weir::elements
