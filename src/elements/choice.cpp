// choice: one of what a user can choose on a screen.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "=",
     .value = ValueKind::formula,
     .xml = "value",
     .doc = "The value of a field in which it is chosen."},
    {.key = "asks",
     .value = ValueKind::text,
     .xml = "userInput/promptText",
     .doc = "A field for a text stands below it while it is chosen; this is its label."},
    {.key = "required",
     .value = ValueKind::flag,
     .xml = "userInput/isRequired",
     .doc = "That field must be filled in."},
    {.key = "valid when",
     .value = ValueKind::formula,
     .xml = "userInput/validationRule/formulaExpression",
     .doc = "The user cannot go on while this formula is false.",
     .form = XmlForm::expression},
    {.key = "error",
     .value = ValueKind::text,
     .xml = "userInput/validationRule/errorMessage",
     .doc = "What the user is told while the text is not valid."},
    elements::description_clause,
};

constexpr Shape shape{
    .keyword = "choice",
    .category = Category::resource,
    .xml = "choices",
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = clauses,
    .doc =
        "A choice: `choice Red \"Bright red\": Text = \"red\"`. What the user reads is its label.",
    .xml_label = "choiceText",
};

void declare(const Element& element, FlowChecker& checker) {
    // Its value is the text that its user gives.
    if (element.has("asks")) {
        checker.declare(
            element.name, checker.type(element.subject.type), NameOrigin::screen_value
        );
        return;
    }
    checker.declare_expression(
        element.name, checker.type(element.subject.type), element, NameOrigin::choice
    );
}

} // namespace

const ElementKind kinds::choice{.shape = &shape, .declare = declare};

} // namespace weir
