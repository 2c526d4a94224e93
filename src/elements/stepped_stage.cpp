// stepped stage: the earlier form of a stage of an orchestration.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/orchestration.hpp"
#include "elements/stage_step.hpp"

namespace weir {

namespace {

using namespace elements;

constexpr ClauseShape step_clauses[] = {
    {.key = "when",
     .value = ValueKind::condition,
     .xml = "entryCriteria",
     .doc = "When it begins; without conditions with its stage."},
    description_clause,
    step_inputs_clause,
};

constexpr std::string_view unless_when[] = {"when"};
constexpr XmlImplied step_implied[] = {
    {.tag = "entryCriteriaLogic", .value = "and", .unless = unless_when},
};

constexpr Shape step_shape{
    .keyword = "step",
    .category = Category::member,
    .xml = "steps",
    .subject = SubjectForm::action,
    .subject_required = true,
    .clauses = step_clauses,
    .doc = "A step: `step Approve: createWorkItem Approval_Screen`.",
    .implied = step_implied,
    .xml_label = "label",
};
constexpr const Shape* steps[] = {&step_shape};

constexpr ClauseShape clauses[] = {
    {.key = "done when",
     .value = ValueKind::condition,
     .xml = "exitCriteria",
     .doc = "When it is complete."},
    description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = {},
     .doc = "`{ step … }`: its steps.",
     .children = steps},
};

constexpr std::string_view unless_done[] = {"done when"};
constexpr XmlImplied implied[] = {
    {.tag = "exitCriteriaLogic", .value = "and", .unless = unless_done},
};

constexpr Shape shape{
    .keyword = "stepped stage",
    .category = Category::element,
    .xml = "steppedStages",
    .clauses = clauses,
    .doc = "A stage of an orchestration as it was before orchestrated stages.",
    .implied = implied,
};

} // namespace

const ElementKind kinds::stepped_stage{
    .shape = &shape, .declare = declare_stage, .check = check_stage};

} // namespace weir
