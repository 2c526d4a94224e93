// A page that is in order: what its components and choices give goes into the flow's variables.
#include "elements/screen_row.hpp"
#include "elements/screen_values.hpp"
#include "org/transaction.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace weir::elements {

namespace {

class Acceptance {
public:
    Acceptance(ScreenRow& row, const ScreenPlan& plan) : row_(row), plan_(plan) {}

    void accept(const std::vector<ScreenFieldPlan>& plans, const std::vector<ScreenField>& fields) {
        for (size_t index = 0; index < fields.size() && !row_.has_failed; ++index) {
            const ScreenFieldPlan& plan = plans[index % plans.size()];
            const ScreenField& field = fields[index];
            if (plan.given_slot && field.is_visible)
                row_.slot(*plan.given_slot) = Value::boolean(true);
            if (field.takes_choices)
                accept_choices(plan, field);
            if (plan.kind == ScreenFieldKind::repeater) {
                accept_items(plan, field);
                continue;
            }
            accept(plan.fields, field.fields);
            if (plan.standard != nullptr && field.is_visible)
                derive(plan);
            if (field.is_visible || plan_.hidden_is_null)
                deliver(plan);
        }
    }

    /// Choices of one name may stand in several fields: one is enough.
    void mark_selected() {
        for (const auto& [slot, is_selected] : selected_)
            row_.slot(slot) = Value::boolean(is_selected);
    }

private:
    void note_selected(std::optional<uint32_t> slot, bool is_selected) {
        if (slot)
            selected_[*slot] |= is_selected;
    }

    void accept_choices(const ScreenFieldPlan& plan, const ScreenField& field) {
        bool is_any = false;
        std::vector<const ScreenChoice*> first(plan.choices.size());
        for (const ScreenChoice& choice : field.choices) {
            const bool is_selected = choice.is_selected && field.is_visible;
            is_any |= is_selected;
            if (choice.source >= plan.choices.size())
                continue;
            if (is_selected && first[choice.source] == nullptr)
                first[choice.source] = &choice;
        }
        note_selected(plan.selected_slot, is_any);
        for (size_t index = 0; index < first.size(); ++index) {
            const ChoiceSource& source = plan.choices[index];
            if (source.choice != nullptr)
                accept_choice(*source.choice, plan, first[index]);
            else
                accept_set(*source.set, first[index]);
        }
    }

    void accept_choice(
        const ChoicePlan& plan, const ScreenFieldPlan& field, const ScreenChoice* chosen
    ) {
        note_selected(plan.selected_slot, chosen != nullptr);
        if (!plan.slot)
            return;
        Arena& arena = row_.group.arena();
        Value value = Value::null();
        if (chosen != nullptr) {
            value = is_blank(chosen->input) ? chosen->value : chosen->input;
            value = fitted(value, field.type, row_.zone(), arena).value_or(value);
        }
        row_.slot(*plan.slot) = copy(value, arena);
    }

    void accept_set(const ChoiceSetPlan& plan, const ScreenChoice* chosen) {
        note_selected(plan.selected_slot, chosen != nullptr);
        Arena& arena = row_.group.arena();
        if (plan.slot)
            row_.slot(*plan.slot) = chosen == nullptr ? Value::null() : copy(chosen->value, arena);
        const uint32_t rows[] = {row_.row};
        for (const ChosenField& field : plan.chosen) {
            const Row* const record = chosen != nullptr && chosen->record.tag() == Tag::record
                                          ? chosen->record.row()
                                          : nullptr;
            const bool has = record != nullptr && field.cell < record->size;
            row_.slot(field.delivery.slot) =
                has ? copy(given(record->cells()[field.cell]), arena) : Value::null();
            field.delivery.deliver(row_.group, rows);
        }
    }

    void deliver(const ScreenFieldPlan& plan) {
        const uint32_t rows[] = {row_.row};
        for (const Delivery& output : plan.outputs)
            output.deliver(row_.group, rows);
        if (plan.also && plan.place)
            row_.slot(*plan.also) = row_.read(*plan.place);
    }

    // -------------------------------------------------------------------- attributes of components

    static const ScreenFieldPlan*
    attribute(const ScreenFieldPlan& component, std::string_view name) {
        const std::string whole = fmt::format("{}.{}", component.name, name);
        for (const ScreenFieldPlan& plan : component.fields)
            if (equal_ignoring_case(plan.name, whole))
                return &plan;
        return nullptr;
    }

    void set(const ScreenFieldPlan* plan, Value value) {
        // What an answer gave explicitly stays.
        if (plan != nullptr && plan->place && row_.read(*plan->place).is_null())
            row_.write(*plan->place, value);
    }

    /// What a component computes from the value that the user gave.
    void derive(const ScreenFieldPlan& component) {
        using Role = StandardComponent::Role;
        if (component.standard->role == Role::data_table) {
            const ScreenFieldPlan* const rows = attribute(component, "selectedRows");
            const Value value = rows == nullptr ? Value::null() : row_.read(*rows->place);
            if (value.tag() == Tag::collection && !value.items().empty())
                set(attribute(component, "firstSelectedRow"), value.items().front());
        }
        if (component.standard->role != Role::lookup)
            return;
        const ScreenFieldPlan* const record = attribute(component, "recordId");
        const Value id = record == nullptr ? Value::null() : row_.read(*record->place);
        if (id.tag() != Tag::id)
            return;
        Arena& arena = row_.group.arena();
        const Value text = Value::text(to_text(id, arena));
        set(attribute(component, "recordIds"), make_collection({&text, 1}, arena));
        set(attribute(component, "recordName"), name_of(id.as_id()));
    }

    Value name_of(Id id) {
        Transaction& transaction = row_.group.transaction();
        const Object* const object = transaction.schema().find(key_prefix(id));
        const auto name = object == nullptr ? std::nullopt : object->name_field();
        if (!name)
            return Value::null();
        std::vector<bool> found;
        const Id ids[] = {id};
        const FieldId fields[] = {*name};
        auto records = transaction.org().store().fetch(object->id, ids, fields, found);
        if (!records || !found[0])
            return Value::null();
        return copy(given(records->find(*name)[0]), row_.group.arena());
    }

    // --------------------------------------------------------------------------------- repeaters

    void accept_items(const ScreenFieldPlan& plan, const ScreenField& field) {
        const size_t size = plan.fields.size();
        std::vector<Value> items;
        for (size_t begin = 0; size > 0 && field.is_visible && begin < field.fields.size();
             begin += size)
            items.push_back(item_of(plan.fields, std::span(field.fields).subspan(begin, size)));
        const Value before = row_.evaluate(plan.default_value);
        const std::span<const Value> given_before =
            before.tag() == Tag::collection ? before.items() : std::span<const Value>{};
        const size_t old = std::min(given_before.size(), items.size());
        Arena& arena = row_.group.arena();
        const std::span<const Value> all(items);
        const std::pair<std::string_view, Value> outputs[] = {
            {"AllItems", make_collection(all, arena)},
            {"PrepopulatedItems", make_collection(all.first(old), arena)},
            {"AddedItems", make_collection(all.subspan(old), arena)},
            {"RemovedItems", make_collection(given_before.subspan(old), arena)},
        };
        if (plan.place)
            row_.write(*plan.place, outputs[0].second);
        if (plan.open != nullptr)
            for (const OpenOutput& open : *plan.open)
                for (const auto& [name, value] : outputs)
                    if (equal_ignoring_case(open.name, name))
                        row_.slot(open.slot) = value;
    }

    Value item_of(const std::vector<ScreenFieldPlan>& plans, std::span<const ScreenField> fields) {
        const Layout& layout = row_.group.transaction().program().layouts->of(ObjectId::none);
        Row* const item = make_row(&layout, layout.size(), row_.group.arena());
        fill_item(plans, fields, *item);
        return Value::record(item);
    }

    void fill_item(
        const std::vector<ScreenFieldPlan>& plans, std::span<const ScreenField> fields, Row& item
    ) {
        for (size_t index = 0; index < plans.size() && index < fields.size(); ++index) {
            const ScreenFieldPlan& plan = plans[index];
            const ScreenField& field = fields[index];
            const bool is_component = plan.kind == ScreenFieldKind::component;
            if (!plan.member) {
                fill_item(plan.fields, field.fields, item);
                continue;
            }
            if (*plan.member >= item.size)
                continue;
            if (is_component && !plan.fields.empty())
                item.cells()[*plan.member] = item_of(plan.fields, field.fields);
            else
                item.cells()[*plan.member] =
                    field.is_visible ? stored_value(row_, plan_, plan, field) : Value::null();
        }
    }

    ScreenRow& row_;
    const ScreenPlan& plan_;
    std::map<uint32_t, bool> selected_; // by slot
};

} // namespace

void accept_page(ScreenRow& row, const ScreenPlan& plan, const ScreenPage& page) {
    Acceptance acceptance(row, plan);
    acceptance.accept(plan.fields, page.fields);
    acceptance.mark_selected();
}

} // namespace weir::elements
