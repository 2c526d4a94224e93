#include "elements/upsert.hpp"

#include "check/reports.hpp"
#include "elements/dml_statement.hpp"
#include "elements/finder.hpp"
#include "org/upsert.hpp"
#include "types/cell.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

namespace {

enum class OnMatches : uint8_t { update_all, update_latest, nothing };

OnMatches on_matches(const Element& element, std::string_view key) {
    const auto* const words = element.value<std::string_view>(key);
    if (words == nullptr || *words == "update all" || *words == "update")
        return OnMatches::update_all;
    return *words == "update latest" ? OnMatches::update_latest : OnMatches::nothing;
}

/// Tells each interview the first fault of its records.
void tell_faults(Group& group, const UpsertPart& part, Attempt attempt) {
    for (size_t record = 0; record < part.owners.size(); ++record)
        if (part.faults[record] != nullptr)
            group.fault(
                part.owners[record], operation_fault(attempt, *part.faults[record], group.arena())
            );
}

class CreateMatching final : public Step {
public:
    CreateMatching(
        Query query,
        Filter filter,
        std::vector<FieldAssignment> fields,
        std::optional<uint32_t> id_slot,
        std::optional<Delivery> id_delivery,
        const Element& element
    )
        : finder_(std::move(query), std::move(filter)),
          fields_(std::move(fields)),
          id_slot_(id_slot),
          id_delivery_(std::move(id_delivery)),
          on_one_(on_matches(element, "on one match")),
          on_several_(on_matches(element, "on several matches")),
          creates_(!element.has("on no match")) {}

    void run(Group& group) const override {
        const auto columns = group.arena().make_array<std::span<const Value>>(fields_.size());
        for (size_t index = 0; index < columns.size(); ++index)
            columns[index] = group.evaluate(fields_[index].value);
        QueryResult found;
        if (!finder_.find(group, Attempt::create, found))
            return;
        const Rows rows = group.rows();
        UpsertPart creates;
        UpsertPart updates;
        std::vector<Id> ids;
        share_out(found, rows, creates, updates, ids);
        const ObjectId object = finder_.object();
        creates.records = RecordBatch(object, static_cast<uint32_t>(creates.owners.size()));
        updates.records = RecordBatch(object, static_cast<uint32_t>(updates.owners.size()));
        std::ranges::copy(ids, updates.records.ids().begin());
        for (UpsertPart* const part : {&creates, &updates})
            for (size_t index = 0; index < columns.size(); ++index) {
                const std::span<Value> column = part->records.column(fields_[index].field);
                for (size_t record = 0; record < part->owners.size(); ++record)
                    column[record] = given(columns[index][part->owners[record]]);
            }
        upsert(group.transaction(), creates, updates, false);
        tell_faults(group, creates, Attempt::create);
        tell_faults(group, updates, Attempt::update);
        keep_ids(group, rows, creates, updates);
    }

private:
    /// Which interviews create, and which records the others update.
    void share_out(
        const QueryResult& found,
        Rows rows,
        UpsertPart& creates,
        UpsertPart& updates,
        std::vector<Id>& ids
    ) const {
        const std::span<const Id> all = found.records.ids();
        for (size_t index = 0; index < rows.size(); ++index) {
            const std::span<const Id> matches =
                all.subspan(found.begin[index], found.begin[index + 1] - found.begin[index]);
            if (matches.empty()) {
                if (creates_)
                    creates.owners.push_back(rows[index]);
                continue;
            }
            const OnMatches what = matches.size() == 1 ? on_one_ : on_several_;
            if (what == OnMatches::nothing)
                continue;
            // The query has the latest first.
            const size_t count = what == OnMatches::update_latest ? 1 : matches.size();
            for (const Id id : matches.first(count)) {
                ids.push_back(id);
                updates.owners.push_back(rows[index]);
            }
        }
    }

    void
    keep_ids(Group& group, Rows rows, const UpsertPart& creates, const UpsertPart& updates) const {
        const std::optional<uint32_t> slot =
            id_delivery_ ? std::optional(id_delivery_->slot) : id_slot_;
        if (!slot)
            return;
        const std::span<Value> column = group.slot(*slot);
        for (const uint32_t row : rows)
            column[row] = Value::null();
        for (const UpsertPart* const part : {&updates, &creates}) {
            const std::span<const Id> ids = part->records.ids();
            for (size_t record = 0; record < part->owners.size(); ++record)
                if (ids[record] != Id{} && column[part->owners[record]].is_null())
                    column[part->owners[record]] = Value::id(ids[record]);
        }
        if (id_delivery_)
            id_delivery_->deliver(group, group.rows());
    }

    Finder finder_;
    std::vector<FieldAssignment> fields_;
    std::optional<uint32_t> id_slot_;
    std::optional<Delivery> id_delivery_;
    OnMatches on_one_;
    OnMatches on_several_;
    bool creates_;
};

/// `create Name from Variable upsert by Field`.
class UpsertFromVariable final : public Step {
public:
    UpsertFromVariable(
        RecordForm form,
        FieldId key,
        uint32_t key_cell,
        bool all_or_none,
        std::optional<Destination> ids_go_to
    )
        : form_(std::move(form)),
          key_(key),
          key_cell_(key_cell),
          all_or_none_(all_or_none),
          ids_go_to_(ids_go_to) {
        query_.object = form_.object->id;
        query_.parameter_count = 1;
        query_.filter.resize(1);
        query_.filter[0].field = key_;
    }

    void run(Group& group) const override {
        const std::span<const Value> values = group.evaluate(*form_.from);
        const HeldRecords held = held_records(group, values, form_);
        std::vector<Id> ids(held.rows.size());
        if (!find_ids(group, held, ids))
            return;
        const Rows staying = group.rows();
        UpsertPart creates;
        UpsertPart updates;
        std::vector<uint32_t> of_creates;
        std::vector<uint32_t> of_updates;
        for (uint32_t record = 0; record < held.rows.size(); ++record) {
            if (!std::ranges::binary_search(staying, held.owners[record]))
                continue;
            const bool is_new = ids[record] == Id{};
            (is_new ? creates : updates).owners.push_back(held.owners[record]);
            (is_new ? of_creates : of_updates).push_back(record);
        }
        fill(group, held, of_creates, {}, creates);
        fill(group, held, of_updates, ids, updates);
        upsert(group.transaction(), creates, updates, all_or_none_);
        tell_faults(group, creates, Attempt::create);
        tell_faults(group, updates, Attempt::update);
        for (size_t index = 0; index < of_creates.size(); ++index)
            ids[of_creates[index]] = creates.records.ids()[index];
        if (ids_go_to_)
            write_ids_back(group, values, form_.is_collection, ids, held.owners, *ids_go_to_);
    }

private:
    /// The records that are there already, by the key: its own Id, or one query for all.
    bool find_ids(Group& group, const HeldRecords& held, std::vector<Id>& ids) const {
        if (key_ == form_.object->id_field()) {
            for (size_t record = 0; record < ids.size(); ++record)
                ids[record] = id_from(held.rows[record]->cells()[0]);
            return true;
        }
        std::vector<Value> keys;
        std::vector<uint32_t> asked;
        for (uint32_t record = 0; record < held.rows.size(); ++record) {
            const Value key = key_cell_ < held.rows[record]->size
                                  ? held.rows[record]->cells()[key_cell_]
                                  : Value::null();
            if (key.is_null())
                continue;
            keys.push_back(key);
            asked.push_back(record);
        }
        if (asked.empty())
            return true;
        QueryResult found;
        const std::span<const Value> column(keys);
        const Fault* const failed = group.transaction().query(
            query_, {&column, 1}, static_cast<uint32_t>(keys.size()), found
        );
        if (failed != nullptr) {
            const Fault* const told = operation_fault(Attempt::create, *failed, group.arena());
            for (const uint32_t row : group.rows())
                group.fault(row, told);
            return false;
        }
        for (size_t index = 0; index < asked.size(); ++index)
            take_match(group, held, asked[index], keys[index], found, index, ids);
        return true;
    }

    void take_match(
        Group& group,
        const HeldRecords& held,
        uint32_t record,
        Value key,
        const QueryResult& found,
        size_t index,
        std::vector<Id>& ids
    ) const {
        const uint32_t count = found.begin[index + 1] - found.begin[index];
        if (count == 1)
            ids[record] = found.records.ids()[found.begin[index]];
        if (count <= 1)
            return;
        const Fault* const several = group.transaction().fault(
            "DUPLICATE_EXTERNAL_ID",
            fmt::format(
                "{}: more than one record found for external id field: {}",
                form_.object->field(key_).name,
                to_text(key, group.arena())
            )
        );
        group.fault(held.owners[record], operation_fault(Attempt::update, *several, group.arena()));
    }

    /// Fields of the records that the operation may write; `ids` is empty for new ones.
    void fill(
        Group& group,
        const HeldRecords& held,
        std::span<const uint32_t> of,
        std::span<const Id> ids,
        UpsertPart& part
    ) const {
        const Object& object = *form_.object;
        const Layout& layout = group.transaction().program().layouts->of(object.id);
        part.records = RecordBatch(object.id, static_cast<uint32_t>(of.size()));
        for (size_t index = 0; index < of.size() && !ids.empty(); ++index)
            part.records.ids()[index] = ids[of[index]];
        for (uint32_t cell = 1; cell < layout.size(); ++cell) {
            const FieldId field = layout.fields()[cell];
            const Field& described = object.field(field);
            const bool is_written = ids.empty() ? described.createable : described.updateable;
            if (!is_written || described.has_formula || described.kind == FieldKind::auto_number)
                continue;
            for (size_t index = 0; index < of.size(); ++index) {
                const Row& row = *held.rows[of[index]];
                if (cell < row.size && !row.cells()[cell].is_unset())
                    part.records.column(field)[index] = row.cells()[cell];
            }
        }
    }

    RecordForm form_;
    FieldId key_;
    uint32_t key_cell_;
    bool all_or_none_;
    std::optional<Destination> ids_go_to_;
    Query query_;
};

} // namespace

bool is_upsert(const Element& element) {
    return element.has("where") || element.has("upsert by") || element.has("upsert by standard");
}

std::unique_ptr<Step> matching_creation_step(
    const Element& element,
    FlowChecker& checker,
    const RecordForm& form,
    std::vector<FieldAssignment> fields,
    std::optional<uint32_t> id_slot,
    std::optional<Delivery> id_delivery
) {
    const auto* const where = element.value<const Condition*>("where");
    if (where == nullptr || *where == nullptr) {
        if (const Clause* const by = element.clause("upsert by"))
            checker.out()
                .report(Code::W0803, by->span, "an upsert takes its records from a variable")
                .here("a key")
                .help("say which record it is: `where Field = value`");
        return broken_step();
    }
    std::vector<FieldId> written;
    for (const FieldAssignment& field : fields)
        written.push_back(field.field);
    checker.effect(element, Operation::update, *form.object, written);
    Query query;
    query.object = form.object->id;
    if (const auto modified = form.object->find_field("LastModifiedDate"))
        query.order.push_back({*modified, true, true});
    return std::make_unique<CreateMatching>(
        std::move(query),
        checker.filter(**where, *form.object),
        std::move(fields),
        id_slot,
        std::move(id_delivery),
        element
    );
}

std::unique_ptr<Step> upsert_step(
    const Element& element,
    FlowChecker& checker,
    const RecordForm& form,
    std::optional<Destination> ids_go_to
) {
    const auto* by = element.value<Path>("upsert by");
    if (by == nullptr)
        by = element.value<Path>("upsert by standard");
    if (by == nullptr || by->empty())
        return broken_step();
    const Object& object = *form.object;
    const Name& name = by->parts.back();
    const std::optional<FieldId> key = object.find_field(name.text);
    if (!key) {
        report_unknown_field(
            object, name, checker.out(), object.is_open ? Code::W0318 : Code::W0312
        );
        return broken_step();
    }
    const Field& field = object.field(*key);
    if (*key != object.id_field() && !field.external_id && !field.unique)
        checker.out()
            .report(Code::W0803, name.span, "`{}` is no key that records are found by", field.name)
            .label(field.span, "declared here")
            .help("an upsert goes by `Id` or by a field that is an `external id`");
    checker.effect(element, Operation::update, object, {});
    const uint32_t cell = checker.layouts().of(object.id).cell(*key);
    return std::make_unique<UpsertFromVariable>(
        form, *key, cell, !element.has("partial"), ids_go_to
    );
}

} // namespace weir::elements
