// const: a value that never changes.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "=",
     .value = ValueKind::formula,
     .xml = "value",
     .doc = "The value; null without it."},
    elements::description_clause,
};

constexpr Shape shape{
    .keyword = "const",
    .category = Category::resource,
    .xml = "constants",
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = clauses,
    .doc = "A constant: a name for a value that never changes.",
};

void declare(const Element& element, FlowChecker& checker) {
    checker.declare_expression(
        element.name, checker.type(element.subject.type), element, NameOrigin::constant
    );
}

} // namespace

const ElementKind kinds::constant{.shape = &shape, .declare = declare};

} // namespace weir
