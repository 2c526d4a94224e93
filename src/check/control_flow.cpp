// Where interviews can go: what nothing reaches, what never ends, connectors into the body of a
// loop.
#include "check/flow_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

bool is_step(StepId id) {
    return id != StepId::end && id != StepId::none;
}

class ControlFlow {
public:
    ControlFlow(FlowModel& model, Diagnostics& out) : model_(model), out_(out) {}

    void run() {
        model_.reachable = reached_from(model_.program->entry, StepId::none);
        for (const FlowPath& path : model_.program->paths)
            mark(path.entry, StepId::none, model_.reachable);
        report_unreachable();
        report_late_errors();
        report_dead_statements();
        report_endless();
        report_jumps_into_loops();
    }

private:
    [[nodiscard]] size_t count() const { return model_.steps.size(); }
    [[nodiscard]] const StepModel& step(size_t index) const { return model_.steps[index]; }

    /// All steps on the ways from `start`; ways end at `barrier`, which still counts as reached.
    [[nodiscard]] std::vector<bool> reached_from(StepId start, StepId barrier) const {
        std::vector<bool> reached(count(), false);
        mark(start, barrier, reached);
        return reached;
    }
    void mark(StepId start, StepId barrier, std::vector<bool>& reached) const {
        std::vector<StepId> open{start};
        while (!open.empty()) {
            const StepId id = open.back();
            open.pop_back();
            if (!is_step(id) || reached[static_cast<size_t>(id)])
                continue;
            reached[static_cast<size_t>(id)] = true;
            if (id == barrier)
                continue;
            for (const FlowEdge edge : FlowEdges(step(static_cast<size_t>(id))))
                open.push_back(edge.to);
        }
    }

    /// Only the first element of what cannot be reached is said: the others follow from it.
    void report_unreachable() {
        std::vector<bool> said = model_.reachable;
        for (size_t index = 0; index < count(); ++index) {
            if (said[index])
                continue;
            const Element& element = *step(index).element;
            out_.report(Code::W0504, element.header, "no interview reaches `{}`", element.name.text)
                .here("never runs")
                .help("connect an element to it, or remove it");
            mark(static_cast<StepId>(index), StepId::none, said);
        }
    }

    /// A path that runs after the commit has no save that it could refuse.
    void report_late_errors() {
        std::vector<bool> said(count(), false);
        for (const FlowPath& path : model_.program->paths) {
            const std::vector<bool> reached = reached_from(path.entry, StepId::none);
            for (size_t index = 0; index < count(); ++index) {
                const Element& element = *step(index).element;
                if (!reached[index] || said[index] || element.shape->xml != "customErrors")
                    continue;
                said[index] = true;
                out_.report(
                        Code::W0517,
                        element.header,
                        "a custom error stands on a path that runs after the save"
                )
                    .here("nothing left to refuse")
                    .label(path.span, "the path")
                    .note("Salesforce takes custom errors only on the path that runs with the save"
                    );
            }
        }
    }

    void report_dead_statements() {
        for (const DeadStatement& dead : model_.dead)
            out_.report(Code::W0504, dead.span, "no interview gets here")
                .here("never taken")
                .label(dead.after, "all leave here");
    }

    void report_endless();
    /// A user leaves a screen when they like, and an interview that waits harms nobody.
    [[nodiscard]] bool waits_for_somebody(const std::vector<bool>& members) const {
        for (size_t index = 0; index < count(); ++index)
            if (members[index] && (step(index).element->shape->xml == "screens" ||
                                   step(index).element->shape->xml == "waits"))
                return true;
        return false;
    }
    void report_cycle(const std::vector<bool>& members);
    void report_jumps_into_loops();
    [[nodiscard]] bool holds(StepId loop, StepId inner) const {
        for (; is_step(inner); inner = step(static_cast<size_t>(inner)).loop)
            if (inner == loop)
                return true;
        return false;
    }

    FlowModel& model_;
    Diagnostics& out_;
};

/// An element from which no way leads to the end of the interview lies on, or before, a cycle
/// without an exit. A fault path is an exit.
void ControlFlow::report_endless() {
    std::vector<std::pair<uint32_t, uint32_t>> ways; // to, from
    ways.reserve(2 * count());
    std::vector<bool> ends(count(), false);
    std::vector<uint32_t> open;
    for (uint32_t index = 0; index < count(); ++index) {
        for (const FlowEdge edge : FlowEdges(step(index))) {
            if (is_step(edge.to))
                ways.emplace_back(static_cast<uint32_t>(edge.to), index);
            else
                ends[index] = true;
        }
        if (ends[index])
            open.push_back(index);
    }
    std::sort(ways.begin(), ways.end());
    while (!open.empty()) {
        const uint32_t index = open.back();
        open.pop_back();
        const auto first = std::lower_bound(ways.begin(), ways.end(), std::pair{index, 0U});
        for (auto way = first; way != ways.end() && way->first == index; ++way) {
            if (ends[way->second])
                continue;
            ends[way->second] = true;
            open.push_back(way->second);
        }
    }
    // Every way from such an element stays among such elements: its closure is the cycle and what
    // leads to it.
    std::vector<bool> said(count(), false);
    for (size_t index = 0; index < count(); ++index) {
        if (ends[index] || said[index] || !model_.reachable[index])
            continue;
        const std::vector<bool> members = reached_from(static_cast<StepId>(index), StepId::none);
        if (!waits_for_somebody(members))
            report_cycle(members);
        for (size_t member = 0; member < count(); ++member)
            if (members[member])
                said[member] = true;
    }
}

void ControlFlow::report_cycle(const std::vector<bool>& members) {
    for (const GoTo& jump : model_.go_tos) {
        if (!is_step(jump.from) || !is_step(jump.to))
            continue;
        if (!members[static_cast<size_t>(jump.from)] || !members[static_cast<size_t>(jump.to)])
            continue;
        // The connector that closes a cycle: its element can be reached from where it goes.
        if (!reached_from(jump.to, StepId::none)[static_cast<size_t>(jump.from)])
            continue;
        out_.report(
                Code::W0505,
                jump.name.span,
                "interviews go around from `{}` for ever",
                jump.name.text
        )
            .here("back to an element that always leads here again")
            .label(step(static_cast<size_t>(jump.to)).element->header, "the cycle begins here")
            .help("leave the cycle by a decision");
        return;
    }
}

/// Salesforce takes a connector that leaves a loop, but none from outside into its body: the loop
/// has no item there.
void ControlFlow::report_jumps_into_loops() {
    for (const GoTo& jump : model_.go_tos) {
        if (!is_step(jump.to))
            continue;
        for (StepId loop = step(static_cast<size_t>(jump.to)).loop; is_step(loop);
             loop = step(static_cast<size_t>(loop)).loop) {
            if (holds(loop, jump.loop))
                break; // the connector stands in that body itself, or deeper
            // A handler that is written in a body but does not go on with the loop belongs to no
            // loop.
            if (!reached_from(jump.to, StepId::none)[static_cast<size_t>(loop)])
                continue;
            out_.report(
                    Code::W0502,
                    jump.name.span,
                    "`{}` is in the body of the loop `{}`",
                    jump.name.text,
                    step(static_cast<size_t>(loop)).element->name.text
            )
                .here("goes into the loop from outside")
                .label(
                    step(static_cast<size_t>(loop)).element->header,
                    "the loop has no item until it begins"
                )
                .help(fmt::format(
                    "go to the loop: `-> {}`", step(static_cast<size_t>(loop)).element->name.text
                ));
            break;
        }
    }
}

} // namespace

void analyse_control_flow(FlowModel& model, Diagnostics& out) {
    std::sort(model.go_tos.begin(), model.go_tos.end(), [](const GoTo& left, const GoTo& right) {
        return left.name.span.begin < right.name.span.begin;
    });
    ControlFlow(model, out).run();
}

namespace {

std::string_view the(NameOrigin resource) {
    switch (resource) {
    case NameOrigin::constant:
        return "the constant";
    case NameOrigin::formula:
        return "the formula";
    case NameOrigin::text_template:
        return "the text template";
    case NameOrigin::choice:
        return "the choice";
    case NameOrigin::stage:
        return "the stage";
    case NameOrigin::variable:
    case NameOrigin::get_result:
    case NameOrigin::loop_item:
    case NameOrigin::created_id:
    case NameOrigin::outcome:
    case NameOrigin::action_output:
    case NameOrigin::subflow_output:
    case NameOrigin::choice_set:
    case NameOrigin::screen_value:
    case NameOrigin::element_result:
        break;
    }
    return "the variable";
}

} // namespace

void analyse_unused(const FlowModel& model, Diagnostics& out) {
    for (const Symbol& symbol : model.symbols) {
        const bool is_resource = symbol.origin == NameOrigin::variable || symbol.is_expression();
        // The user of a screen flow is told of its active stages.
        const bool is_shown = symbol.origin == NameOrigin::stage && symbol.element->has("active");
        if (!is_resource || symbol.reads > 0 || symbol.output || is_shown)
            continue;
        auto report = out.report(
            Code::W0330,
            symbol.name.span,
            "nothing reads {} `{}`",
            the(symbol.origin),
            symbol.name.text
        );
        report.here(symbol.writes > 0 ? "is given values that nothing reads" : "never used");
        if (symbol.writes > 0)
            report.help("if the caller of the flow reads it, say so: `output`");
    }
    if (model.record_writes.empty() || model.reads_record)
        return;
    out.report(
           Code::W0609,
           model.record_writes.front(),
           "this changes the flow's copy of a record that is saved already"
    )
        .here("nothing writes it back")
        .label(model.trigger_object_span, "the flow runs after the save")
        .help("update the record: `update Save_It from $Record`, or run the flow before the save");
}

} // namespace weir
