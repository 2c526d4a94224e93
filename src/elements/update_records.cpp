// update: changes records.
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
     .doc = "The record or collection to update, by Id: `$Record`, or a variable. Without braces "
            "all of its fields that "
            "have a value are written."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputAssignments",
     .doc = "`{ Field = value }`: what changes.",
     .form = XmlForm::fields},
    elements::fault_clause,
};

constexpr Shape shape{
    .keyword = "update",
    .category = Category::element,
    .xml = "recordUpdates",
    .subject = SubjectForm::object,
    .can_fault = true,
    .in_before_save = true,
    .clauses = clauses,
    .doc = "Update Records: the records of an object that meet conditions, those of a variable, or "
           "the record that started "
           "the flow. A before-save flow updates only `$Record`.",
};

using namespace elements;

using Fields = std::vector<FieldAssignment>;

/// What each field becomes, by interview.
std::span<std::span<const Value>> evaluate_all(Group& group, const Fields& fields) {
    const auto columns = group.arena().make_array<std::span<const Value>>(fields.size());
    for (size_t index = 0; index < columns.size(); ++index)
        columns[index] = group.evaluate(fields[index].value);
    return columns;
}

void set_fields(
    DmlStatement& statement, const Fields& fields, std::span<const std::span<const Value>> columns
) {
    statement.records.reserve(fields.size());
    for (size_t index = 0; index < fields.size(); ++index) {
        const std::span<Value> column = statement.records.replace(fields[index].field);
        for (size_t record = 0; record < statement.owners.size(); ++record)
            column[record] = given(columns[index][statement.owners[record]]);
    }
}

/// `update Name: Object where … { Field = value }`: one query, one statement.
class UpdateFound final : public Step {
public:
    UpdateFound(Query query, Filter filter, Fields fields)
        : finder_(std::move(query), std::move(filter)), fields_(std::move(fields)) {}

    void run(Group& group) const override {
        const auto columns = evaluate_all(group, fields_);
        QueryResult found;
        if (!finder_.find(group, Attempt::update, found))
            return;
        const Rows rows = group.rows();
        const uint32_t size = found.records.size();
        DmlStatement statement{Operation::update, RecordBatch(finder_.object(), size), {}};
        std::copy_n(found.records.ids().begin(), size, statement.records.ids().begin());
        statement.owners.resize(size);
        for (size_t index = 0; index < rows.size(); ++index)
            for (uint32_t at = found.begin[index]; at < found.begin[index + 1]; ++at)
                statement.owners[at] = rows[index];
        set_fields(statement, fields_, columns);
        statement.run(group);
    }

private:
    Finder finder_;
    Fields fields_;
};

/// `update Name from Variable`: what the records hold, or what the braces say.
class UpdateFromVariable final : public Step {
public:
    UpdateFromVariable(RecordForm form, Fields fields)
        : form_(std::move(form)), fields_(std::move(fields)) {}

    void run(Group& group) const override {
        const auto columns = evaluate_all(group, fields_);
        const std::span<const Value> values = group.evaluate(*form_.from);
        HeldRecords held = held_records(group, values, form_);
        const Object& object = group.transaction().schema().object(form_.object->id);
        DmlStatement statement =
            statement_of(group, Operation::update, object, held, fields_.empty());
        set_fields(statement, fields_, columns);
        statement.run(group);
    }

private:
    RecordForm form_;
    Fields fields_;
};

/// Before the save the record is changed in place: no statement, no new save.
class UpdateBeforeSave final : public Step {
public:
    UpdateBeforeSave(ObjectId object, const Fields& fields, const Layout& layout) {
        for (const FieldAssignment& field : fields)
            writes_.push_back(
                {field.value,
                 {fixed_slot::record, layout.find(field.field), object, field.value.type}}
            );
    }

    void run(Group& group) const override {
        const auto columns = group.arena().make_array<std::span<const Value>>(writes_.size());
        for (size_t index = 0; index < columns.size(); ++index)
            columns[index] = group.evaluate(writes_[index].value);
        for (size_t index = 0; index < columns.size(); ++index)
            writes_[index].to.write_all(group, columns[index]);
    }

private:
    struct Write {
        Expression value;
        Destination to;
    };
    std::vector<Write> writes_;
};

std::unique_ptr<Step>
check_before_save(const Element& element, FlowChecker& checker, const RecordForm& form) {
    if (!form.is_record) {
        checker.out()
            .report(
                Code::W0818,
                element.header,
                "a before-save flow updates only the record that is being saved"
            )
            .here("other records")
            .help("write `from $Record`, or start the flow `after` the save");
        return broken_step();
    }
    const auto* const list = element.value<List<Assignment>>("");
    const Fields fields = checker.assignments(
        element, list == nullptr ? List<Assignment>{} : *list, *form.object, Operation::update
    );
    Layout& layout = checker.layouts().of(form.object->id);
    for (const FieldAssignment& field : fields)
        (void)layout.cell(field.field);
    return std::make_unique<UpdateBeforeSave>(form.object->id, fields, layout);
}

std::unique_ptr<Step>
check_found(const Element& element, FlowChecker& checker, const RecordForm& form, Fields fields) {
    Filter filter;
    const auto* const where = element.value<const Condition*>("where");
    if (where != nullptr && *where != nullptr)
        filter = checker.filter(**where, *form.object);
    else if (!element.has("where") && !element.broken)
        checker.out()
            .report(Code::W0821, element.header, "this updates every `{}`", form.object->name)
            .here("no conditions")
            .help("say which: `where Field = value`");
    if (!element.has("") && !element.broken)
        checker.out()
            .report(Code::W0803, element.header, "`update` says nothing of what changes")
            .here("no fields")
            .help("write them in braces: `{ Field = value }`");
    Query query;
    query.object = form.object->id;
    return std::make_unique<UpdateFound>(std::move(query), std::move(filter), std::move(fields));
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    auto form = record_form(element, checker);
    if (!form)
        return broken_step();
    if (checker.flow().start == FlowStart::record_before_save)
        return check_before_save(element, checker, *form);
    if (!check_operation(element, checker, *form->object, Operation::update))
        return broken_step();
    Fields fields;
    if (const auto* const list = element.value<List<Assignment>>(""))
        fields = checker.assignments(element, *list, *form->object, Operation::update);
    std::vector<FieldId> written;
    for (const FieldAssignment& field : fields)
        written.push_back(field.field);
    checker.effect(element, Operation::update, *form->object, written);
    if (form->from)
        return std::make_unique<UpdateFromVariable>(std::move(*form), std::move(fields));
    return check_found(element, checker, *form, std::move(fields));
}

} // namespace

const ElementKind kinds::update_records{.shape = &shape, .check = check};

} // namespace weir
