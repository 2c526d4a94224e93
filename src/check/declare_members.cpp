// Validation rules and records: what names fields of an object that is whole by now.
#include "check/declare_world.hpp"
#include "check/reports.hpp"
#include "schema/fold.hpp"

#include <optional>

namespace weir {

namespace {

/// The field of a rule or record, or nothing after a report.
std::optional<FieldId> find_field(World& world, const Object& object, const Name& name) {
    const std::optional<FieldId> found = object.find_field(name.text);
    if (found)
        return found;
    if (object.is_open) {
        report_believed_field(object, name, world.out);
        return std::nullopt;
    }
    report_unknown_field(object, name, world.out, Code::W0216);
    return std::nullopt;
}

/// A rule's message is shown as it stands: Salesforce takes a text, not a formula.
std::string read_message(World& world, const Message& message) {
    if (message.text == nullptr || message.text->root == nullptr)
        return {};
    const Expr& root = *message.text->root;
    if (root.kind == ExprKind::text) {
        const std::string_view text = static_cast<const TextExpr&>(root).value;
        if (text.empty())
            world.out.report(
                Code::W0220, message.text->span, "the message of a rule says something"
            );
        return std::string(text);
    }
    if (root.kind != ExprKind::error)
        world.out.report(
            Code::W0220,
            message.text->span,
            "the message of a rule is a text, and this is a formula"
        );
    return {};
}

void check_required_clauses(World& world, const Element& element) {
    if (element.broken)
        return;
    for (const ClauseShape& clause : element.shape->clauses)
        if (clause.required && !element.has(clause.key))
            world.out
                .report(
                    Code::W0507,
                    element.header,
                    "`{}` lacks its clause `{}`",
                    element.shape->keyword,
                    clause.key
                )
                .here("incomplete")
                .note(std::string(clause.doc));
}

void add_value(World& world, const Object& object, const Assignment& assignment, RecordSeed& seed) {
    if (assignment.target.parts.empty())
        return;
    if (assignment.target.parts.size() > 1) {
        world.out.report(
            Code::W0224, assignment.target.span, "a record gives values to its own fields alone"
        );
        return;
    }
    const Name& name = assignment.target.parts.front();
    if (assignment.op != AssignOperator::assign) {
        world.out.report(
            Code::W0224, assignment.op_span, "a record gives its fields their values with `=`"
        );
        return;
    }
    const std::optional<FieldId> id = find_field(world, object, name);
    if (!id)
        return;
    const Field& field = object.field(*id);
    if (field.has_formula) {
        world.out.report(Code::W0224, name.span, "a formula gives `{}` its value", field.name)
            .label(field.span, "declared here");
        return;
    }
    if (field.kind == FieldKind::id) {
        world.out.report(Code::W0224, name.span, "the org gives a record its id");
        return;
    }
    for (const auto& [earlier, formula] : seed.values)
        if (earlier == *id) {
            world.out.report(Code::W0224, name.span, "`{}` has a value already", field.name)
                .label(formula->span, "given here");
            return;
        }
    if (assignment.value != nullptr)
        seed.values.emplace_back(*id, assignment.value);
}

/// Two things of one kind and name in one object. Kept in one map over all parts of the object.
class Names {
public:
    Names(Code code, std::string_view what, World& world)
        : code_(code), what_(what), world_(world) {}

    void add(const Object& object, std::string_view name, Span span) {
        const std::string key =
            fmt::format("{}.{}", static_cast<uint32_t>(object.id), folded(name));
        const auto [earlier, is_new] = seen_.emplace(key, span);
        if (!is_new)
            world_.out.report(code_, span, "`{}` has a {} `{}` already", object.name, what_, name)
                .label(earlier->second, "declared here");
    }

private:
    Code code_;
    std::string_view what_;
    World& world_;
    std::unordered_map<std::string, Span> seen_;
};

} // namespace

void declare_rule(World& world, const Object& object, const Element& element) {
    if (object.kind == ObjectKind::event) {
        world.out.report(
            Code::W0223, element.keyword_span, "a platform event has no validation rules"
        );
        return;
    }
    check_required_clauses(world, element);
    if (element.has("inactive"))
        return;
    RuleDeclaration rule;
    rule.object = object.id;
    rule.name = element.name.text;
    rule.span = element.name.span;
    if (const auto* const condition = element.value<const Formula*>("when"))
        rule.condition = *condition;
    if (const auto* const message = element.value<Message>("error")) {
        rule.message = read_message(world, *message);
        if (!message->field.text.empty())
            rule.field = find_field(world, object, message->field).value_or(FieldId::none);
    }
    // Without a condition, which was reported, the rule refuses nothing.
    if (rule.condition != nullptr && !rule.name.empty())
        world.result.rules.push_back(std::move(rule));
}

void declare_record(World& world, const Object& object, const Element& element) {
    if (object.kind == ObjectKind::event) {
        world.out.report(Code::W0223, element.keyword_span, "a platform event has no records")
            .note("it exists only while it is delivered");
        return;
    }
    if (element.name.text.empty())
        return;
    RecordSeed seed;
    seed.object = object.id;
    seed.name = element.name.text;
    seed.label = label_of(element);
    seed.span = element.name.span;
    for (const Clause& clause : element.clauses)
        if (const auto* const values = std::get_if<List<Assignment>>(&clause.value))
            for (const Assignment& assignment : *values)
                add_value(world, object, assignment, seed);
    world.result.seeds.push_back(std::move(seed));
}

void check_duplicate_members(World& world) {
    Names rules(Code::W0207, "rule", world);
    for (const RuleDeclaration& rule : world.result.rules)
        rules.add(world.result.schema->object(rule.object), rule.name, rule.span);
    Names records(Code::W0208, "record", world);
    for (const RecordSeed& seed : world.result.seeds)
        records.add(world.result.schema->object(seed.object), seed.name, seed.span);
}

} // namespace weir
