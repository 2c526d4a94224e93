// delete: removes records.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/dml_statement.hpp"
#include "elements/finder.hpp"
#include "elements/kinds.hpp"
#include "elements/record_forms.hpp"
#include "elements/values.hpp"
#include "org/transaction.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "where",
     .value = ValueKind::condition,
     .xml = "filters",
     .doc = "Which records of the object: left of each comparison stands a field. None found is no "
            "fault.",
     .form = XmlForm::filters},
    {.key = "from",
     .value = ValueKind::path,
     .xml = "inputReference",
     .doc = "The record or collection to delete, by Id: `$Record`, or a variable."},
    elements::description_clause,
    elements::fault_clause,
};

constexpr Shape shape{
    .keyword = "delete",
    .category = Category::element,
    .xml = "recordDeletes",
    .subject = SubjectForm::object,
    .can_fault = true,
    .clauses = clauses,
    .doc = "Delete Records: the records of an object that meet conditions, or those of a variable.",
};

using namespace elements;

class DeleteFound final : public Step {
public:
    DeleteFound(Query query, Filter filter) : finder_(std::move(query), std::move(filter)) {}

    void run(Group& group) const override {
        QueryResult found;
        if (!finder_.find(group, Attempt::erase, found))
            return;
        DmlStatement statement{Operation::erase, std::move(found.records), {}};
        statement.owners.reserve(statement.records.size());
        const Rows rows = group.rows();
        for (size_t index = 0; index < rows.size(); ++index)
            statement.owners.insert(
                statement.owners.end(), found.begin[index + 1] - found.begin[index], rows[index]
            );
        statement.run(group);
    }

private:
    Finder finder_;
};

class DeleteFromVariable final : public Step {
public:
    explicit DeleteFromVariable(RecordForm form) : form_(std::move(form)) {}

    void run(Group& group) const override {
        const std::span<const Value> values = group.evaluate(*form_.from);
        HeldRecords held = held_records(group, values, form_);
        const Object& object = group.transaction().schema().object(form_.object->id);
        statement_of(group, Operation::erase, object, held, false).run(group);
    }

private:
    RecordForm form_;
};

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    auto form = record_form(element, checker);
    if (!form || !check_operation(element, checker, *form->object, Operation::erase))
        return broken_step();
    checker.effect(element, Operation::erase, *form->object, {});
    if (form->from)
        return std::make_unique<DeleteFromVariable>(std::move(*form));
    Filter filter;
    const auto* const where = element.value<const Condition*>("where");
    if (where != nullptr && *where != nullptr)
        filter = checker.filter(**where, *form->object);
    else if (!element.has("where") && !element.broken)
        checker.out()
            .report(Code::W0821, element.header, "this deletes every `{}`", form->object->name)
            .here("no conditions")
            .help("say which: `where Field = value`");
    Query query;
    query.object = form->object->id;
    return std::make_unique<DeleteFound>(std::move(query), std::move(filter));
}

} // namespace

const ElementKind kinds::delete_records{.shape = &shape, .check = check};

} // namespace weir
