// Clauses of the stages and steps of orchestrations.
#pragma once

#include "syntax/shape.hpp"

namespace weir::elements {

/// `keyword` is `entry` or `exit`: the flow that decides on it.
struct DecidingFlow {
    ClauseShape type;
    ClauseShape name;
    ClauseShape inputs;
};

inline constexpr DecidingFlow entry_flow{
    {.key = "entry type",
     .value = ValueKind::path,
     .xml = "entryActionType",
     .doc = "The kind of action that decides when it begins."},
    {.key = "entry",
     .value = ValueKind::path,
     .xml = "entryActionName",
     .doc = "The flow that decides when it begins."},
    {.key = "entry inputs",
     .value = ValueKind::assignments,
     .xml = "entryActionInputParameters",
     .doc = "`{ input = value }`: what that flow is given.",
     .form = XmlForm::parameters},
};

inline constexpr DecidingFlow exit_flow{
    {.key = "exit type",
     .value = ValueKind::path,
     .xml = "exitActionType",
     .doc = "The kind of action that decides when it is complete."},
    {.key = "exit",
     .value = ValueKind::path,
     .xml = "exitActionName",
     .doc = "The flow that decides when it is complete."},
    {.key = "exit inputs",
     .value = ValueKind::assignments,
     .xml = "exitActionInputParameters",
     .doc = "`{ input = value }`: what that flow is given.",
     .form = XmlForm::parameters},
};

inline constexpr ClauseShape step_inputs_clause{
    .key = "",
    .value = ValueKind::assignments,
    .xml = "inputParameters",
    .doc = "`{ input = value }`: what its flow is given.",
    .form = XmlForm::parameters,
};

} // namespace weir::elements
