// What stands on a screen.
#pragma once

#include "syntax/shape.hpp"

namespace weir::elements {

extern const Shape display_field;
extern const Shape input_field;
extern const Shape text_area_field;
extern const Shape password_field;
extern const Shape radio_field;
extern const Shape radio_group_field;
extern const Shape dropdown_field;
extern const Shape checkboxes_field;
extern const Shape multi_select_field;
extern const Shape component_field;
extern const Shape component_input_field;
extern const Shape component_choice_field;
extern const Shape component_multi_choice_field;
extern const Shape component_display_field;
extern const Shape repeater_field;
extern const Shape section_field;
extern const Shape column_field;
extern const Shape record_field;

/// Pointers to all of them; a constant, so that shapes may hold it.
inline constexpr const Shape* all_screen_fields[] = {
    &display_field,
    &input_field,
    &text_area_field,
    &password_field,
    &radio_field,
    &radio_group_field,
    &dropdown_field,
    &checkboxes_field,
    &multi_select_field,
    &component_field,
    &component_input_field,
    &component_choice_field,
    &component_multi_choice_field,
    &component_display_field,
    &record_field,
    &section_field,
    &column_field,
    &repeater_field,
};

} // namespace weir::elements
