// var: a value that the flow changes while it runs.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "=",
     .value = ValueKind::formula,
     .xml = "value",
     .doc = "The value at the start; null without it."},
    {.key = "input",
     .value = ValueKind::flag,
     .xml = "isInput",
     .doc = "Whoever starts the flow may set it."},
    {.key = "output",
     .value = ValueKind::flag,
     .xml = "isOutput",
     .doc = "Whoever started the flow reads it at the end."},
    elements::description_clause,
};

constexpr std::string_view unless_isInput[] = {"input"};
constexpr std::string_view unless_isOutput[] = {"output"};
constexpr XmlImplied implied[] = {
    {.tag = "isInput", .value = "false", .unless = unless_isInput},
    {.tag = "isOutput", .value = "false", .unless = unless_isOutput},
};

constexpr Shape shape{
    .keyword = "var",
    .category = Category::resource,
    .xml = "variables",
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = clauses,
    .doc =
        "A variable: a value, a record, or a collection (`Contact[]`) that elements set and read.",
    .implied = implied,
};

void declare(const Element& element, FlowChecker& checker) {
    const Type type = checker.type(element.subject.type);
    checker.declare_variable(
        element.name, type, element, element.has("input"), element.has("output")
    );
}

} // namespace

const ElementKind kinds::variable{.shape = &shape, .declare = declare};

} // namespace weir
