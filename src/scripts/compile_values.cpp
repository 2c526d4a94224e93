// Names and values in statements: objects, flows, elements, fields with their formulas, filters.
#include "check/filters.hpp"
#include "check/reports.hpp"
#include "schema/fold.hpp"
#include "scripts/step_compiler.hpp"
#include "types/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

const Object* StepCompiler::object(const Name& name) {
    if (name.text.empty())
        return nullptr; // the parser has said it
    const Object* const found = context_.schema.find(name.text);
    if (!found)
        report_unknown_object(context_.schema, name, out_);
    return found;
}

const FlowProgram* StepCompiler::flow(const Name& name) {
    if (name.text.empty())
        return nullptr;
    if (const FlowProgram* const found = program_.find_flow(name.text))
        return found;
    std::vector<std::string_view> names;
    for (const auto& candidate : program_.flows)
        names.push_back(candidate->name);
    out_.report(Code::W0303, name.span, "there is no flow `{}`", name.text)
        .here("no such flow")
        .help_nearest(name.text, names, "a flow with a similar name exists: `{}`");
    return nullptr;
}

const Step* StepCompiler::element(const FlowProgram& flow, const Name& name) {
    if (name.text.empty())
        return nullptr;
    const std::string wanted = folded(name.text);
    std::vector<std::string_view> names;
    for (const auto& step : flow.steps) {
        if (folded(step->name) == wanted)
            return step.get();
        names.push_back(step->name);
    }
    out_.report(Code::W0904, name.span, "the flow `{}` has no element `{}`", flow.name, name.text)
        .here("no such element")
        .label(flow.span, "the flow")
        .help_nearest(name.text, names, "an element with a similar name exists: `{}`");
    return nullptr;
}

std::optional<uint64_t> StepCompiler::whole(const NumberLiteral& number, uint64_t most) {
    const auto decimal = parse_decimal(number.digits);
    const auto integer = decimal ? to_integer(*decimal) : std::nullopt;
    if (!integer || *integer < 0 || compare(*decimal, Decimal::of(*integer)) != 0) {
        out_.report(Code::W0906, number.span, "`{}` is no whole number", number.digits);
        return std::nullopt;
    }
    if (static_cast<uint64_t>(*integer) > most) {
        out_.report(Code::W0906, number.span, "{} is more than {}", number.digits, most);
        return std::nullopt;
    }
    return static_cast<uint64_t>(*integer);
}

ScriptValue StepCompiler::value(const Formula& formula, Type target, std::string_view what) {
    scope_.begin_use();
    const Expression compiled = weir::compile(formula, scope_, context_);
    return {coerce(compiled, target, formula.span, what, context_), scope_.take_used()};
}

ScriptValue StepCompiler::plain_value(const Formula& formula) {
    scope_.begin_use();
    const Expression compiled = weir::compile(formula, scope_, context_);
    return {compiled, scope_.take_used()};
}

bool StepCompiler::check_writable(
    const Path& target, const Object& object, const Field& field, Operation operation
) {
    const bool may_write = operation == Operation::create ? field.createable : field.updateable;
    if (may_write && !field.has_formula && field.kind != FieldKind::auto_number)
        return true;
    out_.report(
        Code::W0606,
        target.span,
        "`{}.{}` is read-only{}",
        object.name,
        field.name,
        operation == Operation::update && field.createable && !field.has_formula
            ? " once the record is there"
            : ""
    );
    return false;
}

std::vector<FieldValue> StepCompiler::field_values(
    List<Assignment> assignments, const Object& object, std::optional<Operation> operation
) {
    std::vector<FieldValue> result;
    for (const Assignment& assignment : assignments) {
        const Path& target = assignment.target;
        if (target.empty() || !assignment.value)
            continue;
        if (assignment.op != AssignOperator::assign)
            out_.report(
                Code::W0610,
                assignment.op_span,
                "a field is {} with `=`",
                operation ? "written" : "compared"
            );
        const std::optional<FieldId> id = own_field(target, object, target.span, scope_, out_);
        if (!id) {
            (void)weir::compile(
                *assignment.value, scope_, context_
            ); // what is wrong there is another mistake
            continue;
        }
        const Field& field = object.field(*id);
        const auto first = std::find_if(result.begin(), result.end(), [&](const FieldValue& other) {
            return other.field == *id;
        });
        if (first != result.end()) {
            out_.report(
                    Code::W0607,
                    target.span,
                    "`{}` is {} twice",
                    field.name,
                    operation ? "written" : "compared"
            )
                .here("again here")
                .label(first->span, "first here");
            continue;
        }
        if (operation && !check_writable(target, object, field, *operation))
            continue;
        result.push_back(
            {*id,
             value(*assignment.value, field.type(), fmt::format("`{}`", field.name)),
             target.span}
        );
    }
    return result;
}

RecordFilter StepCompiler::filter(const Condition* condition, const Object& object) {
    RecordFilter result;
    if (!condition)
        return result;
    // One list of slots for all parameters: they are evaluated together.
    scope_.begin_use();
    Filter compiled = compile_filter(*condition, object, scope_, context_, FilterReader::test);
    const std::vector<uint32_t> used = scope_.take_used();
    result.nodes = std::move(compiled.nodes);
    for (const Expression& parameter : compiled.parameters)
        result.parameters.push_back({parameter, used});
    result.span = condition->span;
    return result;
}

/// A name that a mistake has made meaningless: nothing more is said about it.
void StepCompiler::add_unknown_alias(const Name& name) {
    if (name.text.empty())
        return;
    const uint32_t slot = scope_.add_slot({SlotKind::output, ObjectId::none});
    scope_.add(
        {.name = std::string(name.text), .span = name.span, .type = {}, .slot = slot, .members = {}}
    );
}

} // namespace weir
