#include "elements/creation.hpp"

#include "elements/dml_statement.hpp"
#include "elements/upsert.hpp"
#include "elements/values.hpp"
#include "org/transaction.hpp"

#include <algorithm>
#include <utility>

namespace weir::elements {

namespace {

/// `create Name: Object { Field = value }`: a record for each interview.
class CreateFromFields final : public Step {
public:
    CreateFromFields(
        ObjectId object,
        std::vector<FieldAssignment> fields,
        std::optional<uint32_t> id_slot,
        std::optional<Delivery> id_delivery
    )
        : object_(object),
          fields_(std::move(fields)),
          id_slot_(id_slot),
          id_delivery_(std::move(id_delivery)) {}

    void run(Group& group) const override {
        const bool is_whole = group.rows().size() == group.batch().size();
        RecordBatch records = is_whole ? records_of_all(group) : records_of_some(group);
        const Rows rows = group.rows();
        DmlStatement statement{Operation::create, std::move(records), {rows.begin(), rows.end()}};
        statement.run(group);
        keep_ids(group, statement);
    }

private:
    /// Each interview of the batch makes a record: fields are evaluated where they are wanted.
    [[nodiscard]] RecordBatch records_of_all(Group& group) const {
        const uint32_t size = group.batch().size();
        RecordBatch records(object_, size);
        records.reserve(fields_.size());
        for (const FieldAssignment& field : fields_)
            group.evaluate_given(field.value, records.replace(field.field));
        return group.rows().size() < size ? std::as_const(records).select(group.rows())
                                          : std::move(records);
    }

    [[nodiscard]] RecordBatch records_of_some(Group& group) const {
        const auto columns = group.arena().make_array<std::span<const Value>>(fields_.size());
        for (size_t index = 0; index < columns.size(); ++index)
            columns[index] = group.evaluate(fields_[index].value);
        const Rows rows = group.rows();
        RecordBatch records(object_, static_cast<uint32_t>(rows.size()));
        records.reserve(fields_.size());
        for (size_t index = 0; index < columns.size(); ++index) {
            const std::span<Value> column = records.replace(fields_[index].field);
            for (size_t record = 0; record < rows.size(); ++record)
                column[record] = given(columns[index][rows[record]]);
        }
        return records;
    }

    void keep_ids(Group& group, const DmlStatement& statement) const {
        const std::optional<uint32_t> slot =
            id_delivery_ ? std::optional(id_delivery_->slot) : id_slot_;
        if (!slot)
            return;
        const std::span<Value> column = group.slot(*slot);
        const std::span<const Id> ids = statement.records.ids();
        for (size_t record = 0; record < statement.owners.size(); ++record)
            column[statement.owners[record]] =
                ids[record] == Id{} ? Value::null() : Value::id(ids[record]);
        if (id_delivery_)
            id_delivery_->deliver(group, group.rows());
    }

    ObjectId object_;
    std::vector<FieldAssignment> fields_;
    std::optional<uint32_t> id_slot_;
    std::optional<Delivery> id_delivery_;
};

/// `create Name from Variable`: the records that it holds, and their ids back into it.
class CreateFromVariable final : public Step {
public:
    CreateFromVariable(RecordForm form, std::optional<Destination> ids_go_to)
        : form_(std::move(form)), ids_go_to_(ids_go_to) {}

    void run(Group& group) const override {
        const std::span<const Value> values = group.evaluate(*form_.from);
        HeldRecords held = held_records(group, values, form_);
        const Object& object = group.transaction().schema().object(form_.object->id);
        DmlStatement statement = statement_of(group, Operation::create, object, held, true);
        statement.run(group);
        if (ids_go_to_)
            write_ids_back(
                group,
                values,
                form_.is_collection,
                statement.records.ids(),
                statement.owners,
                *ids_go_to_
            );
    }

private:
    RecordForm form_;
    std::optional<Destination> ids_go_to_;
};

std::unique_ptr<Step>
step_from_variable(const Element& element, FlowChecker& checker, const RecordForm& form) {
    const Path& path = *element.value<Path>("from");
    if (const Clause* const block = element.clause(""))
        checker.out()
            .report(
                Code::W0803, block->key_span, "a new record comes from a variable and from fields"
            )
            .here("the fields")
            .label(path.span, "the variable")
            .help("leave one of them out; an assignment before sets more fields of the variable");
    if (const Clause* const store = element.clause("store id in"))
        checker.out()
            .report(Code::W0803, store->span, "the Ids of records from a variable go back into it")
            .here("another variable")
            .label(path.span, "the variable with the records")
            .help("leave this out", Edit{store->span, ""});
    checker.effect(element, Operation::create, *form.object, {});
    std::optional<Destination> ids_go_to;
    // What another element made stays as it was made.
    if (form.object->kind != ObjectKind::event && checker.is_assignable(path)) {
        ids_go_to = destination(checker, path);
        if (!ids_go_to)
            return broken_step();
    }
    if (is_upsert(element))
        return upsert_step(element, checker, form, ids_go_to);
    return std::make_unique<CreateFromVariable>(form, ids_go_to);
}

} // namespace

std::unique_ptr<Step>
creation_step(const Element& element, FlowChecker& checker, const RecordForm& form) {
    if (form.from)
        return step_from_variable(element, checker, form);
    const auto* const list = element.value<List<Assignment>>("");
    if (list == nullptr && !element.broken && !element.has(""))
        checker.out()
            .report(
                Code::W0803,
                element.header,
                "`{}` says nothing of the new record",
                element.shape->keyword
            )
            .here("no fields, no variable")
            .help("write its fields in braces: `{ Field = value }`");
    std::vector<FieldAssignment> fields = checker.assignments(
        element, list == nullptr ? List<Assignment>{} : *list, *form.object, Operation::create
    );
    std::vector<FieldId> written;
    for (const FieldAssignment& field : fields)
        written.push_back(field.field);
    checker.effect(element, Operation::create, *form.object, written);

    std::optional<uint32_t> id_slot;
    std::optional<Delivery> id_delivery;
    if (const Path* const path = element.value<Path>("store id in");
        path != nullptr && !path->empty()) {
        if (const auto to = destination(checker, *path)) {
            Type id = Type::of(TypeKind::id);
            id.object = form.object->id;
            id_delivery = delivery(checker, *to, id, path->span, "the variable");
        }
    } else if (form.object->kind != ObjectKind::event) {
        id_slot = checker.slot_of(element.name.text);
        checker.assigns(element, element.name.text, false);
    }
    if (is_upsert(element))
        return matching_creation_step(
            element, checker, form, std::move(fields), id_slot, std::move(id_delivery)
        );
    return std::make_unique<CreateFromFields>(
        form.object->id, std::move(fields), id_slot, std::move(id_delivery)
    );
}

} // namespace weir::elements
