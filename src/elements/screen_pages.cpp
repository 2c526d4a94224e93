// Pages of screens: values from where they are kept, from defaults and from answers; what is shown
// follows them.
#include "elements/screen_answers.hpp"
#include "elements/screen_history.hpp"
#include "elements/screen_row.hpp"
#include "elements/screen_values.hpp"
#include "org/transaction.hpp"
#include "types/compare.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

namespace {

/// Fields that show each other and defaults that read each other settle in a few rounds, or never.
constexpr int most_rounds = 10;

class PageMaker {
public:
    PageMaker(
        ScreenRow& row, const ScreenPlan& plan, const ScreenPage* before, const ScreenAnswer* answer
    )
        : row_(row),
          plan_(plan),
          before_(before),
          answer_(answer),
          page_(std::make_shared<ScreenPage>()) {}

    std::shared_ptr<ScreenPage> make() {
        fill(plan_.fields, page_->fields, before_ == nullptr ? nullptr : &before_->fields, {});
        given_ = take_answer(row_, plan_, answer_, *page_);
        settle();
        const bool comes_back = row_.group.batch().rest(row_.row).comes_back;
        describe_page(row_, plan_, *page_, before_ != nullptr || comes_back);
        check_given();
        return row_.has_failed ? nullptr : std::move(page_);
    }

private:
    // ------------------------------------------------------------------------------ first values

    void fill(
        const std::vector<ScreenFieldPlan>& plans,
        std::vector<ScreenField>& fields,
        const std::vector<ScreenField>* before,
        const std::string& prefix,
        const ScreenFieldPlan* holder = nullptr,
        Value item = Value::null()
    ) {
        const size_t begin = fields.size();
        fields.reserve(begin + plans.size());
        for (size_t index = 0; index < plans.size() && !row_.has_failed; ++index) {
            const ScreenFieldPlan& plan = plans[index];
            const size_t place = begin + index;
            const ScreenField* const old =
                before != nullptr && place < before->size() ? &(*before)[place] : nullptr;
            ScreenField& field = fields.emplace_back();
            fill_one(plan, field, prefix, holder);
            first_value(plan, field, old, holder, item);
            if (plan.kind == ScreenFieldKind::repeater)
                fill_items(plan, field, old);
            else
                fill(
                    plan.fields,
                    field.fields,
                    old == nullptr ? nullptr : &old->fields,
                    prefix,
                    &plan,
                    plan.kind == ScreenFieldKind::component ? member(item, plan) : item
                );
        }
    }

    void fill_one(
        const ScreenFieldPlan& plan,
        ScreenField& field,
        const std::string& prefix,
        const ScreenFieldPlan* holder
    ) {
        field.kind = plan.kind;
        field.name = plan.name.empty() ? plan.name : prefix + plan.name;
        field.component = plan.component;
        if (holder != nullptr && holder->kind == ScreenFieldKind::component)
            field.component = holder->component;
        field.record_field = plan.record_field;
        field.type = plan.type;
        field.most_characters = plan.most_characters;
        field.width = plan.width;
        field.takes_choices = plan.takes_choices;
        field.takes_several_choices = plan.takes_several;
        field.is_asked = plan.is_asked;
        field.value = Value::null();
    }

    void first_value(
        const ScreenFieldPlan& plan,
        ScreenField& field,
        const ScreenField* old,
        const ScreenFieldPlan* holder,
        Value item
    ) {
        if (old != nullptr) {
            keep_old(field, *old);
        } else {
            if (plan.takes_choices)
                list_choices(
                    row_,
                    plan.choices.empty() && holder != nullptr && holder->standard ? *holder : plan,
                    field.choices,
                    page_->arena
                );
            Value value = start_value(plan, field);
            if (item.tag() == Tag::record)
                value = member(item, plan);
            field.value = copy(value, page_->arena);
            if (!plan.default_choice.empty() && !field.is_given)
                for (const ScreenChoice& choice : field.choices)
                    if (equal_ignoring_case(choice.name, plan.default_choice))
                        field.value = choice.value;
            if (field.takes_choices)
                static_cast<void>(select_choices(field, field.value, false, row_.group.arena()));
        }
        write(plan, field, true);
    }

    void keep_old(ScreenField& field, const ScreenField& old) {
        field.value = copy(old.value, page_->arena);
        field.is_given = old.is_given;
        field.choices = old.choices;
        for (ScreenChoice& choice : field.choices) {
            choice.value = copy(choice.value, page_->arena);
            choice.record = copy(choice.record, page_->arena);
            choice.input = copy(choice.input, page_->arena);
        }
    }

    Value start_value(const ScreenFieldPlan& plan, ScreenField& field) {
        const bool was_given =
            plan.place && plan.given_slot && row_.slot(*plan.given_slot).is_true();
        if (was_given && !plan.starts_over) {
            field.is_given = true;
            return given(row_.read(*plan.place));
        }
        if (plan.default_value)
            return row_.evaluate(plan.default_value);
        return plan.kind == ScreenFieldKind::record_field && plan.place
                   ? given(row_.read(*plan.place))
                   : Value::null();
    }

    // --------------------------------------------------------------------------------- repeaters

    /// The member of an item that belongs to the field: by its cell, of a record by its name.
    Value member(Value item, const ScreenFieldPlan& plan) const {
        const Row* const data = item.tag() == Tag::record ? item.row() : nullptr;
        if (data == nullptr || data->layout == nullptr || plan.name.empty())
            return Value::null();
        std::optional<uint32_t> cell = plan.member;
        if (data->layout->object() != ObjectId::none) {
            const Object& object = row_.group.transaction().schema().object(data->layout->object());
            const auto field = object.find_field(plan.name);
            cell = field ? data->layout->find(*field) : std::nullopt;
        }
        return cell && *cell < data->size ? given(data->cells()[*cell]) : Value::null();
    }

    void fill_items(const ScreenFieldPlan& plan, ScreenField& field, const ScreenField* old) {
        const std::span<const Value> items =
            field.value.tag() == Tag::collection ? field.value.items() : std::span<const Value>{};
        uint32_t count = old != nullptr ? old->items : static_cast<uint32_t>(items.size());
        if (old == nullptr && field.value.tag() != Tag::collection)
            count = 1; // an empty one to begin with
        if (answer_ != nullptr)
            count = answered_items(row_, *answer_, field, count);
        field.items = std::min(count, most_items);
        for (uint32_t index = 0; index < field.items; ++index)
            fill(
                plan.fields,
                field.fields,
                old == nullptr ? nullptr : &old->fields,
                fmt::format("{}.{}.", field.name, index + 1),
                &plan,
                old == nullptr && index < items.size() ? items[index] : Value::null()
            );
    }

    // ------------------------------------------------------------------------------ what is shown

    void settle() {
        bool has_changed = true;
        for (int round = 0; has_changed && round < most_rounds && !row_.has_failed; ++round) {
            has_changed = false;
            write_all(plan_.fields, page_->fields);
            settle(plan_.fields, page_->fields, true, has_changed);
        }
    }

    void write_all(const std::vector<ScreenFieldPlan>& plans, std::vector<ScreenField>& fields) {
        for (size_t index = 0; index < fields.size(); ++index) {
            const ScreenFieldPlan& plan = plans[index % plans.size()];
            write(plan, fields[index], fields[index].is_visible);
            if (plan.kind != ScreenFieldKind::repeater)
                write_all(plan.fields, fields[index].fields);
        }
    }

    void settle(
        const std::vector<ScreenFieldPlan>& plans,
        std::vector<ScreenField>& fields,
        bool is_shown,
        bool& has_changed
    ) {
        for (size_t index = 0; index < fields.size() && !row_.has_failed; ++index) {
            const ScreenFieldPlan& plan = plans[index % plans.size()];
            ScreenField& field = fields[index];
            const bool is_visible = is_shown && row_.is_true(plan.visible, true);
            has_changed |= is_visible != field.is_visible;
            field.is_visible = is_visible;
            refresh(plan, field, has_changed);
            write(plan, field, is_visible);
            if (plan.kind != ScreenFieldKind::repeater) {
                settle(plan.fields, field.fields, is_visible, has_changed);
                continue;
            }
            for (size_t begin = 0; begin < field.fields.size(); begin += plan.fields.size()) {
                std::vector<ScreenField> item(
                    std::make_move_iterator(field.fields.begin() + static_cast<ptrdiff_t>(begin)),
                    std::make_move_iterator(
                        field.fields.begin() + static_cast<ptrdiff_t>(begin + plan.fields.size())
                    )
                );
                write_all(plan.fields, item);
                settle(plan.fields, item, is_visible, has_changed);
                std::ranges::move(item, field.fields.begin() + static_cast<ptrdiff_t>(begin));
            }
        }
    }

    /// On reactive screens a default follows what it reads, until the user gives a value.
    void refresh(const ScreenFieldPlan& plan, ScreenField& field, bool& has_changed) {
        const bool follows = plan_.is_reactive && !field.is_given && plan.default_value &&
                             !is_constant(plan.default_value) &&
                             plan.kind != ScreenFieldKind::repeater;
        if (!follows)
            return;
        const Value value = row_.evaluate(plan.default_value);
        if (row_.has_failed || equal_exactly(value, field.value))
            return;
        field.value = copy(value, page_->arena);
        if (field.takes_choices)
            static_cast<void>(select_choices(field, field.value, false, row_.group.arena()));
        has_changed = true;
    }

    void write(const ScreenFieldPlan& plan, const ScreenField& field, bool is_visible) {
        if (!plan.place || plan.kind == ScreenFieldKind::repeater || row_.has_failed)
            return;
        if (plan.kind == ScreenFieldKind::record_field) {
            // A field of a record that nobody gave stays as it is: not set, maybe.
            if (field.is_given && is_visible)
                row_.write(*plan.place, stored_value(row_, plan_, plan, field));
            return;
        }
        if (is_visible || !plan_.hidden_is_null)
            row_.write(*plan.place, stored_value(row_, plan_, plan, field));
        else
            row_.write(*plan.place, Value::null());
    }

    /// What a user cannot reach, an answer must not give.
    void check_given() {
        for (ScreenField* const field : given_) {
            const std::string& name = field->name.empty() ? field->record_field : field->name;
            if (!field->is_visible)
                page_->errors.push_back(fmt::format("`{}` is not shown.", name));
            else if (field->is_disabled || field->is_read_only)
                page_->errors.push_back(fmt::format("`{}` cannot be changed.", name));
        }
    }

    ScreenRow& row_;
    const ScreenPlan& plan_;
    const ScreenPage* before_;
    const ScreenAnswer* answer_;
    std::shared_ptr<ScreenPage> page_;
    std::vector<ScreenField*> given_; // by the answer
};

} // namespace

std::shared_ptr<ScreenPage> make_page(
    ScreenRow& row, const ScreenPlan& plan, const ScreenPage* before, const ScreenAnswer* answer
) {
    return PageMaker(row, plan, before, answer).make();
}

} // namespace weir::elements
