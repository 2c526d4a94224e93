// Pages of screens: values from where they are kept, from defaults and from answers; what is shown
// follows them.
#include "elements/screen_history.hpp"
#include "elements/screen_row.hpp"
#include "elements/screen_values.hpp"
#include "org/transaction.hpp"
#include "types/compare.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace weir::elements {

namespace {

/// Items of one repeater.
constexpr uint32_t most_items = 200;
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
        if (answer_ != nullptr)
            for (const ScreenGiven& given : answer_->values)
                apply(given);
        find_records(plan_.fields, page_->fields, nullptr);
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
        field.items = std::min(answered_items(field, count), most_items);
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

    /// `People = 3` says how many there are, `People.3.Name` that there are at least so many.
    uint32_t answered_items(const ScreenField& field, uint32_t count) const {
        for (const ScreenGiven& given :
             answer_ == nullptr ? std::vector<ScreenGiven>{} : answer_->values) {
            if (equal_ignoring_case(given.name, field.name)) {
                const auto number = fitted(
                    given.value, Type::of(TypeKind::number), row_.zone(), row_.group.arena()
                );
                if (number && number->tag() == Tag::number && number->scale() == 0 &&
                    number->integer() >= 0)
                    count = static_cast<uint32_t>(std::min<int64_t>(number->integer(), most_items));
                continue;
            }
            const std::string prefix = field.name + ".";
            if (!starts_with_ignoring_case(given.name, prefix))
                continue;
            const std::string_view rest = std::string_view(given.name).substr(prefix.size());
            uint32_t place = 0;
            static_cast<void>(std::from_chars(rest.data(), rest.data() + rest.size(), place));
            count = std::max(count, std::min(place, most_items));
        }
        return count;
    }

    // ------------------------------------------------------------------------------------ answers

    void apply(const ScreenGiven& given) {
        ScreenField* field = page_->find(given.name);
        if (field != nullptr && field->kind == ScreenFieldKind::repeater)
            return; // its number of items
        if (field != nullptr && field->kind == ScreenFieldKind::component &&
            field->type.is_error()) {
            if (field->fields.empty())
                return; // nobody reads what it gives
            field = &field->fields.front();
        }
        const bool is_group = field != nullptr && (field->kind == ScreenFieldKind::section ||
                                                   field->kind == ScreenFieldKind::column ||
                                                   field->kind == ScreenFieldKind::display);
        if (field == nullptr || is_group) {
            if (!apply_input(given))
                apply_unknown(given);
            return;
        }
        field->value = copy(given.value, page_->arena);
        field->is_given = true;
        given_.push_back(field);
        if (field->takes_choices)
            static_cast<void>(select_choices(*field, field->value, true, row_.group.arena()));
    }

    /// An attribute that nobody reads is as good as given.
    void apply_unknown(const ScreenGiven& given) {
        const size_t dot = given.name.find('.');
        const ScreenField* const holder =
            dot == std::string::npos ? nullptr : page_->find(given.name.substr(0, dot));
        if (holder == nullptr || holder->kind != ScreenFieldKind::component)
            page_->errors.push_back(fmt::format("This screen has no field `{}`.", given.name));
    }

    /// The text that a choice asks for goes by the name of the choice.
    bool apply_input(const ScreenGiven& given) {
        bool is_found = false;
        for_each_field(page_->fields, [&](ScreenField& field) {
            for (ScreenChoice& choice : field.choices)
                if (choice.asks && equal_ignoring_case(choice.name, given.name)) {
                    choice.input = copy(given.value, page_->arena);
                    is_found = true;
                }
        });
        return is_found;
    }

    /// A user finds a record by its name, too.
    void find_records(
        const std::vector<ScreenFieldPlan>& plans,
        std::vector<ScreenField>& fields,
        const ScreenFieldPlan* holder
    ) {
        for (size_t index = 0; index < fields.size(); ++index) {
            const ScreenFieldPlan& plan = plans[index % plans.size()];
            ScreenField& field = fields[index];
            find_records(plan.fields, field.fields, &plan);
            const bool is_name = field.type.kind == TypeKind::id && !field.type.collection &&
                                 field.is_given && field.value.tag() == Tag::text &&
                                 !is_blank(field.value) && !parse_id(field.value.as_text());
            if (!is_name)
                continue;
            const bool is_component = holder != nullptr && holder->standard != nullptr;
            const Id found =
                find_record(row_, is_component ? *holder : plan, field.value.as_text());
            if (found != Id{})
                field.value = Value::id(found);
        }
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
