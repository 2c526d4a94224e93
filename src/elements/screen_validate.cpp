// What is wrong with the values that a user has given on a page, said at the fields.
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

/// Decimals that are not zero at the end.
int decimals(const Decimal& number, Arena& arena) {
    const std::string_view text = to_text(Value::number(number, arena), arena);
    const size_t point = text.find('.');
    if (point == std::string_view::npos)
        return 0;
    size_t end = text.size();
    while (end > point + 1 && text[end - 1] == '0')
        --end;
    return static_cast<int>(end - point - 1);
}

class Validation {
public:
    Validation(ScreenRow& row, const ScreenPlan& plan) : row_(row), plan_(plan) {}

    void check(
        const std::vector<ScreenFieldPlan>& plans,
        std::vector<ScreenField>& fields,
        const ScreenFieldPlan* holder
    ) {
        for (size_t index = 0; index < fields.size() && !row_.has_failed; ++index) {
            const ScreenFieldPlan& plan = plans[index % plans.size()];
            ScreenField& field = fields[index];
            if (!field.is_visible)
                continue;
            // The formulas of an item read the item's own values.
            if (holder != nullptr && holder->kind == ScreenFieldKind::repeater &&
                index % plans.size() == 0)
                write_item(plans, std::span(fields).subspan(index, plans.size()));
            if (holds_value(field))
                check_one(plan, field, holder);
            check(plan.fields, field.fields, &plan);
        }
    }

private:
    static bool holds_value(const ScreenField& field) {
        return field.can_be_given() &&
               (!holds_fields(field.kind) ||
                (field.kind == ScreenFieldKind::component && !field.type.is_error()));
    }

    void write_item(const std::vector<ScreenFieldPlan>& plans, std::span<ScreenField> fields) {
        for (size_t index = 0; index < fields.size(); ++index) {
            if (plans[index].place && !holds_fields(plans[index].kind))
                row_.write(
                    *plans[index].place, stored_value(row_, plan_, plans[index], fields[index])
                );
            if (plans[index].kind != ScreenFieldKind::repeater)
                write_item(plans[index].fields, fields[index].fields);
        }
    }

    void check_one(const ScreenFieldPlan& plan, ScreenField& field, const ScreenFieldPlan* holder) {
        const size_t before = field.errors.size();
        if (field.takes_choices)
            check_choices(plan, field, holder);
        else
            check_value(plan, field, holder);
        if (field.errors.size() == before && plan.valid && !row_.evaluate(plan.valid).is_true() &&
            !row_.has_failed) {
            std::string text = row_.text(plan.error);
            field.errors.push_back(text.empty() ? misfit_text({}) : std::move(text));
        }
    }

    // ------------------------------------------------------------------------------------ choices

    void
    check_choices(const ScreenFieldPlan& plan, ScreenField& field, const ScreenFieldPlan* holder) {
        ScreenField meant = field;
        Arena& arena = row_.group.arena();
        if (!is_blank(field.value) && field.is_given &&
            !select_choices(meant, field.value, true, arena)) {
            field.errors.push_back(
                fmt::format("`{}` is not one of the choices.", to_text(field.value, arena))
            );
            return;
        }
        size_t count = 0;
        for (const ScreenChoice& choice : field.choices) {
            count += choice.is_selected ? 1U : 0U;
            if (choice.is_selected && choice.asks)
                check_input(plan, field, choice);
        }
        if (field.is_required && count == 0)
            field.errors.emplace_back(missing_choice_text);
        if (holder != nullptr && holder->standard != nullptr)
            check_rows(*holder, field, count);
    }

    void check_input(const ScreenFieldPlan& plan, ScreenField& field, const ScreenChoice& choice) {
        if (is_blank(choice.input)) {
            if (choice.asks_required)
                field.errors.emplace_back(missing_text);
            return;
        }
        const auto fit = fitted(choice.input, plan.type, row_.zone(), row_.group.arena());
        if (!fit && !plan.takes_several) {
            field.errors.push_back(misfit_text(plan.type));
            return;
        }
        if (choice.source >= plan.choices.size() || plan.choices[choice.source].choice == nullptr)
            return;
        const ChoicePlan& source = *plan.choices[choice.source].choice;
        if (source.slot)
            row_.slot(*source.slot) = copy(fit.value_or(choice.input), row_.group.arena());
        if (source.valid && !row_.evaluate(source.valid).is_true() && !row_.has_failed) {
            std::string text = row_.text(source.error);
            field.errors.push_back(text.empty() ? misfit_text({}) : std::move(text));
        }
    }

    std::optional<int64_t> number(const ScreenFieldPlan& component, std::string_view input) {
        const ComponentInput* const found = component.input(input);
        if (found == nullptr)
            return std::nullopt;
        const auto value = fitted(
            row_.evaluate(found->value), Type::of(TypeKind::number), row_.zone(), row_.group.arena()
        );
        if (!value || value->tag() != Tag::number || value->scale() != 0)
            return std::nullopt;
        return value->integer();
    }

    /// Of a data table.
    void check_rows(const ScreenFieldPlan& component, ScreenField& field, size_t count) {
        const auto selected = static_cast<int64_t>(count);
        const auto least = number(component, "minRowSelection");
        const auto most = number(component, "maxRowSelection");
        if (least && selected < *least)
            field.errors.push_back(fmt::format("Select at least {}.", *least));
        if (most && selected > *most)
            field.errors.push_back(fmt::format("Select at most {}.", *most));
    }

    // ------------------------------------------------------------------------------------- values

    void
    check_value(const ScreenFieldPlan& plan, ScreenField& field, const ScreenFieldPlan* holder) {
        if (is_blank(field.value)) {
            if (field.is_required)
                field.errors.emplace_back(missing_text);
            return;
        }
        Arena& arena = row_.group.arena();
        const auto fit = fitted(field.value, plan.type, row_.zone(), arena);
        if (!fit) {
            field.errors.push_back(misfit_text(plan.type));
            return;
        }
        if (fit->is_number() && field.is_given)
            check_number(plan, field, fit->decimal(), holder);
        if (fit->tag() == Tag::text)
            check_text(plan, field, fit->as_text());
        if (plan.type.kind == TypeKind::id && fit->tag() == Tag::id)
            check_record(plan, field, fit->as_id(), holder);
    }

    void check_number(
        const ScreenFieldPlan& plan,
        ScreenField& field,
        const Decimal& value,
        const ScreenFieldPlan* holder
    ) {
        if (plan.type.is_numeric() && decimals(value, row_.group.arena()) > plan.type.scale) {
            field.errors.push_back(
                plan.type.scale == 0
                    ? std::string("Enter a whole number.")
                    : fmt::format("Enter a number with at most {} decimals.", plan.type.scale)
            );
            return;
        }
        if (holder == nullptr || holder->standard == nullptr)
            return;
        const Value given = Value::number(value, row_.group.arena());
        const auto least = number(*holder, "min");
        const auto most = number(*holder, "max");
        if (least && order(given, Value::number(*least)) < 0)
            field.errors.push_back(fmt::format("Enter at least {}.", *least));
        if (most && order(given, Value::number(*most)) > 0)
            field.errors.push_back(fmt::format("Enter at most {}.", *most));
    }

    static void check_text(const ScreenFieldPlan& plan, ScreenField& field, std::string_view text) {
        if (plan.most_characters > 0 && utf16_length(text) > plan.most_characters)
            field.errors.push_back(fmt::format("Enter at most {} characters.", plan.most_characters)
            );
        if (plan.is_email && !is_email_address(text))
            field.errors.emplace_back("You have entered an invalid format.");
    }

    void check_record(
        const ScreenFieldPlan& plan, ScreenField& field, Id id, const ScreenFieldPlan* holder
    ) {
        const Schema& schema = row_.group.transaction().schema();
        const std::vector<ObjectId> targets = holder != nullptr && holder->standard != nullptr
                                                  ? lookup_targets(row_, *holder, schema)
                                                  : plan.refers_to;
        const Object* const object = schema.find(key_prefix(id));
        if (object == nullptr ||
            (!targets.empty() && std::ranges::find(targets, object->id) == targets.end())) {
            field.errors.emplace_back(unknown_record_text);
            return;
        }
        std::vector<bool> found;
        const Id ids[] = {id};
        const auto records =
            row_.group.transaction().org().store().fetch(object->id, ids, {}, found);
        if (!records) {
            row_.group.fault(row_.row, row_.group.transaction().fail(records.error()));
            row_.has_failed = true;
        } else if (!found[0]) {
            field.errors.emplace_back(unknown_record_text);
        }
    }

    ScreenRow& row_;
    const ScreenPlan& plan_;
};

} // namespace

void validate_page(ScreenRow& row, const ScreenPlan& plan, ScreenPage& page) {
    Validation(row, plan).check(plan.fields, page.fields, nullptr);
}

} // namespace weir::elements
