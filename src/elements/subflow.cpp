// subflow: runs another flow within this one.
#include "base/limits.hpp"
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/parameters.hpp"
#include "elements/screen_history.hpp"
#include "elements/values.hpp"
#include "org/transaction.hpp"
#include "runtime/driver.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/pause.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "returns",
     .value = ValueKind::assignments,
     .xml = "outputAssignments",
     .doc = "`{ Variable = output }`: outputs to keep in variables. Without it they are "
            "`Name.output`.",
     .form = XmlForm::outputs},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputAssignments",
     .doc = "`{ input = value }`: input variables of the other flow.",
     .form = XmlForm::parameters},
};

constexpr std::string_view unless_returns[] = {"returns"};
constexpr XmlImplied implied[] = {
    {.tag = "storeOutputAutomatically", .value = "true", .unless = unless_returns, .if_read = true},
};

constexpr Shape shape{
    .keyword = "subflow",
    .category = Category::element,
    .xml = "subflows",
    .subject = SubjectForm::flow,
    .subject_required = true,
    .in_before_save = true,
    .clauses = clauses,
    .doc = "Subflow: runs an autolaunched flow to its end, in the same transaction. What fails in "
           "it fails here.",
    .implied = implied,
};

using namespace elements;

class SubflowStep final : public Step {
public:
    SubflowStep(std::string flow, std::vector<NamedInput> inputs, std::vector<NamedOutput> outputs)
        : flow_name_(std::move(flow)), inputs_(std::move(inputs)), outputs_(std::move(outputs)) {}

    void run(Group& group) const override {
        std::call_once(linked_, [&] { link(group.transaction().program()); });
        if (const Fault* const reason = why_not(group)) {
            for (const uint32_t row : group.rows())
                group.fault(row, reason);
            return;
        }
        // Those that are woken were paused in the other flow: they go on there, not from its start.
        const Rows all = group.rows();
        std::vector<uint32_t> fresh;
        std::vector<uint32_t> woken;
        std::vector<uint32_t> back; // from a screen behind the subflow to the last one in it
        for (const uint32_t row : all) {
            const Batch::Rest* const rest = group.batch().find_rest(row);
            const bool comes_back = rest != nullptr && rest->comes_back &&
                                    !rest->screens.empty() && rest->screens.back().inner != nullptr;
            (group.wake(row) != nullptr ? woken : comes_back ? back : fresh).push_back(row);
        }
        if (!woken.empty())
            go_on(group, woken);
        if (!back.empty())
            come_back(group, back);
        if (!fresh.empty())
            begin(group, fresh);
    }

private:
    void begin(Group& group, Rows fresh) const {
        const auto columns = group.arena().make_array<std::span<const Value>>(inputs_.size());
        for (size_t index = 0; index < columns.size(); ++index)
            columns[index] = group.evaluate(inputs_[index].value, fresh);
        std::vector<uint32_t> rows;
        for (const uint32_t row : fresh)
            if (std::ranges::none_of(columns, [&](std::span<const Value> column) {
                    return column[row].is_fault();
                }))
                rows.push_back(row);
        if (rows.empty())
            return;
        Batch batch(*flow_, static_cast<uint32_t>(rows.size()), group.transaction());
        prepare(group, batch);
        hand_in(group, rows, columns, batch);
        weir::run(batch);
        hand_back(group, rows, batch);
    }

    void go_on(Group& group, Rows rows) const {
        Batch batch(*flow_, static_cast<uint32_t>(rows.size()), group.transaction());
        for (uint32_t index = 0; index < batch.size(); ++index)
            if (const auto& inner = group.batch().rest(rows[index]).inner)
                restore(batch, index, *inner, *group.wake(rows[index]));
        prepare(group, batch);
        weir::resume(batch);
        hand_back(group, rows, batch);
    }

    void come_back(Group& group, Rows rows) const {
        Batch batch(*flow_, static_cast<uint32_t>(rows.size()), group.transaction());
        for (uint32_t index = 0; index < batch.size(); ++index) {
            restore(batch, index, *group.batch().rest(rows[index]).screens.back().inner);
            batch.rest(index).comes_back = true;
        }
        prepare(group, batch);
        weir::resume(batch);
        hand_back(group, rows, batch);
    }

    /// A flow that says nothing of whose rights count has those of the one that calls it.
    void prepare(Group& group, Batch& batch) const {
        batch.subflow_depth = group.batch().subflow_depth + 1;
        batch.caller = &group.batch();
        batch.context = run_context(*flow_, group.batch().context);
        const uint32_t first = group.rows().front();
        const Batch::Rest* const rest = group.batch().find_rest(first);
        const bool is_shown =
            group.wake(first) != nullptr || (rest != nullptr && rest->comes_back);
        batch.has_screens_before = has_screen_before(group, first, is_shown);
    }

    struct Link {
        const Variable* variable = nullptr; // null: the flow has none of that name
    };

    void link(const Program& program) const {
        flow_ = program.find_flow(flow_name_);
        if (flow_ == nullptr)
            return;
        for (const NamedInput& input : inputs_)
            input_links_.push_back({flow_->find_variable(input.name)});
        for (const NamedOutput& output : outputs_)
            output_links_.push_back({flow_->find_variable(output.name)});
    }

    /// The fault of all interviews; null if the flow can run.
    const Fault* why_not(Group& group) const {
        if (flow_ == nullptr || !flow_->active)
            return text_fault(
                fmt::format(
                    "The flow {} has no active version that {} could run.", flow_name_, name
                ),
                group.arena()
            );
        if (group.batch().subflow_depth < limits::subflow_depth)
            return nullptr;
        return text_fault(
            fmt::format(
                "The subflow {} was not run because subflows are nested more than {} deep.",
                name,
                limits::subflow_depth
            ),
            group.arena()
        );
    }

    void hand_in(
        Group& group, Rows rows, std::span<const std::span<const Value>> columns, Batch& batch
    ) const {
        const std::span<const Value> guids = group.slot(fixed_slot::interview_guid);
        const std::span<Value> own_guids = batch.slot(fixed_slot::interview_guid);
        const std::span<const Value> times = group.slot(fixed_slot::start_time);
        const std::span<Value> own_times = batch.slot(fixed_slot::start_time);
        for (size_t index = 0; index < rows.size(); ++index) {
            own_guids[index] = guids[rows[index]];
            own_times[index] = times[rows[index]];
        }
        for (size_t input = 0; input < columns.size(); ++input) {
            if (input_links_[input].variable == nullptr)
                continue;
            const Variable& variable = *input_links_[input].variable;
            const std::span<Value> slot = batch.slot(variable.slot);
            // Up to API 60 a text that is null arrives as an empty one (reference/runtime.md, 6).
            const double api = group.batch().flow().api;
            const Value missing = api > 0 && api < 61 && variable.type.is_textual()
                                      ? Value::text("")
                                      : Value::null();
            for (size_t index = 0; index < rows.size(); ++index) {
                const Value value = columns[input][rows[index]];
                slot[index] = value.is_null() ? missing : share(value);
            }
        }
    }

    void hand_back(Group& group, Rows rows, Batch& batch) const {
        std::vector<uint32_t> finished;
        std::vector<uint32_t> finished_inner; // their rows of the inner batch
        for (uint32_t index = 0; index < batch.size(); ++index) {
            const Interview& interview = batch.interview(index);
            const uint32_t row = rows[index];
            if (interview.refusal != nullptr)
                group.refuse(row, interview.refusal);
            if (interview.fault != nullptr) {
                group.fault(row, interview.fault);
            } else if (interview.is_paused) {
                const auto& pause = batch.rest(index).pause;
                if (pause != nullptr && pause->kind == Pause::Kind::screen &&
                    group.wake(row) == nullptr)
                    note_shown(group, row);
                group.pause(row, save(batch, index));
            } else if (const auto* const rest = batch.find_rest(index);
                       rest != nullptr && rest->leaves_backwards) {
                go_back(group, row);
            } else {
                if (rest != nullptr && !rest->screens.empty())
                    keep_screens(group, row, batch, index);
                finished.push_back(row);
                finished_inner.push_back(index);
            }
        }
        for (size_t output = 0; output < outputs_.size(); ++output) {
            const NamedOutput& named = outputs_[output];
            const std::span<Value> slot = group.slot(named.delivery.slot);
            const Variable* const variable = output_links_[output].variable;
            const std::span<const Value> values =
                variable == nullptr ? std::span<const Value>{} : batch.slot(variable->slot);
            for (size_t index = 0; index < finished.size(); ++index)
                slot[finished[index]] = values.empty()
                                            ? Value::null()
                                            : given(share(values[finished_inner[index]]));
            if (named.is_delivered)
                named.delivery.deliver(group, finished);
        }
    }

    /// The interview at its last screen: `Previous` of a later screen leads back into it.
    static void keep_screens(Group& group, uint32_t row, Batch& batch, uint32_t index) {
        Batch::Rest& rest = group.batch().rest(row);
        if (rest.screens.empty())
            return;
        std::unique_ptr<SavedInterview> saved = save(batch, index);
        saved->at = saved->screens.back().step;
        saved->pause = nullptr;
        rest.screens.back().inner = std::move(saved);
        rest.comes_back = false;
    }

    std::string flow_name_;
    std::vector<NamedInput> inputs_;
    std::vector<NamedOutput> outputs_;
    // Flows are compiled in any order, so the other one is looked up at the first run.
    mutable std::once_flag linked_;
    mutable const FlowProgram* flow_ = nullptr;
    mutable std::vector<Link> input_links_;
    mutable std::vector<Link> output_links_;
};

/// The variables of the other flow that have the flag.
std::vector<Parameter>
parameters_of(const Element& flow, std::string_view flag, FlowChecker& checker) {
    std::vector<Parameter> parameters;
    const auto* const block = flow.value<const Block*>("");
    if (block == nullptr || *block == nullptr)
        return parameters;
    for (const Statement& statement : (*block)->statements) {
        if (statement.kind != StatementKind::element || statement.element == nullptr)
            continue;
        const Element& resource = *statement.element;
        if (resource.shape != kinds::variable.shape || !resource.has(flag))
            continue;
        parameters.push_back({resource.name.text, checker.type(resource.subject.type), false});
    }
    return parameters;
}

void declare(const Element& element, FlowChecker& checker) {
    if (element.has("returns") || element.subject.empty())
        return;
    if (const Element* const flow = checker.other_flow(element.subject.type.name))
        declare_outputs(
            element, parameters_of(*flow, "output", checker), NameOrigin::subflow_output, checker
        );
    else
        (void)checker.open_outputs(element);
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    if (element.subject.empty())
        return broken_step();
    const Name& name = element.subject.type.name;
    const Element* const flow = checker.other_flow(name);
    if (flow == nullptr) {
        // It may be there when the flow runs; then it fails clearly where it is not.
        const std::string owner = fmt::format("flow `{}`", name.text);
        return std::make_unique<SubflowStep>(
            std::string(name.text),
            read_inputs(element, {}, owner, checker, Others::open),
            read_outputs(element, {}, owner, checker, Others::open)
        );
    }
    checker.calls(element, name);
    if (const Clause* const trigger = flow->clause("on"))
        checker.out()
            .report(
                Code::W0812, name.span, "`{}` is started by a trigger and is no subflow", name.text
            )
            .here("run as a subflow")
            .label(trigger->span, "what starts it")
            .help("move what both need into a flow without `on`");
    const std::string owner = fmt::format("flow `{}`", name.text);
    const std::vector<Parameter> inputs = parameters_of(*flow, "input", checker);
    const std::vector<Parameter> outputs = parameters_of(*flow, "output", checker);
    return std::make_unique<SubflowStep>(
        std::string(name.text),
        read_inputs(element, inputs, owner, checker),
        read_outputs(element, outputs, owner, checker)
    );
}

} // namespace

const ElementKind kinds::subflow{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
