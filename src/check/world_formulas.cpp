#include "check/world_formulas.hpp"

#include "check/record_scope.hpp"
#include "check/reports.hpp"
#include "schema/fold.hpp"
#include "syntax/declarations.hpp"

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

    void declare_template(const Element& element) {
        templates_.try_emplace(folded(element.name.text), &element);
    }

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
        alert.subject =
            alert.body = {constant(Value::text(""), Type::of(TypeKind::text), program_.arena), {}};
        alert.has_other_recipients = element.has("to others");
        if (const auto* const others = element.value<List<TextLiteral>>("to others"))
            for (const TextLiteral& other : *others)
                alert.others.emplace_back(other.value);
        if (const auto* const recipients = element.value<List<TextLiteral>>("to"))
            for (const TextLiteral& recipient : *recipients)
                alert.to.emplace_back(recipient.value);
        if (const auto* const chosen = element.value<TextLiteral>("template"))
            take_template(*chosen, object, alert);
        else if (!element.broken)
            require_clauses(
                element, {"subject", "body"}, "the message: `subject` and `body`, or a `template`"
            );
        if (!element.broken && !alert.has_other_recipients)
            require_clauses(element, {"to"}, "who gets it");
        if (const auto* const subject = element.value<TextLiteral>("subject"))
            alert.subject = compile_text(*subject, object, context_);
        if (const auto* const body = element.value<TextLiteral>("body"))
            alert.body = compile_text(*body, object, context_);
        program_.alerts.push_back(std::move(alert));
    }

    void require_clauses(
        const Element& element, std::initializer_list<std::string_view> keys, std::string_view what
    ) {
        for (const std::string_view key : keys)
            if (!element.has(key))
                out_.report(Code::W0507, element.header, "`alert` lacks its clause `{}`", key)
                    .here("incomplete")
                    .note(fmt::format("an alert says {}", what));
    }

    // The words of a template are those of the org: what weir cannot merge in them stays as it is.
    void take_template(const TextLiteral& chosen, const Object& object, EmailAlert& alert) {
        const std::string_view path = chosen.value;
        const std::string name = folded(path.substr(path.rfind('/') + 1));
        const auto found = templates_.find(name);
        if (found == templates_.end()) {
            const Code code = program_.schema->setup().is_open ? Code::W0319 : Code::W0306;
            out_.report(code, chosen.span, "no e-mail template `{}` is declared", path)
                .here("nothing of that name is declared");
            return;
        }
        const Element& element = *found->second;
        if (const auto* const subject = element.value<TextLiteral>("subject"))
            alert.subject = merge(*subject, object);
        if (const auto* const body = element.value<TextLiteral>("body"))
            alert.body = merge(*body, object);
        else if (const auto* const html = element.value<TextLiteral>("html"))
            alert.body = merge(*html, object);
    }

    /// Templates name the record by its object, `{!Case.Subject}`; alerts name its fields.
    RecordFormula merge(const TextLiteral& text, const Object& object) {
        const std::string head = "{!" + folded(object.name) + ".";
        const std::string small = folded(text.value);
        std::string plain;
        for (size_t at = 0; at < text.value.size();) {
            const bool is_head = small.compare(at, head.size(), head) == 0;
            plain += is_head ? std::string_view("{!") : text.value.substr(at, 1);
            at += is_head ? head.size() : 1;
        }
        TextLiteral literal = text;
        literal.value = program_.arena.copy(std::string_view(without_unknown(plain, object)));
        Diagnostics found;
        CompileContext context{*program_.schema, *program_.layouts, program_.arena, found, false};
        RecordFormula merged = compile_text(literal, object, context);
        if (found.has_errors())
            merged = {
                constant(Value::text(literal.value), Type::of(TypeKind::text), program_.arena), {}};
        return merged;
    }

    /// What a template names and the record does not have is blank (reference/actions.md).
    std::string without_unknown(std::string_view text, const Object& object) {
        std::string result;
        for (size_t at = 0; at < text.size();) {
            const size_t begin = std::min(text.find("{!", at), text.size());
            const size_t end = std::min(text.find('}', begin), text.size() - 1);
            result += text.substr(at, begin - at);
            if (begin == text.size())
                break;
            const std::string_view field = text.substr(begin, end + 1 - begin);
            TextLiteral alone;
            alone.value = program_.arena.copy(field);
            Diagnostics found;
            CompileContext context{
                *program_.schema, *program_.layouts, program_.arena, found, false};
            (void)compile_text(alone, object, context);
            if (!found.has_errors())
                result += field;
            at = end + 1;
        }
        return result;
    }

    Program& program_;
    Diagnostics& out_;
    CompileContext context_;
    std::unordered_map<std::string, Span> names_;
    std::unordered_map<std::string, const Element*> templates_; // by small name
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
    for (const FieldFormula& field : order_formulas(declarations.formulas, *program.schema, out)) {
        context.blank_as_zero = field.blank_as_zero;
        object(field.object)
            .formulas.push_back(
                {field.field, compile_field(field, RecordScope::Past::unknown, context)}
            );
    }
    context.blank_as_zero = false;
    for (const SummaryDeclaration& summary : declarations.summaries) {
        SummaryProgram compiled{
            summary.object, summary.field, summary.operation, summary.master, summary.summarized, {}};
        if (summary.condition != nullptr) {
            RecordScope scope(program.schema->object(summary.child), RecordScope::Past::unknown);
            const Expression filter = compile(*summary.condition, scope, context);
            compiled.filter = {filter, scope.take_sources()};
        }
        object(summary.child).summaries.push_back(std::move(compiled));
        const bool starts_at_zero = summary.operation == SummaryOperation::count ||
                                    summary.operation == SummaryOperation::sum;
        if (starts_at_zero)
            object(summary.object).counted.push_back(summary.field);
    }
    for (const SharingRuleDeclaration& rule : declarations.sharing_rules) {
        SharingRuleProgram compiled{rule.name, rule.edits, {}, {}, {}};
        for (const SharingRuleDeclaration::Party& party : rule.from)
            compiled.from.push_back(party.party);
        for (const SharingRuleDeclaration::Party& party : rule.to)
            compiled.to.push_back(party.party);
        if (rule.condition != nullptr) {
            RecordScope scope(program.schema->object(rule.object), RecordScope::Past::unknown);
            const Expression criteria = compile(*rule.condition, scope, context);
            compiled.criteria = {criteria, scope.take_sources()};
        }
        object(rule.object).sharing_rules.push_back(std::move(compiled));
    }
    compile_seeds(declarations.seeds, program, out);
}

void compile_alerts(std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out) {
    AlertCompiler compiler(program, out);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration != nullptr && declaration->shape == &shapes::email_template)
                compiler.declare_template(*declaration);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration != nullptr)
                compiler.declaration(*declaration);
}

} // namespace weir
