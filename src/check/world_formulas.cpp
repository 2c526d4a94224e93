#include "check/world_formulas.hpp"

#include "check/record_scope.hpp"
#include "check/reports.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace weir {

namespace {

RecordFormula
compile_field(const FieldFormula& field, RecordScope::Past past, CompileContext& context) {
    const Object& object = context.schema.object(field.object);
    const Field& described = object.field(field.field);
    RecordScope scope(object, past);
    Expression expression = compile(*field.formula, scope, context);
    expression = coerce(
        expression,
        described.type(),
        field.formula->span,
        fmt::format("`{}`", described.name),
        context
    );
    return {expression, scope.take_sources()};
}

RecordFormula compile_text(const TextLiteral& text, const Object& object, CompileContext& context) {
    RecordScope scope(object, RecordScope::Past::unknown);
    const Expression expression = compile_template(text, scope, context);
    return {expression, scope.take_sources()};
}

class AlertCompiler {
public:
    AlertCompiler(Program& program, Diagnostics& out)
        : program_(program),
          out_(out),
          context_{*program.schema, *program.layouts, program.arena, out, false} {}

    void declaration(const Element& element) {
        const Object* const object = program_.schema->find(element.name.text);
        const auto* const block = element.value<const Block*>("");
        if (object == nullptr || block == nullptr || *block == nullptr)
            return;
        for (const Statement& statement : (*block)->statements) {
            const Element* const member = statement.element;
            if (statement.kind != StatementKind::element || member == nullptr ||
                member->shape == nullptr)
                continue;
            if (member->shape->keyword == "alert")
                alert(*member, *object);
        }
    }

private:
    void alert(const Element& element, const Object& object) {
        EmailAlert alert;
        alert.name = fmt::format("{}.{}", object.name, element.name.text);
        const auto [first, is_new] = names_.try_emplace(folded(alert.name), element.name.span);
        if (!is_new) {
            out_.report(
                    Code::W0301,
                    element.name.span,
                    "`{}` has an alert `{}` already",
                    object.name,
                    element.name.text
            )
                .here("a second time here")
                .label(first->second, "first used here");
            return;
        }
        report_missing_clauses(element, out_);
        alert.object = object.id;
        if (const auto* const one = element.value<TextLiteral>("to"))
            alert.to.emplace_back(one->value);
        if (const auto* const several = element.value<List<TextLiteral>>("to"))
            for (const TextLiteral& recipient : *several)
                alert.to.emplace_back(recipient.value);
        if (const auto* const subject = element.value<TextLiteral>("subject"))
            alert.subject = compile_text(*subject, object, context_);
        if (const auto* const body = element.value<TextLiteral>("body"))
            alert.body = compile_text(*body, object, context_);
        program_.alerts.push_back(std::move(alert));
    }

    Program& program_;
    Diagnostics& out_;
    CompileContext context_;
    std::unordered_map<std::string, Span> names_;
};

} // namespace

void compile_world(const Declarations& declarations, Program& program, Diagnostics& out) {
    program.objects.resize(program.schema->object_count());
    CompileContext context{*program.schema, *program.layouts, program.arena, out, false};
    const auto object = [&](ObjectId id) -> ObjectProgram& {
        return program.objects[static_cast<size_t>(id)];
    };
    for (const FieldFormula& field : declarations.defaults)
        if (field.formula != nullptr)
            object(field.object)
                .defaults.push_back(
                    {field.field, compile_field(field, RecordScope::Past::unknown, context)}
                );
    for (const RuleDeclaration& rule : declarations.rules) {
        if (rule.condition == nullptr)
            continue;
        RecordScope scope(program.schema->object(rule.object), RecordScope::Past::known);
        Expression condition = compile(*rule.condition, scope, context);
        const std::string what = fmt::format("the rule `{}`", rule.name);
        condition =
            coerce(condition, Type::of(TypeKind::boolean), rule.condition->span, what, context);
        object(rule.object)
            .rules.push_back(
                {rule.name, rule.message, rule.field, {condition, scope.take_sources()}}
            );
    }
    // A formula field reads blank numbers as zero, as Salesforce does unless told otherwise.
    context.blank_as_zero = true;
    for (const FieldFormula& field : order_formulas(declarations.formulas, *program.schema, out))
        object(field.object)
            .formulas.push_back(
                {field.field, compile_field(field, RecordScope::Past::unknown, context)}
            );
    compile_seeds(declarations.seeds, program, out);
}

void compile_alerts(std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out) {
    AlertCompiler compiler(program, out);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration != nullptr)
                compiler.declaration(*declaration);
}

} // namespace weir
