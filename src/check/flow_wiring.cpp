// Passes over the elements of a flow: give them numbers, check them, connect them.
#include "base/check.hpp"
#include "base/limits.hpp"
#include "check/flow_check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

const Block* flow_block(const Element& flow) {
    const auto* const block = flow.value<const Block*>("");
    return block == nullptr ? nullptr : *block;
}

} // namespace

FlowCheck::FlowCheck(FlowWorld& world, FlowModel& model)
    : world_(world),
      model_(model),
      context_{
          *world.program.schema, *world.program.layouts, world.program.arena, world.out, false} {}

void FlowCheck::run() {
    read_settings();
    const Block* const block = flow_block(*model_.flow);
    if (block != nullptr) {
        // Elements in branches come on top: about as many again.
        const size_t expected = 2 * block->statements.size();
        model_.symbols.reserve(expected);
        model_.steps.reserve(expected);
        model_.names.reserve(expected);
        collect(*block, StepId::none, 0);
        read_paths(*block);
    }
    for (const StepModel& model : model_.steps)
        if (!model_.flow->has(flow_key::type) && model.element->shape->xml == "screens")
            flow().is_screen_flow = true;
        else if (model.element->shape->xml == "orchestratedStages" || model.element->shape->xml == "steppedStages")
            flow().is_orchestration = true;
    for (const StepId loop : loops_)
        declare_element(loop);
    compile_defaults();
    compile_entry();
    check_steps();
    for (uint32_t index = 0; index < model_.symbols.size(); ++index)
        if (model_.symbols[index].state == Symbol::State::waiting)
            compile_resource(index);
    if (block != nullptr) {
        flow().entry = wire_block(*block, StepId::end, StepId::none, StepId::none, 0);
        wire_paths();
    }
    for (const StepModel& model : model_.steps) {
        model.step->visited_slot = model.visited_slot;
        model.step->error_slot = model.error_slot;
    }
    flow().steps.reserve(steps_.size());
    for (std::unique_ptr<Step>& step : steps_)
        flow().steps.push_back(std::move(step));
}

// -------------------------------------------------------------------------------- first pass

void FlowCheck::collect(const Block& block, StepId loop, uint32_t depth) {
    if (depth > limits::nesting)
        return; // refused by the parser
    for (const Statement& statement : block.statements)
        if (statement.kind == StatementKind::element && statement.element != nullptr)
            collect_element(*statement.element, loop, depth);
}

void FlowCheck::collect_element(const Element& element, StepId loop, uint32_t depth) {
    const auto found = world_.kinds.find(element.shape);
    if (found == world_.kinds.end())
        return;
    const ElementKind& kind = *found->second;
    if (kind.shape->category == Category::resource) {
        report_missing_clauses(element, out());
        declaring_ = &element;
        declaring_step_ = StepId::none;
        if (kind.declare != nullptr)
            kind.declare(element, *this);
        declaring_ = nullptr;
        return;
    }
    if (kind.shape->category == Category::path) {
        report_missing_clauses(element, out());
        if (const auto* const body = element.value<const Block*>("");
            body != nullptr && *body != nullptr)
            collect(**body, StepId::none, depth + 1);
        return;
    }
    if (kind.shape->category != Category::element)
        return;
    const auto id = static_cast<StepId>(model_.steps.size());
    StepModel& model = model_.steps.emplace_back();
    model.element = &element;
    model.kind = &kind;
    model.loop = loop;
    step_ids_.emplace(&element, id);
    enter_name(element.name, &element, id);
    if (kind.body_returns)
        loops_.push_back(id);
    else
        declare_element(id);
    for (const Clause& clause : element.clauses) {
        if (const auto* const target = std::get_if<Target>(&clause.value);
            target != nullptr && target->block != nullptr)
            collect(*target->block, loop, depth + 1);
        if (const auto* const body = std::get_if<const Block*>(&clause.value);
            body != nullptr && *body != nullptr) {
            if (!clause.shape->children.empty())
                collect_members(**body, loop, depth + 1);
            else
                collect(**body, kind.body_returns ? id : loop, depth + 1);
        }
        if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value))
            for (const Outcome& outcome : *outcomes)
                if (outcome.target.block != nullptr)
                    collect(*outcome.target.block, loop, depth + 1);
    }
}

/// Members are no elements, but connectors of theirs may hold some.
void FlowCheck::collect_members(const Block& members, StepId loop, uint32_t depth) {
    if (depth > limits::nesting)
        return;
    for (const Statement& member : members.statements) {
        if (member.element == nullptr)
            continue;
        report_missing_clauses(*member.element, out());
        for (const Clause& clause : member.element->clauses) {
            if (const auto* const target = std::get_if<Target>(&clause.value);
                target != nullptr && target->block != nullptr)
                collect(*target->block, loop, depth + 1);
            if (const auto* const inner = std::get_if<const Block*>(&clause.value);
                inner != nullptr && *inner != nullptr)
                collect_members(**inner, loop, depth + 1);
        }
    }
}

void FlowCheck::declare_element(StepId id) {
    const StepModel& model = step(id);
    if (model.kind->declare == nullptr)
        return;
    declaring_ = model.element;
    declaring_step_ = id;
    model.kind->declare(*model.element, *this);
    declaring_ = nullptr;
    declaring_step_ = StepId::none;
}

// ------------------------------------------------------------------------------- second pass

void FlowCheck::check_steps() {
    steps_.reserve(model_.steps.size());
    for (uint32_t index = 0; index < model_.steps.size(); ++index) {
        StepModel& model = model_.steps[index];
        const Element& element = *model.element;
        reader_ = {Reader::Kind::step, index};
        check_element(model);
        std::unique_ptr<Step> made = model.kind->check(element, *this);
        WEIR_CHECK(made != nullptr, "an element kind makes a step of every element");
        made->name = element.name.text;
        made->kind = element.shape->keyword;
        made->label = element.label != nullptr ? std::string(element.label->value)
                                               : label_from_name(element.name.text);
        made->span = element.header;
        model_.steps[index].step = made.get();
        steps_.push_back(std::move(made));
    }
    reader_ = {};
}

/// What holds for elements of every kind.
void FlowCheck::check_element(const StepModel& model) {
    const Element& element = *model.element;
    const Shape& shape = *element.shape;
    report_missing_clauses(element, out());
    const FlowStart start = flow().start;
    if (start == FlowStart::record_before_save && !shape.in_before_save)
        out()
            .report(
                Code::W0510,
                element.header,
                "a flow that runs before the save has no `{}`",
                shape.keyword
            )
            .here("not before the save")
            .label(model_.trigger_object_span, "the record is not saved yet")
            .note("before a save a flow gets records, decides, and changes `$Record`; all else has "
                  "its place after the save")
            .help("run the flow after the save, or move this element to a flow that does");
    const bool is_custom_error = shape.xml == "customErrors";
    if (is_custom_error && (start == FlowStart::autolaunched || start == FlowStart::event ||
                            start == FlowStart::schedule))
        out()
            .report(
                Code::W0511, element.header, "a custom error needs a record that is being saved"
            )
            .here("no save to refuse")
            .note("Salesforce takes custom errors only in record-triggered flows");
    if (shape.xml == "screens" && start != FlowStart::autolaunched &&
        start != FlowStart::record_before_save)
        out()
            .report(
                Code::W0518,
                element.header,
                "a flow that nobody runs by hand has no `{}`",
                shape.keyword
            )
            .here("nobody sees it")
            .label(model_.trigger_object_span, "this starts the flow")
            .help("move it to a flow without `on` that a person runs");
}

// ------------------------------------------------------------------------------------ wiring

/// Where a block begins; its last statement goes on to `after`. Connectors in it are those of
/// `owner`, if it begins with one.
StepId
FlowCheck::wire_block(const Block& block, StepId after, StepId owner, StepId loop, uint32_t depth) {
    if (depth > limits::nesting)
        return after;
    // From the back, so that every statement knows what follows; elements are reported in text
    // order all the same, because diagnostics are sorted.
    StepId next = after;
    for (size_t index = block.statements.size(); index-- > 0;) {
        const Statement& statement = block.statements[index];
        if (index > 0 && statement.kind != StatementKind::element) {
            const Statement& before = block.statements[index - 1];
            if (before.kind != StatementKind::element)
                model_.dead.push_back({statement.span, before.span});
        }
        switch (statement.kind) {
        case StatementKind::end:
            next = StepId::end;
            break;
        case StatementKind::go_to: {
            // It is the connector of the element before it.
            StepId from = owner;
            for (size_t earlier = index; earlier-- > 0;) {
                const Statement& candidate = block.statements[earlier];
                if (candidate.kind != StatementKind::element || candidate.element == nullptr)
                    break;
                if (const StepId id = step_of(*candidate.element); id != StepId::none) {
                    from = id;
                    break;
                }
            }
            next = go_to(statement.target, from, loop);
            break;
        }
        case StatementKind::element: {
            const StepId id =
                statement.element == nullptr ? StepId::none : step_of(*statement.element);
            if (id == StepId::none)
                break; // a resource
            wire_element(id, next, depth);
            next = id;
            break;
        }
        }
    }
    return next;
}

void FlowCheck::wire_element(StepId id, StepId after, uint32_t depth) {
    const Element& element = *step(id).element;
    const StepId loop = step(id).loop;
    Step& made = *step(id).step;
    made.next = after;
    for (const Clause& clause : element.clauses) {
        if (const auto* const target = std::get_if<Target>(&clause.value)) {
            const StepId to = wire_target(*target, after, id, loop, depth);
            // Kinds that never fail have no such clause, and the parser says so.
            if (clause.shape->key == flow_key::fault)
                made.fault = to;
            else
                made.targets.push_back(to);
        } else if (const auto* const body = std::get_if<const Block*>(&clause.value)) {
            if (*body == nullptr)
                continue;
            if (!clause.shape->children.empty()) {
                wire_members(**body, after, id, depth + 1);
                continue;
            }
            const bool returns = step(id).kind->body_returns;
            const StepId end = returns ? id : after;
            made.targets.push_back(wire_block(**body, end, id, returns ? id : loop, depth + 1));
        } else if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value)) {
            const Outcome* otherwise = nullptr;
            for (const Outcome& outcome : *outcomes) {
                if (outcome.condition == nullptr && outcome.name.text.empty()) {
                    otherwise = &outcome;
                    continue;
                }
                made.targets.push_back(wire_target(outcome.target, after, id, loop, depth));
            }
            if (otherwise == nullptr)
                continue;
            step(id).has_default = true;
            made.targets.push_back(wire_target(otherwise->target, after, id, loop, depth));
        }
    }
}

/// A target for each member that has a connector; without one it goes on behind the element.
void FlowCheck::wire_members(const Block& members, StepId after, StepId owner, uint32_t depth) {
    if (depth > limits::nesting)
        return;
    for (const Statement& member : members.statements) {
        if (member.element == nullptr)
            continue;
        for (const ClauseShape& shape : member.element->shape->clauses) {
            if (shape.value != ValueKind::target)
                continue;
            const auto* const target = member.element->value<Target>(shape.key);
            const StepId to = target == nullptr
                                  ? after
                                  : wire_target(*target, after, owner, step(owner).loop, depth);
            step(owner).step->targets.push_back(to);
        }
        for (const Clause& clause : member.element->clauses)
            if (const auto* const inner = std::get_if<const Block*>(&clause.value);
                inner != nullptr && *inner != nullptr)
                wire_members(**inner, after, owner, depth + 1);
    }
}

StepId FlowCheck::wire_target(
    const Target& target, StepId after, StepId owner, StepId loop, uint32_t depth
) {
    switch (target.kind) {
    case TargetKind::none:
        return after;
    case TargetKind::go_to:
        return go_to(target.name, owner, loop);
    case TargetKind::block:
        return target.block == nullptr ? after
                                       : wire_block(*target.block, after, owner, loop, depth + 1);
    }
    return after;
}

StepId FlowCheck::go_to(const Name& name, StepId owner, StepId loop) {
    if (name.text.empty())
        return StepId::end;
    const FlowModel::Entry* const entry = model_.find(name.text);
    if (entry != nullptr && entry->step != StepId::none && entry->element != nullptr &&
        folded(entry->element->name.text) == folded(name.text)) {
        model_.go_tos.push_back({owner, entry->step, loop, name});
        return entry->step;
    }
    if (entry != nullptr) {
        auto report = out().report(Code::W0501, name.span, "`{}` is not an element", name.text);
        report.label(
            entry->name.span,
            entry->symbol ? std::string(describe(model_.symbols[*entry->symbol].origin)) : "this"
        );
        report.here("a connector goes to an element");
        return StepId::end;
    }
    std::vector<std::string_view> candidates;
    for (const StepModel& model : model_.steps)
        candidates.push_back(model.element->name.text);
    out()
        .report(Code::W0501, name.span, "there is no element `{}`", name.text)
        .here("the connector goes nowhere")
        .help_nearest(name.text, candidates, "an element with a similar name exists: `{}`");
    return StepId::end;
}

} // namespace weir
