// The check of a stage of an orchestration, in both of its forms.
#include "elements/members.hpp"
#include "elements/record_forms.hpp"
#include "elements/stage_step.hpp"
#include "formula/compile_value.hpp"
#include "syntax/names.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

namespace {

std::string_view kept_name(FlowChecker& checker, std::string_view name, std::string_view part) {
    const std::string whole = fmt::format("{}.{}", name, part);
    return checker.compile_context().arena.copy(std::string_view(whole));
}

void declare_status(const Name& name, FlowChecker& checker) {
    if (name.text.empty())
        return;
    const Type text = Type::of(TypeKind::text);
    checker.declare(name, text, NameOrigin::element_result);
    checker.declare(
        {kept_name(checker, name.text, "Status"), name.span}, text, NameOrigin::element_result
    );
}

Name outputs_name(const Element& step, FlowChecker& checker) {
    return {kept_name(checker, step.name.text, "Outputs"), step.name.span};
}

/// Whom a step waits for: people do interactive steps, nobody the others.
bool is_interactive(std::string_view type) {
    constexpr std::string_view kinds[] = {"stepInteractive", "createWorkItem", "stepApproval"};
    return std::ranges::any_of(kinds, [type](std::string_view kind) {
        return equal_ignoring_case(kind, type);
    });
}

class StageReader {
public:
    StageReader(const Element& stage, FlowChecker& checker) : stage_(stage), checker_(checker) {}

    StagePlan read() {
        StagePlan plan;
        plan.exit = condition(stage_, "done when");
        plan.exit_flow = flow(stage_, "exit", "exit inputs");
        plan.status_slot = slot(std::string(stage_.name.text));
        plan.named_status_slot = slot(fmt::format("{}.Status", stage_.name.text));
        for_each_member(stage_, [&](const Element& step) {
            plan.steps.push_back(read_step(step));
        });
        return plan;
    }

private:
    StageStepPlan read_step(const Element& step) {
        StageStepPlan plan;
        plan.name = step.name.text;
        plan.label = step.label != nullptr ? std::string(step.label->value)
                                           : label_from_name(step.name.text);
        const std::string_view type = step.subject.type.name.text;
        plan.is_interactive = is_interactive(type);
        plan.is_asynchronous = step.has("asynchronous");
        if (!step.subject.detail.empty())
            plan.flow.name = spell(step.subject.detail, checker_.compile_context().arena);
        plan.flow.inputs = read_inputs(step, {}, "step", checker_, Others::open);
        plan.entry = condition(step, "when");
        plan.exit = condition(step, "done when");
        for (const std::string_view key : {"assigned to", "assigned to group", "assigned to queue"})
            if (step.has(key))
                plan.assignee = checker_.formula(step, key, Type::of(TypeKind::text));
        plan.entry_flow = flow(step, "entry", "entry inputs");
        plan.exit_flow = flow(step, "exit", "exit inputs");
        plan.done_slot = checker_.hidden_slot();
        plan.status_slot = slot(std::string(step.name.text));
        plan.named_status_slot = slot(fmt::format("{}.Status", step.name.text));
        plan.outputs = checker_.open_outputs(outputs_name(step, checker_));
        if (step.has("returns"))
            plan.returned = read_outputs(step, {}, "step", checker_, Others::open);
        return plan;
    }

    Expression condition(const Element& element, std::string_view key) {
        const auto* const value = element.value<const Condition*>(key);
        return value == nullptr || *value == nullptr ? Expression{} : checker_.condition(**value);
    }

    /// A flow that decides, with what it is given.
    StageFlow flow(const Element& element, std::string_view key, std::string_view inputs) {
        StageFlow made;
        const auto* const path = element.value<Path>(key);
        if (path != nullptr && !path->empty())
            made.name = path->parts.front().text;
        const auto* const list = element.value<List<Assignment>>(inputs);
        for (const Assignment& input : list == nullptr ? List<Assignment>{} : *list) {
            if (input.value == nullptr)
                continue;
            const Expression value =
                compile_value(*input.value, checker_.scope(), checker_.compile_context());
            if (input.target.parts.size() == 1 && value)
                made.inputs.push_back({std::string(input.target.parts.front().text), value});
        }
        return made;
    }

    [[nodiscard]] uint32_t slot(const std::string& name) const {
        return checker_.slot_of(name).value_or(0);
    }

    const Element& stage_;
    FlowChecker& checker_;
};

} // namespace

void declare_stage(const Element& element, FlowChecker& checker) {
    declare_status(element.name, checker);
    for_each_member(element, [&](const Element& step) {
        declare_status(step.name, checker);
        if (!step.name.text.empty())
            static_cast<void>(checker.open_outputs(outputs_name(step, checker)));
    });
}

std::unique_ptr<Step> check_stage(const Element& element, FlowChecker& checker) {
    return make_stage_step(StageReader(element, checker).read());
}

} // namespace weir::elements
