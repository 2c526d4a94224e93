// template: a text with merge fields.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

// The text stands behind `=`: directly behind the name it would be the label.
constexpr ClauseShape clauses[] = {
    {.key = "=",
     .value = ValueKind::text,
     .xml = "text",
     .required = true,
     .doc = "The text; `{!Name}` is replaced by what it names, null by nothing."},
    {.key = "plain text",
     .value = ValueKind::flag,
     .xml = "isViewedAsPlainText",
     .doc = "The text has no markup, and the flow builder shows it so."},
    elements::description_clause,
};

constexpr std::string_view unless_isViewedAsPlainText[] = {"plain text"};
constexpr XmlImplied implied[] = {
    {.tag = "isViewedAsPlainText",
     .value = "false",
     .unless = unless_isViewedAsPlainText,
     .since = 49},
};

constexpr Shape shape{
    .keyword = "template",
    .category = Category::resource,
    .xml = "textTemplates",
    .clauses = clauses,
    .doc = "A text template: a text, often of several lines, with merge fields that are filled in "
           "wherever it is used.",
    .implied = implied,
};

void declare(const Element& element, FlowChecker& checker) {
    checker.declare_expression(
        element.name, Type::of(TypeKind::text), element, NameOrigin::text_template
    );
}

} // namespace

const ElementKind kinds::text_template{.shape = &shape, .declare = declare};

} // namespace weir
