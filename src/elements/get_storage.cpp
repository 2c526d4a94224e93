#include "elements/get_storage.hpp"

#include "check/reports.hpp"
#include "elements/record_forms.hpp"

#include <fmt/format.h>

namespace weir::elements {

bool stores_elsewhere(const Element& element) {
    return element.has("into") || element.has("");
}

namespace {

void check_storage_clauses(const Element& element, FlowChecker& checker) {
    const Clause* const into = element.clause("into");
    const Clause* const block = element.clause("");
    if (into != nullptr && block != nullptr)
        checker.out()
            .report(
                Code::W0808,
                block->key_span,
                "the result goes into a variable and field by field into others"
            )
            .here("field by field")
            .label(into->span, "as a whole")
            .help("leave one of them out");
    const Clause* const null_clause = element.clause("null when nothing is found");
    if (null_clause != nullptr && into == nullptr && block == nullptr)
        checker.out()
            .report(
                Code::W0808,
                null_clause->span,
                "a result under the element's own name is null anyway"
            )
            .help("leave this out", Edit{null_clause->span, ""});
    const Clause* const limit = element.clause("limit");
    const Clause* const first = element.clause("first");
    if (limit != nullptr && first != nullptr)
        checker.out()
            .report(Code::W0808, limit->span, "the first record alone needs no limit")
            .here("a limit")
            .label(first->span, "only the first")
            .help("leave this out", Edit{limit->span, ""});
}

/// Where `into` leads. A record variable takes the first record, a collection all of them.
void read_into(
    const Element& element,
    const Path& path,
    const Object& object,
    FlowChecker& checker,
    Storage& storage
) {
    const auto to = destination(checker, path);
    if (!to)
        return;
    if (!to->type.is_error() &&
        (to->type.kind != TypeKind::record || to->type.object != object.id)) {
        checker.out()
            .report(
                Code::W0804,
                path.span,
                "`{}` takes no records of `{}`",
                spell(path, checker.compile_context().arena),
                object.name
            )
            .here(fmt::format("it is {}", describe(to->type, checker.schema())))
            .help(fmt::format(
                "declare a variable for them: `var Found: {}{}`",
                object.name,
                element.has("first") ? "" : "[]"
            ));
        return;
    }
    if (to->type.collection && element.has("first")) {
        checker.out()
            .report(Code::W0808, element.clause("first")->span, "a collection takes all records")
            .here("only the first")
            .label(path.span, "a collection")
            .help(fmt::format("write `limit`, or name a variable of the type `{}`", object.name));
        return;
    }
    storage.is_first = !to->type.collection;
    storage.whole = to;
}

void read_stored_fields(
    List<Assignment> list, const Object& object, FlowChecker& checker, Storage& storage
) {
    for (const Assignment& assignment : list) {
        if (assignment.target.empty() || assignment.value == nullptr ||
            assignment.value->root == nullptr)
            continue;
        const Expr& value = *assignment.value->root;
        if (value.kind == ExprKind::error)
            continue;
        const Path path = value.kind == ExprKind::reference
                              ? static_cast<const ReferenceExpr&>(value).path
                              : Path{};
        if (path.parts.size() != 1 || assignment.op != AssignOperator::assign) {
            checker.out()
                .report(
                    Code::W0808, assignment.value->span, "this is not a field of `{}`", object.name
                )
                .help("write `Variable = Field`; an assignment behind the element computes more");
            continue;
        }
        const auto field = object.find_field(path.parts[0].text);
        if (!field && object.is_open) {
            report_believed_field(object, path.parts[0], checker.out());
            (void)destination(checker, assignment.target);
            continue;
        }
        if (!field) {
            report_unknown_field(object, {path.parts[0].text, path.span}, checker.out());
            continue;
        }
        const auto to = destination(checker, assignment.target);
        if (!to)
            continue;
        (void)checker.layouts().of(object.id).cell(*field); // so that it is fetched
        const Type type = object.field(*field).type();
        storage.fields.push_back(
            {*field, delivery(checker, *to, type, assignment.value->span, "the variable")}
        );
    }
}

} // namespace

Storage read_storage(const Element& element, const Object& object, FlowChecker& checker) {
    check_storage_clauses(element, checker);
    Storage storage;
    storage.is_first = element.has("first");
    if (stores_elsewhere(element)) {
        storage.keeps_old = !element.has("null when nothing is found");
        if (const Path* const path = element.value<Path>("into"); path != nullptr && !path->empty())
            read_into(element, *path, object, checker, storage);
        if (const auto* const list = element.value<List<Assignment>>("")) {
            storage.is_first = true;
            read_stored_fields(*list, object, checker, storage);
        }
        return storage;
    }
    if (const auto slot = checker.slot_of(element.name.text)) {
        storage.whole = Destination{*slot, std::nullopt, object.id, Type::record_of(object.id)};
        checker.assigns(element, element.name.text, storage.is_first);
    }
    return storage;
}

} // namespace weir::elements
