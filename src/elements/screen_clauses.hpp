// Clauses that many fields of a screen have, for screen_fields.cpp alone.
#pragma once

#include "syntax/shape.hpp"

namespace weir::elements {

inline constexpr std::string_view returning[] = {"keeps values", "starts over"};
inline constexpr std::string_view xml_returning[] = {"UseStoredValues", "ResetValues"};

inline constexpr ClauseShape required_clause{
    .key = "required",
    .value = ValueKind::flag,
    .xml = "isRequired",
    .doc = "The user cannot leave the screen without a value.",
};
inline constexpr ClauseShape default_clause{
    .key = "default",
    .value = ValueKind::formula,
    .xml = "defaultValue",
    .doc = "The value at the start.",
};
inline constexpr ClauseShape choices_clause{
    .key = "choices",
    .value = ValueKind::paths,
    .xml = "choiceReferences",
    .doc = "What can be chosen: choices and sets of choices of the flow.",
};
inline constexpr ClauseShape default_choice_clause{
    .key = "default",
    .value = ValueKind::path,
    .xml = "defaultSelectedChoiceReference",
    .doc = "The choice at the start.",
};
inline constexpr ClauseShape default_value_clause{
    .key = "default value",
    .value = ValueKind::formula,
    .xml = "defaultValue",
    .doc = "The choice with this value at the start.",
};
inline constexpr ClauseShape returning_clause{
    .key = "on return",
    .value = ValueKind::words,
    .xml = "inputsOnNextNavToAssocScrn",
    .choices = returning,
    .doc = "What the user finds who comes back to the screen: `keeps values` unless it says "
           "`starts over`.",
    .xml_words = xml_returning,
};
inline constexpr ClauseShape help_clause{
    .key = "help",
    .value = ValueKind::text,
    .xml = "helpText",
    .doc = "Help beside the field.",
};
inline constexpr ClauseShape width_clause{
    .key = "width",
    .value = ValueKind::text,
    .xml = "styleProperties/width/stringValue",
    .doc = "Twelfths of the column, `\"6\"`.",
};
inline constexpr ClauseShape align_clause{
    .key = "align",
    .value = ValueKind::text,
    .xml = "styleProperties/verticalAlignment/stringValue",
    .doc = "Where it stands beside others: `\"top\"`.",
};
inline constexpr ClauseShape disabled_clause{
    .key = "disabled",
    .value = ValueKind::formula,
    .xml = "isDisabled",
    .doc = "Whether it is shown and cannot be used: `true`, or a resource.",
};
inline constexpr ClauseShape read_only_clause{
    .key = "read only",
    .value = ValueKind::formula,
    .xml = "isReadOnly",
    .doc = "Whether its value can only be read: `true`, or a resource.",
};
inline constexpr ClauseShape visible_clause{
    .key = "visible when",
    .value = ValueKind::condition,
    .xml = "visibilityRule/conditions",
    .doc = "It is on the screen while this is true.",
};
inline constexpr ClauseShape valid_clause{
    .key = "valid when",
    .value = ValueKind::formula,
    .xml = "validationRule/formulaExpression",
    .doc = "The user cannot go on while this formula is false.",
    .form = XmlForm::expression,
};
inline constexpr ClauseShape error_clause{
    .key = "error",
    .value = ValueKind::text,
    .xml = "validationRule/errorMessage",
    .doc = "What the user is told while the value is not valid.",
};
inline constexpr ClauseShape inputs_clause{
    .key = "",
    .value = ValueKind::assignments,
    .xml = "inputParameters",
    .doc = "`{ attribute = value }`: what the component is given.",
    .form = XmlForm::parameters,
};
inline constexpr ClauseShape returns_clause{
    .key = "returns",
    .value = ValueKind::assignments,
    .xml = "outputParameters",
    .doc = "`{ Variable = attribute }`: what is kept of it. Without it all of its attributes are "
           "`Name.attribute`.",
    .form = XmlForm::outputs,
};
inline constexpr ClauseShape types_clause{
    .key = "types",
    .value = ValueKind::assignments,
    .xml = "dataTypeMappings",
    .doc = "`{ T = Account }`: the objects that the component is used for.",
    .form = XmlForm::mappings,
};

// ---------------------------------------------------------------------------- implied tags

inline constexpr std::string_view unless_required[] = {"required"};
inline constexpr std::string_view unless_returning[] = {"on return"};
inline constexpr std::string_view unless_returns[] = {"returns"};

inline constexpr double inputs_remember_since = 58;
inline constexpr double components_remember_since = 51;

inline constexpr XmlImplied optional{
    .tag = "isRequired",
    .value = "false",
    .unless = unless_required,
};
inline constexpr XmlImplied input_implied[] = {
    optional,
    {.tag = "inputsOnNextNavToAssocScrn",
     .value = "UseStoredValues",
     .unless = unless_returning,
     .since = inputs_remember_since},
};
inline constexpr XmlImplied component_implied[] = {
    {.tag = "isRequired", .value = "true"},
    {.tag = "inputsOnNextNavToAssocScrn",
     .value = "UseStoredValues",
     .unless = unless_returning,
     .since = components_remember_since},
    {.tag = "storeOutputAutomatically", .value = "true", .unless = unless_returns},
};
inline constexpr XmlImplied section_implied[] = {
    optional,
    {.tag = "regionContainerType", .value = "SectionWithHeader", .label = XmlImplied::Label::with},
    {.tag = "regionContainerType",
     .value = "SectionWithoutHeader",
     .label = XmlImplied::Label::without},
};
inline constexpr XmlImplied optional_implied[] = {optional};

} // namespace weir::elements
