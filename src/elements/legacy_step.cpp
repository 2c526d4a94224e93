// step: a placeholder that a flow's designer left, without an effect.
#include "elements/clauses.hpp"
#include "elements/kept.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    elements::description_clause,
};

constexpr Shape shape{
    .keyword = "step",
    .category = Category::element,
    .xml = "steps",
    .clauses = clauses,
    .doc = "Step: a placeholder of drafts. A flow with one cannot be activated in an org.",
    .xml_next = "connectors",
};

} // namespace

const ElementKind kinds::legacy_step{.shape = &shape, .check = elements::check_kept, .runs = false};

} // namespace weir
