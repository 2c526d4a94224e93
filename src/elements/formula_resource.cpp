// formula: computed anew wherever it is used.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "=",
     .value = ValueKind::formula,
     .xml = "expression",
     .required = true,
     .doc = "The formula.",
     .form = XmlForm::expression},
    elements::description_clause,
};

constexpr Shape shape{
    .keyword = "formula",
    .category = Category::resource,
    .xml = "formulas",
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = clauses,
    .doc =
        "A formula: computed from what its resources hold at the moment it is used, never stored.",
};

void declare(const Element& element, FlowChecker& checker) {
    checker.declare_expression(
        element.name, checker.type(element.subject.type), element, NameOrigin::formula
    );
}

} // namespace

const ElementKind kinds::formula_resource{.shape = &shape, .declare = declare};

} // namespace weir
