// One interview that stands at a screen: its values, evaluated and written one at a time.
#pragma once

#include "elements/screen_plan.hpp"
#include "runtime/group.hpp"

#include <string>

namespace weir::elements {

class ScreenRow {
public:
    ScreenRow(Group& the_group, uint32_t the_row) : group(the_group), row(the_row) {}

    /// Null without an expression and after a fault, which the interview then has.
    Value evaluate(const Expression& expression);
    /// The value as a text.
    std::string text(const Expression& expression);
    /// Of a Boolean, or of a text that says one; `otherwise` without an expression.
    bool is_true(const Expression& expression, bool otherwise);

    [[nodiscard]] Value read(const Destination& place) const { return place.read(group, row); }
    void write(const Destination& place, Value value) { place.write(group, row, value); }
    [[nodiscard]] Value& slot(uint32_t slot) { return group.slot(slot)[row]; }
    [[nodiscard]] const TimeZone& zone() const;

    Group& group;
    uint32_t row = 0;
    bool has_failed = false;
};

/// What can be chosen, as the flow's choices and their records are now. Values are copied into
/// `arena`.
void list_choices(
    ScreenRow& row, const ScreenFieldPlan& plan, std::vector<ScreenChoice>& choices, Arena& arena
);

/// The page of a screen: `before` is the one that is answered, null where the screen is come to;
/// `answer` what is given. Null after a fault.
[[nodiscard]] std::shared_ptr<ScreenPage> make_page(
    ScreenRow& row, const ScreenPlan& plan, const ScreenPage* before, const ScreenAnswer* answer
);

/// The value of a field as it is kept: what does not fit is null, an unchecked box false.
[[nodiscard]] Value stored_value(
    const ScreenRow& row,
    const ScreenPlan& screen,
    const ScreenFieldPlan& plan,
    const ScreenField& field
);

/// Texts, buttons and stages of a page whose values are settled. `is_shown`: the screen stands in
/// the list of those that were shown already.
void describe_page(ScreenRow& row, const ScreenPlan& plan, ScreenPage& page, bool is_shown);

/// Puts what is wrong with the values of a page into it.
void validate_page(ScreenRow& row, const ScreenPlan& plan, ScreenPage& page);

/// The user goes on: values of what is not shown, outputs, choices that were made.
void accept_page(ScreenRow& row, const ScreenPlan& plan, const ScreenPage& page);

/// The objects that a lookup may find records of.
[[nodiscard]] std::vector<ObjectId>
lookup_targets(ScreenRow& row, const ScreenFieldPlan& component, const Schema& schema);

/// The record of that name which a lookup, a component or a field of a record, may find; zero:
/// none.
[[nodiscard]] Id find_record(ScreenRow& row, const ScreenFieldPlan& lookup, std::string_view name);

} // namespace weir::elements
