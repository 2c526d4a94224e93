// A stage of an orchestration, checked and made ready to run (reference/metadata.md,
// FlowOrchestratedStage and FlowStageStep).
#pragma once

#include "check/flow_checker.hpp"
#include "elements/parameters.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir::elements {

/// A flow that a stage runs: of a background step, or one that decides.
struct StageFlow {
    std::string name; // empty: none
    std::vector<NamedInput> inputs;
};

struct StageStepPlan {
    std::string name;
    std::string label;
    bool is_interactive = false;
    bool is_asynchronous = false;
    Expression entry; // empty: with its stage
    Expression exit;  // empty: when its flow is done
    Expression assignee;
    StageFlow flow;
    StageFlow entry_flow;
    StageFlow exit_flow;
    uint32_t done_slot = 0;   // true: its work is done, though exit conditions may hold it
    uint32_t status_slot = 0; // of `Step` and of `Step.Status`
    uint32_t named_status_slot = 0;
    std::shared_ptr<const std::vector<OpenOutput>> outputs; // that the flow reads
    std::vector<NamedOutput> returned;
};

struct StagePlan {
    std::vector<StageStepPlan> steps;
    Expression exit; // empty: when its steps are complete
    StageFlow exit_flow;
    uint32_t status_slot = 0;
    uint32_t named_status_slot = 0;
};

/// Declares `Stage.Status`, `Step.Status` and `Step.Outputs.anything`; the names alone are the
/// status too.
void declare_stage(const Element& element, FlowChecker& checker);
[[nodiscard]] std::unique_ptr<Step> check_stage(const Element& element, FlowChecker& checker);
[[nodiscard]] std::unique_ptr<Step> make_stage_step(StagePlan plan);

} // namespace weir::elements
