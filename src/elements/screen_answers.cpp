#include "elements/screen_answers.hpp"

#include "elements/screen_values.hpp"
#include "org/transaction.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace weir::elements {

namespace {

class AnswerTaker {
public:
    AnswerTaker(ScreenRow& row, ScreenPage& page) : row_(row), page_(page) {}

    void take(const ScreenGiven& given) {
        ScreenField* field = page_.find(given.name);
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
            if (!take_input(given))
                take_unknown(given);
            return;
        }
        field->value = copy(given.value, page_.arena);
        field->is_given = true;
        taken.push_back(field);
        if (field->takes_choices)
            static_cast<void>(select_choices(*field, field->value, true, row_.group.arena()));
    }

    std::vector<ScreenField*> taken;

private:
    /// An attribute that nobody reads is as good as given.
    void take_unknown(const ScreenGiven& given) {
        const size_t dot = given.name.find('.');
        const ScreenField* const holder =
            dot == std::string::npos ? nullptr : page_.find(given.name.substr(0, dot));
        if (holder == nullptr || holder->kind != ScreenFieldKind::component)
            page_.errors.push_back(fmt::format("This screen has no field `{}`.", given.name));
    }

    /// The text that a choice asks for goes by the name of the choice.
    bool take_input(const ScreenGiven& given) {
        bool is_found = false;
        for_each_field(page_.fields, [&](ScreenField& field) {
            for (ScreenChoice& choice : field.choices)
                if (choice.asks && equal_ignoring_case(choice.name, given.name)) {
                    choice.input = copy(given.value, page_.arena);
                    is_found = true;
                }
        });
        return is_found;
    }

    ScreenRow& row_;
    ScreenPage& page_;
};

/// A user finds a record by its name, too.
void find_records(
    ScreenRow& row,
    const std::vector<ScreenFieldPlan>& plans,
    std::vector<ScreenField>& fields,
    const ScreenFieldPlan* holder
) {
    for (size_t index = 0; index < fields.size(); ++index) {
        const ScreenFieldPlan& plan = plans[index % plans.size()];
        ScreenField& field = fields[index];
        find_records(row, plan.fields, field.fields, &plan);
        const bool is_name = field.type.kind == TypeKind::id && !field.type.collection &&
                             field.is_given && field.value.tag() == Tag::text &&
                             !is_blank(field.value) && !parse_id(field.value.as_text());
        if (!is_name)
            continue;
        const bool is_component = holder != nullptr && holder->standard != nullptr;
        const Id found = find_record(row, is_component ? *holder : plan, field.value.as_text());
        if (found != Id{})
            field.value = Value::id(found);
    }
}

} // namespace

uint32_t answered_items(
    const ScreenRow& row, const ScreenAnswer& answer, const ScreenField& field, uint32_t count
) {
    const std::string prefix = field.name + ".";
    for (const ScreenGiven& given : answer.values) {
        if (equal_ignoring_case(given.name, field.name)) {
            const auto number =
                fitted(given.value, Type::of(TypeKind::number), row.zone(), row.group.arena());
            if (number && number->tag() == Tag::number && number->scale() == 0 &&
                number->integer() >= 0)
                count = static_cast<uint32_t>(std::min<int64_t>(number->integer(), most_items));
            continue;
        }
        if (!starts_with_ignoring_case(given.name, prefix))
            continue;
        const std::string_view rest = std::string_view(given.name).substr(prefix.size());
        uint32_t place = 0;
        static_cast<void>(std::from_chars(rest.data(), rest.data() + rest.size(), place));
        count = std::max(count, std::min(place, most_items));
    }
    return count;
}

std::vector<ScreenField*>
take_answer(ScreenRow& row, const ScreenPlan& plan, const ScreenAnswer* answer, ScreenPage& page) {
    AnswerTaker taker(row, page);
    if (answer != nullptr)
        for (const ScreenGiven& given : answer->values)
            taker.take(given);
    find_records(row, plan.fields, page.fields, nullptr);
    return std::move(taker.taken);
}

} // namespace weir::elements
