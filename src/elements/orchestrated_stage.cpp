// orchestrated stage: steps that people and flows do, of an orchestration.
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
     .xml = "entryConditions",
     .doc = "When it begins; without conditions with its stage."},
    {.key = "done when",
     .value = ValueKind::condition,
     .xml = "exitConditions",
     .doc = "When it is complete."},
    {.key = "assigned to",
     .value = ValueKind::formula,
     .xml = "assignees/assignee",
     .doc = "The username of who does it.",
     .xml_beside = {"assigneeType", "User"}},
    {.key = "assigned to group",
     .value = ValueKind::formula,
     .xml = "assignees/assignee",
     .doc = "The group of who does it.",
     .xml_beside = {"assigneeType", "Group"}},
    {.key = "assigned to queue",
     .value = ValueKind::formula,
     .xml = "assignees/assignee",
     .doc = "The queue of who does it.",
     .xml_beside = {"assigneeType", "Queue"}},
    entry_flow.type,
    entry_flow.name,
    exit_flow.type,
    exit_flow.name,
    {.key = "asynchronous",
     .value = ValueKind::flag,
     .xml = "requiresAsyncProcessing",
     .doc = "It calls other systems."},
    {.key = "as user",
     .value = ValueKind::flag,
     .xml = "runAsUser",
     .doc = "It runs as the user who started the orchestration."},
    {.key = "assignee may edit",
     .value = ValueKind::flag,
     .xml = "canAssigneeEdit",
     .doc = "Whom it is assigned to may change the record."},
    {.key = "locks the record",
     .value = ValueKind::flag,
     .xml = "shouldLock",
     .doc = "Others cannot change the record meanwhile."},
    {.key = "all must approve",
     .value = ValueKind::flag,
     .xml = "requiresMultiMemberApproval",
     .doc = "Every member of a group approves."},
    description_clause,
    step_inputs_clause,
    {.key = "returns",
     .value = ValueKind::assignments,
     .xml = "outputParameters",
     .doc = "`{ Variable = output }`: what is kept of its flow.",
     .form = XmlForm::outputs},
    entry_flow.inputs,
    exit_flow.inputs,
};

constexpr std::string_view unless_when[] = {"when"};
constexpr XmlImplied step_implied[] = {
    {.tag = "entryConditionLogic", .value = "and", .unless = unless_when},
};

constexpr Shape step_shape{
    .keyword = "step",
    .category = Category::member,
    .xml = "stageSteps",
    .subject = SubjectForm::action,
    .subject_required = true,
    .clauses = step_clauses,
    .doc =
        "A step: `step Approve: stepInteractive Approval_Screen assigned to \"ada@acme.example\"`.",
    .implied = step_implied,
    .xml_label = "label",
};
constexpr const Shape* steps[] = {&step_shape};

constexpr ClauseShape clauses[] = {
    {.key = "done when",
     .value = ValueKind::condition,
     .xml = "exitConditions",
     .doc = "When it is complete; without conditions, when its steps are."},
    exit_flow.type,
    exit_flow.name,
    description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = {},
     .doc = "`{ step … }`: its steps.",
     .children = steps},
    exit_flow.inputs,
    fault_clause,
};

constexpr std::string_view unless_done[] = {"done when"};
constexpr XmlImplied implied[] = {
    {.tag = "exitConditionLogic", .value = "and", .unless = unless_done},
};

constexpr Shape shape{
    .keyword = "orchestrated stage",
    .category = Category::element,
    .xml = "orchestratedStages",
    .can_fault = true,
    .clauses = clauses,
    .doc = "A stage of an orchestration: its steps run at the same time, as their conditions let "
           "them.",
    .implied = implied,
};

} // namespace

const ElementKind kinds::orchestrated_stage{
    .shape = &shape, .declare = declare_stage, .check = check_stage};

} // namespace weir
