// stage: a part of a screen flow that the user is told of.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "order",
     .value = ValueKind::number,
     .xml = "stageOrder",
     .doc = "Its place among the stages."},
    {.key = "active",
     .value = ValueKind::flag,
     .xml = "isActive",
     .doc = "One of the active stages when the flow begins."},
    elements::description_clause,
};

constexpr std::string_view unless_active[] = {"active"};
constexpr XmlImplied implied[] = {
    {.tag = "isActive", .value = "false", .unless = unless_active},
};

constexpr Shape shape{
    .keyword = "stage",
    .category = Category::resource,
    .xml = "stages",
    .clauses = clauses,
    .doc = "A stage: a part of a screen flow, shown to its user as progress.",
    .implied = implied,
    .xml_label = "label",
};

void declare(const Element& element, FlowChecker& checker) {
    checker.declare_expression(element.name, Type::of(TypeKind::text), element, NameOrigin::stage);
}

} // namespace

const ElementKind kinds::stage{.shape = &shape, .declare = declare};

} // namespace weir
