// expect …: what must hold.
#include "base/limits.hpp"
#include "check/reports.hpp"
#include "schema/fold.hpp"
#include "scripts/step_compiler.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace weir {

namespace {

constexpr uint64_t most_counted = std::numeric_limits<uint32_t>::max();

/// The values of braces are those of every record: of none they say nothing.
[[nodiscard]] bool is_none(const TestStep& step, uint64_t count) {
    return count == 0 && step.count_form != CountForm::at_least;
}

void add_once(std::vector<FieldId>& fields, FieldId field) {
    if (std::find(fields.begin(), fields.end(), field) == fields.end())
        fields.push_back(field);
}

[[nodiscard]] bool can_be_refused(TestStepKind kind) {
    switch (kind) {
    case TestStepKind::create:
    case TestStepKind::update:
    case TestStepKind::erase:
    case TestStepKind::load:
    case TestStepKind::run:
    case TestStepKind::answer:
    case TestStepKind::resume:
    case TestStepKind::approve:
    case TestStepKind::reject:
    case TestStepKind::recall:
    case TestStepKind::complete:
    case TestStepKind::as_user:
    case TestStepKind::locked:
        return true;
    case TestStepKind::deliver:
    case TestStepKind::org:
    case TestStepKind::mock:
    case TestStepKind::advance:
    case TestStepKind::at:
    case TestStepKind::expect_records:
    case TestStepKind::expect_refused:
    case TestStepKind::expect_runs:
    case TestStepKind::expect_fault:
    case TestStepKind::expect_value:
    case TestStepKind::expect_limit:
    case TestStepKind::expect_action:
    case TestStepKind::expect_screen:
        return false;
    }
    return false;
}

[[nodiscard]] std::optional<std::string_view> text_of(const TestStep& step) {
    if (step.text.span.is_nowhere())
        return std::nullopt;
    return step.text.value;
}

} // namespace

bool StepCompiler::check_none(const TestStep& step, uint64_t count) {
    if (!is_none(step, count) || step.assignments.empty())
        return true;
    const Span span = cover(step.assignments.front().span, step.assignments.back().span);
    out_.report(Code::W0911, span, "no record is expected, so nothing can be expected of it")
        .help("put the values into the condition: `where Field = value`");
    return false;
}

std::optional<StepCompiler::What> StepCompiler::expect_records(const TestStep& step) {
    // An object that is called like a kind of messages is meant itself.
    if (message_kind(step.object.text) && !context_.schema.find(step.object.text))
        return expect_messages(step, nullptr);
    ExpectRecords expected;
    expected.object = object(step.object);
    if (!expected.object)
        return std::nullopt;
    if (expected.object->kind == ObjectKind::event)
        return expect_messages(step, expected.object);
    const auto count = whole(step.count, most_counted);
    if (!count || !check_none(step, *count))
        return std::nullopt;
    expected.count = *count;
    expected.form = step.count_form;
    expected.filter = filter(step.condition, *expected.object);
    expected.values = field_values(step.assignments, *expected.object, std::nullopt);
    for (const FilterNode& node : expected.filter.nodes)
        if (node.kind == FilterNode::Kind::comparison)
            add_once(expected.shown, node.field);
    for (const FieldValue& value : expected.values)
        add_once(expected.shown, value.field);
    return expected;
}

/// Events and messages of the outbox are no records: their columns are names of their own, and the condition is a
/// Boolean formula over them.
std::optional<StepCompiler::What>
StepCompiler::expect_messages(const TestStep& step, const Object* event) {
    ExpectMessages expected;
    expected.event = event;
    expected.kind = message_kind(step.object.text).value_or(MessageKind::email);
    const auto count = whole(step.count, most_counted);
    if (!count || !check_none(step, *count))
        return std::nullopt;
    expected.count = *count;
    expected.form = step.count_form;
    std::vector<Alias> columns;
    const auto add_column = [&](std::string_view name, FieldId field, Type type) {
        const uint32_t slot = scope_.add_slot({SlotKind::column, ObjectId::none});
        Alias alias;
        alias.name = name;
        alias.type = type;
        alias.slot = slot;
        columns.push_back(alias);
        expected.columns.push_back({name, field, slot, false});
    };
    if (event) {
        for (size_t index = 0; index < event->fields.size(); ++index)
            add_column(
                event->fields[index].name, static_cast<FieldId>(index), event->fields[index].type()
            );
    } else {
        for (const std::string_view name : message_columns())
            add_column(name, FieldId::none, Type::of(TypeKind::text));
    }
    if (step.condition) {
        for (const Alias& column : columns)
            scope_.push_local(column);
        scope_.begin_use();
        const Expression condition = weir::compile(*step.condition, scope_, context_);
        expected.condition = ScriptValue{condition, scope_.take_used()};
        expected.condition_span = step.condition->span;
        scope_.clear_locals();
    }
    for (const Assignment& assignment : step.assignments)
        expect_column(assignment, columns, expected);
    show_columns(expected);
    return expected;
}

/// A failure shows the columns that the expectation names, or all that are not the org's own.
void StepCompiler::show_columns(ExpectMessages& expected) {
    bool is_any = false;
    for (MessageColumn& column : expected.columns) {
        const std::vector<uint32_t> none;
        const std::vector<uint32_t>& used = expected.condition ? expected.condition->slots : none;
        column.is_shown = std::find(used.begin(), used.end(), column.slot) != used.end();
        is_any = is_any || column.is_shown;
    }
    for (const ExpectMessages::Expected& value : expected.values)
        expected.columns[value.column].is_shown = is_any = true;
    if (is_any)
        return;
    for (MessageColumn& column : expected.columns)
        column.is_shown = !expected.event || !expected.event->field(column.field).is_system;
}

void StepCompiler::expect_column(
    const Assignment& assignment, std::span<const Alias> columns, ExpectMessages& expected
) {
    const Path& target = assignment.target;
    if (target.empty() || !assignment.value)
        return;
    if (assignment.op != AssignOperator::assign)
        out_.report(Code::W0610, assignment.op_span, "a field is compared with `=`");
    const Name& name = target.parts.front();
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Alias& column) {
        return target.parts.size() == 1 && folded(column.name) == folded(name.text);
    });
    if (found == columns.end()) {
        if (expected.event) {
            report_unknown_field(*expected.event, name, out_);
        } else {
            out_.report(Code::W0910, target.span, "a message has no `{}`", name.text)
                .help_nearest(name.text, message_columns(), "it has `{}`")
                .note(fmt::format("a message has {}", fmt::join(message_columns(), ", ")));
        }
        (void)weir::compile(*assignment.value, scope_, context_);
        return;
    }
    const auto column = static_cast<size_t>(found - columns.begin());
    for (const ExpectMessages::Expected& other : expected.values) {
        if (other.column != column)
            continue;
        out_.report(Code::W0607, target.span, "`{}` is compared twice", found->name)
            .here("again here")
            .label(other.span, "first here");
        return;
    }
    expected.values.push_back(
        {column,
         value(*assignment.value, found->type, fmt::format("`{}`", found->name)),
         target.span}
    );
}

std::optional<StepCompiler::What> StepCompiler::expect_refused(const TestStep& step) {
    ExpectRefused expected;
    expected.code = step.code.text;
    expected.text = text_of(step);
    if (in_refused_) {
        out_.report(Code::W0912, step.span, "`expect refused` stands in another one");
        return std::nullopt;
    }
    if (!check_refusable(step.steps))
        return std::nullopt;
    in_refused_ = true;
    expected.steps = compile(step.steps);
    in_refused_ = false;
    return expected;
}

bool StepCompiler::check_refusable(List<TestStep> steps) {
    bool is_whole = true;
    for (const TestStep& inner : steps) {
        if (can_be_refused(inner.kind))
            continue;
        out_.report(Code::W0912, inner.span, "this is nothing that an org refuses")
            .help("move it out of the braces of `expect refused`");
        is_whole = false;
    }
    return is_whole;
}

std::optional<StepCompiler::What> StepCompiler::expect_runs(const TestStep& step) {
    ExpectRuns expected;
    expected.flow = flow(step.object);
    const auto count = whole(step.count, most_counted);
    if (!expected.flow || !count)
        return std::nullopt;
    expected.count = *count;
    expected.form = step.count_form;
    for (const Name& name : step.elements)
        if (const Step* const found = element(*expected.flow, name))
            expected.elements.push_back(found);
    return expected;
}

std::optional<StepCompiler::What> StepCompiler::expect_fault(const TestStep& step) {
    ExpectFault expected;
    expected.flow = flow(step.object);
    if (!expected.flow)
        return std::nullopt;
    expected.text = text_of(step);
    expected.at = element(*expected.flow, step.at);
    expected.handled_by = element(*expected.flow, step.handled_by);
    expected.unhandled = step.unhandled;
    return expected;
}

std::optional<StepCompiler::What> StepCompiler::expect_value(const TestStep& step) {
    if (!step.condition)
        return std::nullopt;
    ExpectValue expected;
    scope_.begin_use();
    const Expression condition = weir::compile(*step.condition, scope_, context_);
    expected.condition = {condition, scope_.take_used()};
    expected.message = step.text.value;
    add_sides(*step.condition, expected, 0);
    return expected;
}

/// What stands on both sides of the comparisons, once more and by itself, so that a failure can
/// show it.
void StepCompiler::add_sides(const Condition& condition, ExpectValue& expected, uint32_t depth) {
    constexpr size_t most_shown = 20;
    if (depth > limits::nesting || expected.sides.size() >= most_shown)
        return;
    for (const Condition* const operand : condition.operands)
        if (operand)
            add_sides(*operand, expected, depth + 1);
    for (const Formula* const side : {condition.left, condition.right}) {
        if (!side)
            continue;
        Diagnostics said_already;
        CompileContext context{
            context_.schema, context_.layouts, context_.arena, said_already, false};
        scope_.begin_use();
        const Expression compiled = weir::compile(*side, scope_, context);
        const std::vector<uint32_t> used = scope_.take_used();
        const bool is_shown = !said_already.has_errors() && compiled && !compiled.type.is_error();
        if (is_shown && !is_constant(compiled))
            expected.sides.push_back({side->text, {compiled, used}});
    }
}

std::optional<StepCompiler::What> StepCompiler::expect_limit(const TestStep& step) {
    ExpectLimit expected;
    const std::string wanted = folded(step.code.text);
    std::vector<std::string_view> names;
    for (size_t index = 0; index < static_cast<size_t>(Governor::count); ++index) {
        const auto governor = static_cast<Governor>(index);
        names.push_back(facts(governor).name);
        if (folded(facts(governor).name) == wanted)
            expected.governor = governor;
    }
    if (step.code.text.empty())
        return std::nullopt;
    if (expected.governor == Governor::count) {
        out_.report(Code::W0905, step.code.span, "there is no limit `{}`", step.code.text)
            .here("no such limit")
            .help_nearest(step.code.text, names, "a limit with a similar name exists: `{}`")
            .note(fmt::format("limits are {}", fmt::join(names, ", ")));
        return std::nullopt;
    }
    const auto count = whole(step.count, most_counted);
    if (!count)
        return std::nullopt;
    expected.count = *count;
    expected.form = step.count_form;
    return expected;
}

} // namespace weir
