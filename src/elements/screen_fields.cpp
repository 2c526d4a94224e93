#include "elements/screen_fields.hpp"

#include "elements/clauses.hpp"
#include "elements/screen_clauses.hpp"

namespace weir::elements {

namespace {

// ------------------------------------------------------------------------- clauses by kind

constexpr ClauseShape display_clauses[] = {
    visible_clause,
    width_clause,
    align_clause,
    description_clause,
};
constexpr ClauseShape input_clauses[] = {
    required_clause,
    default_clause,
    disabled_clause,
    read_only_clause,
    valid_clause,
    error_clause,
    help_clause,
    visible_clause,
    returning_clause,
    width_clause,
    align_clause,
    description_clause,
};
constexpr ClauseShape choice_clauses[] = {
    required_clause,
    choices_clause,
    default_choice_clause,
    default_value_clause,
    disabled_clause,
    read_only_clause,
    valid_clause,
    error_clause,
    help_clause,
    visible_clause,
    returning_clause,
    width_clause,
    align_clause,
    description_clause,
};
constexpr ClauseShape component_clauses[] = {
    choices_clause,
    default_choice_clause,
    default_value_clause,
    disabled_clause,
    read_only_clause,
    valid_clause,
    error_clause,
    help_clause,
    visible_clause,
    returning_clause,
    width_clause,
    align_clause,
    description_clause,
    inputs_clause,
    returns_clause,
    types_clause,
};
constexpr ClauseShape record_clauses[] = {
    required_clause,
    disabled_clause,
    read_only_clause,
    help_clause,
    visible_clause,
    returning_clause,
    width_clause,
    align_clause,
    description_clause,
};
constexpr ClauseShape section_clauses[] = {
    visible_clause,
    width_clause,
    align_clause,
    description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = {},
     .doc = "`{ column Name width 6 { … } }`: its columns.",
     .children = all_screen_fields},
};
constexpr ClauseShape column_clauses[] = {
    {.key = "width",
     .value = ValueKind::number,
     .xml = "inputParameters",
     .doc = "Twelfths of the section.",
     .form = XmlForm::parameter,
     .xml_name = "width"},
    visible_clause,
    description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = {},
     .doc = "What stands in it.",
     .children = all_screen_fields},
};
constexpr ClauseShape repeater_clauses[] = {
    default_clause,
    visible_clause,
    width_clause,
    align_clause,
    description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = {},
     .doc = "What the user fills in once for each item.",
     .children = all_screen_fields},
};

constexpr std::string_view tag = "fields";
constexpr std::string_view kind = "fieldType";
constexpr std::string_view text = "fieldText";

} // namespace

// -------------------------------------------------------------------------------- the kinds

const Shape display_field{
    .keyword = "display",
    .category = Category::member,
    .xml = tag,
    .clauses = display_clauses,
    .doc = "A text with merge fields and markup: it stands where others have their label.",
    .xml_kind = {kind, "DisplayText"},
    .xml_label = text,
    .label_optional = true,
};

const Shape input_field{
    .keyword = "input",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = input_clauses,
    .doc = "A field for a text, number, date, time or, for a Boolean, a checkbox.",
    .implied = input_implied,
    .xml_kind = {kind, "InputField"},
    .xml_label = text,
};

const Shape text_area_field{
    .keyword = "text area",
    .category = Category::member,
    .xml = tag,
    .clauses = input_clauses,
    .doc = "A field for a text of several lines.",
    .implied = input_implied,
    .xml_kind = {kind, "LargeTextArea"},
    .xml_label = text,
};

const Shape password_field{
    .keyword = "password",
    .category = Category::member,
    .xml = tag,
    .clauses = input_clauses,
    .doc = "A field for a text that is not shown.",
    .implied = input_implied,
    .xml_kind = {kind, "PasswordField"},
    .xml_label = text,
};

const Shape radio_field{
    .keyword = "radio",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = choice_clauses,
    .doc = "Radio buttons: one of several choices, all shown.",
    .implied = input_implied,
    .xml_kind = {kind, "RadioButtons"},
    .xml_label = text,
};

const Shape radio_group_field{
    .keyword = "radio group",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = choice_clauses,
    .doc = "A group of buttons: one of several choices.",
    .implied = input_implied,
    .xml_kind = {kind, "RadioButtonGroup"},
    .xml_label = text,
};

const Shape dropdown_field{
    .keyword = "dropdown",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = choice_clauses,
    .doc = "A list from which one choice is taken.",
    .implied = input_implied,
    .xml_kind = {kind, "DropdownBox"},
    .xml_label = text,
};

const Shape checkboxes_field{
    .keyword = "checkboxes",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = choice_clauses,
    .doc = "Several of several choices, all shown. The value is their texts with semicolons.",
    .implied = input_implied,
    .xml_kind = {kind, "MultiSelectCheckboxes"},
    .xml_label = text,
};

const Shape multi_select_field{
    .keyword = "multi select",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = choice_clauses,
    .doc = "A list from which several choices are taken. The value is their texts with semicolons.",
    .implied = input_implied,
    .xml_kind = {kind, "MultiSelectPicklist"},
    .xml_label = text,
};

const Shape component_field{
    .keyword = "component",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::name,
    .subject_required = true,
    .clauses = component_clauses,
    .doc = "A component: `component Map: c:map { zoom = 3 } returns { lat = latitude }`.",
    .implied = component_implied,
    .xml_kind = {kind, "ComponentInstance"},
    .xml_label = text,
    .label_optional = true,
    .xml_subject = "extensionName",
};

const Shape component_input_field{
    .keyword = "component input",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::name,
    .clauses = component_clauses,
    .doc = "A component that one value is put into.",
    .xml_kind = {kind, "ComponentInput"},
    .xml_label = text,
    .label_optional = true,
    .xml_subject = "extensionName",
};

const Shape component_choice_field{
    .keyword = "component choice",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::name,
    .clauses = component_clauses,
    .doc = "A component in which one choice is taken.",
    .xml_kind = {kind, "ComponentChoice"},
    .xml_label = text,
    .label_optional = true,
    .xml_subject = "extensionName",
};

const Shape component_multi_choice_field{
    .keyword = "component multi choice",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::name,
    .clauses = component_clauses,
    .doc = "A component in which several choices are taken.",
    .xml_kind = {kind, "ComponentMultiChoice"},
    .xml_label = text,
    .label_optional = true,
    .xml_subject = "extensionName",
};

const Shape component_display_field{
    .keyword = "component display",
    .category = Category::member,
    .xml = tag,
    .subject = SubjectForm::name,
    .clauses = component_clauses,
    .doc = "A component that only shows something.",
    .xml_kind = {kind, "ComponentDisplay"},
    .xml_label = text,
    .label_optional = true,
    .xml_subject = "extensionName",
};

const Shape record_field{
    .keyword = "field",
    .category = Category::member,
    .xml = tag,
    .name = NameForm::none,
    .subject = SubjectForm::name,
    .subject_required = true,
    .clauses = record_clauses,
    .doc = "A field of a record in a variable, with the look and the rules of the field: "
           "`field: New_Case.Subject`.",
    .implied = input_implied,
    .xml_kind = {kind, "ObjectProvided"},
    .xml_subject = "objectFieldReference",
};

const Shape section_field{
    .keyword = "section",
    .category = Category::member,
    .xml = tag,
    .clauses = section_clauses,
    .doc = "A section of one to four columns; with a label it has a header.",
    .implied = section_implied,
    .xml_kind = {kind, "RegionContainer"},
    .xml_label = text,
    .label_optional = true,
};

const Shape column_field{
    .keyword = "column",
    .category = Category::member,
    .xml = tag,
    .clauses = column_clauses,
    .doc = "A column of a section.",
    .implied = optional_implied,
    .xml_kind = {kind, "Region"},
};

const Shape repeater_field{
    .keyword = "repeater",
    .category = Category::member,
    .xml = tag,
    .clauses = repeater_clauses,
    .doc = "A group of fields that the user fills in for as many items as are needed.",
    .implied = optional_implied,
    .xml_kind = {kind, "Repeater"},
    .xml_label = text,
    .label_optional = true,
};

} // namespace weir::elements
