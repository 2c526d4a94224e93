// create, update, delete, load, run: what a user does.
#include "base/limits.hpp"
#include "scripts/load.hpp"
#include "scripts/step_compiler.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

std::vector<CompiledStep> StepCompiler::compile(List<TestStep> steps) {
    std::vector<CompiledStep> result;
    for (const TestStep& step : steps)
        if (std::optional<What> what = statement(step))
            result.push_back({step.span, std::move(*what)});
    return result;
}

std::optional<StepCompiler::What> StepCompiler::statement(const TestStep& step) {
    switch (step.kind) {
    case TestStepKind::create:
        return create(step);
    case TestStepKind::update:
        return change(step, Operation::update);
    case TestStepKind::erase:
        return change(step, Operation::erase);
    case TestStepKind::load:
        return load(step);
    case TestStepKind::run:
        return run(step);
    case TestStepKind::deliver:
        return DeliverEvents{};
    case TestStepKind::org:
        return step.settings ? std::optional<What>(read_settings(*step.settings, out_))
                             : std::nullopt;
    case TestStepKind::expect_records:
        return expect_records(step);
    case TestStepKind::expect_refused:
        return expect_refused(step);
    case TestStepKind::expect_runs:
        return expect_runs(step);
    case TestStepKind::expect_fault:
        return expect_fault(step);
    case TestStepKind::expect_value:
        return expect_value(step);
    case TestStepKind::expect_limit:
        return expect_limit(step);
    case TestStepKind::mock:
        return mock(step);
    case TestStepKind::advance:
        return advance(step);
    case TestStepKind::at:
        return set_time(step);
    case TestStepKind::as_user:
        return as_user(step);
    case TestStepKind::answer:
        return answer(step);
    case TestStepKind::resume:
        return resume(step);
    case TestStepKind::approve:
    case TestStepKind::reject:
    case TestStepKind::recall:
        return decide(step);
    case TestStepKind::complete:
        return complete(step);
    case TestStepKind::locked:
        return locked(step);
    case TestStepKind::expect_action:
        return expect_action(step);
    case TestStepKind::expect_screen:
        return expect_screen(step);
    }
    return std::nullopt;
}

std::optional<StepCompiler::What> StepCompiler::create(const TestStep& step) {
    CreateRecords create;
    create.object = object(step.object);
    const bool is_bulk = !step.count.digits.empty();
    if (is_bulk) {
        const auto count = whole(step.count, limits::created_by_one_step);
        create.count = count.value_or(0);
        if (!count)
            create.object = nullptr;
    }
    if (!create.object) {
        add_unknown_alias(step.alias);
        return std::nullopt;
    }
    if (is_bulk && step.each) {
        create.index = scope_.add_slot({SlotKind::index, ObjectId::none});
        Alias each;
        each.name = "each";
        each.span = step.count.span;
        each.members.push_back({"Index", Type::of(TypeKind::number), *create.index});
        scope_.push_local(std::move(each));
    }
    create.values = step.text.span.is_nowhere()
                        ? field_values(step.assignments, *create.object, Operation::create)
                        : json_values(step.text, *create.object, Operation::create);
    scope_.clear_locals();
    if (!step.at.text.empty())
        create.draft = flow(step.at);
    add_record_alias(step, create);
    return create;
}

void StepCompiler::add_record_alias(const TestStep& step, CreateRecords& create) {
    if (step.alias.text.empty())
        return;
    const Object& object = *create.object;
    if (object.kind == ObjectKind::event) {
        out_.report(Code::W0907, step.alias.span, "an event that is published cannot be read back")
            .here("this name would never have a record")
            .help(fmt::format(
                "leave the name out, and see what was published with `expect 1 {}`", object.name
            ));
        add_unknown_alias(step.alias);
        return;
    }
    const bool is_bulk = !step.count.digits.empty();
    const Type record = Type::record_of(object.id);
    create.alias = scope_.add_slot({is_bulk ? SlotKind::records : SlotKind::record, object.id});
    Alias alias;
    alias.name = step.alias.text;
    alias.span = step.alias.span;
    alias.type = is_bulk ? record.collection_of() : record;
    alias.slot = create.alias;
    scope_.add(std::move(alias));
}

std::optional<StepCompiler::What> StepCompiler::change(const TestStep& step, Operation operation) {
    ChangeRecords change;
    change.operation = operation;
    if (!change_target(step, change))
        return std::nullopt;
    if (operation == Operation::update)
        change.values = step.text.span.is_nowhere()
                            ? field_values(step.assignments, *change.object, operation)
                            : json_values(step.text, *change.object, operation);
    return change;
}

/// `update ada` or `update Contact where …`.
bool StepCompiler::change_target(const TestStep& step, ChangeRecords& change) {
    if (step.object.text.empty())
        return false;
    if (step.condition) {
        change.object = object(step.object);
        if (change.object)
            change.filter = filter(step.condition, *change.object);
        return change.object != nullptr;
    }
    const std::optional<RecordAlias> alias = record_alias(step.object, change.operation);
    if (!alias)
        return false;
    change.object = alias->object;
    change.alias = alias->slot;
    return true;
}

std::optional<StepCompiler::What> StepCompiler::load(const TestStep& step) {
    LoadRecords load;
    load.file = step.text.value;
    load.is_tree = is_tree_file(load.file);
    if (step.object.text.empty() && !load.is_tree) {
        if (!load.file.empty())
            out_.report(
                    Code::W0915,
                    step.text.span,
                    "this does not say whose records `{}` holds",
                    load.file
            )
                .help("name the object: `load \"contacts.csv\" into Contact`")
                .note("only a file in JSON says it itself");
        return std::nullopt;
    }
    if (!step.object.text.empty()) {
        load.object = object(step.object);
        if (!load.object)
            return std::nullopt;
    }
    return load;
}

std::optional<StepCompiler::What> StepCompiler::run(const TestStep& step) {
    RunFlow run;
    run.flow = flow(step.object);
    if (run.flow && run.flow->start != FlowStart::autolaunched) {
        out_.report(Code::W0908, step.object.span, "`{}` is not started by a user", run.flow->name)
            .here("this flow has a trigger")
            .label(run.flow->span, "the flow")
            .help("save a record, or publish an event, that starts it");
        run.flow = nullptr;
    }
    if (!run.flow) {
        add_unknown_alias(step.alias);
        return std::nullopt;
    }
    if (!step.code.text.empty())
        run.launch = step.code.text == "by apex with sharing" ? FlowLaunch::apex_with_sharing
                                                              : FlowLaunch::apex_without_sharing;
    for (const Assignment& assignment : step.assignments)
        read_input(assignment, run);
    if (!step.text.span.is_nowhere())
        json_inputs(step.text, run);
    ScriptSlot interview{SlotKind::run, ObjectId::none};
    interview.flow = run.flow;
    run.run = scope_.add_slot(interview);
    scope_.note_run(run.run);
    if (!step.alias.text.empty())
        add_outputs(step, run);
    return run;
}

void StepCompiler::read_input(const Assignment& assignment, RunFlow& run) {
    const Path& target = assignment.target;
    if (target.empty() || !assignment.value)
        return;
    if (assignment.op != AssignOperator::assign)
        out_.report(Code::W0610, assignment.op_span, "an input is given with `=`");
    const std::string_view name = target.parts.front().text;
    const Variable* const variable =
        target.parts.size() == 1 ? run.flow->find_variable(name) : nullptr;
    if (!variable || !variable->input) {
        std::vector<std::string_view> names;
        for (const Variable& candidate : run.flow->variables)
            if (candidate.input)
                names.push_back(candidate.name);
        auto report = out_.report(
            Code::W0909,
            target.span,
            "the flow `{}` has no input `{}`",
            run.flow->name,
            target.parts.back().text
        );
        if (variable)
            report.help(fmt::format("write `input` behind the variable `{}`", variable->name));
        else
            report.help_nearest(
                target.parts.back().text, names, "an input with a similar name exists: `{}`"
            );
        (void)weir::compile(*assignment.value, scope_, context_);
        return;
    }
    for (const auto& [given, ignored] : run.inputs) {
        if (given != variable->name)
            continue;
        out_.report(Code::W0607, target.span, "`{}` is written twice", variable->name)
            .here("again here");
        return;
    }
    run.inputs.emplace_back(
        variable->name,
        value(*assignment.value, variable->type, fmt::format("input `{}`", variable->name))
    );
}

void StepCompiler::add_outputs(const TestStep& step, RunFlow& run) {
    Alias alias;
    alias.name = step.alias.text;
    alias.span = step.alias.span;
    alias.run = run.run;
    for (const Variable& variable : run.flow->variables) {
        if (!variable.output)
            continue;
        const uint32_t slot = scope_.add_slot({SlotKind::output, ObjectId::none});
        run.outputs.emplace_back(variable.name, slot);
        alias.members.push_back({variable.name, variable.type, slot});
    }
    scope_.add(std::move(alias));
}

} // namespace weir
