#include "check/save_rules.hpp"

#include "check/reports.hpp"
#include "check/rule_compiler.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

RuleCompiler::RuleCompiler(const Object& object, Program& program, Diagnostics& out)
    : object_(object),
      out_(out),
      context_{*program.schema, *program.layouts, program.arena, out, false},
      rules_(std::make_shared<SaveRules>()) {}

void RuleCompiler::member(const Element& element) {
    const Shape* const shape = element.shape;
    if (shape == &shapes::matching_rule)
        matching_rule(element);
    else if (shape == &shapes::duplicate_rule)
        duplicates_.push_back(&element);
    else if (shape == &shapes::assignment_rule)
        assignment_rule(element);
    else if (shape == &shapes::response_rule)
        response_rule(element);
    else if (shape == &shapes::workflow_rule)
        workflow_rule(element);
    else if (shape == &shapes::time_trigger)
        time_triggers_.push_back(&element);
}

std::shared_ptr<const SaveRules> RuleCompiler::finish(const std::map<ObjectId, RuleCompiler>& all) {
    for (const Element* const duplicate : duplicates_)
        duplicate_rule(*duplicate, all);
    for (const Element* const trigger : time_triggers_)
        time_trigger(*trigger);
    std::sort(
        rules_->workflow.begin(),
        rules_->workflow.end(),
        [](const WorkflowRule& left, const WorkflowRule& right) {
            return folded(left.name) < folded(right.name);
        }
    );
    std::sort(rules_->read.begin(), rules_->read.end());
    rules_->read.erase(std::unique(rules_->read.begin(), rules_->read.end()), rules_->read.end());
    return rules_;
}

std::optional<FieldId> RuleCompiler::field(const Name& name) {
    const std::optional<FieldId> found = object_.find_field(name.text);
    if (found || object_.is_named_only)
        return found;
    if (object_.is_open)
        report_believed_field(object_, name, out_);
    else
        report_unknown_field(object_, name, out_, Code::W0216);
    return std::nullopt;
}

bool RuleCompiler::is_first(const Element& element, std::string_view what) {
    const auto [first, is_new] = names_.try_emplace(
        fmt::format("{} {}", what, folded(element.name.text)), element.name.span
    );
    if (!is_new)
        out_.report(
                Code::W0207,
                element.name.span,
                "`{}` has a {} `{}` already",
                object_.name,
                what,
                element.name.text
        )
            .label(first->second, "first declared here");
    return is_new && !element.name.text.empty();
}

RecordFormula RuleCompiler::keep(Expression expression, RecordScope& scope) {
    RecordFormula result{expression, scope.take_sources()};
    for (const SlotSource& source : result.sources)
        if (source.kind != SlotSource::Kind::is_new)
            rules_->read.push_back(source.field);
    return result;
}

RecordFormula RuleCompiler::condition(const Element& element) {
    const auto* const when = element.value<const Condition*>("when");
    if (when == nullptr || *when == nullptr)
        return {};
    RecordScope scope(object_, RecordScope::Past::known);
    const Expression compiled = compile(**when, scope, context_);
    return keep(compiled, scope);
}

RecordFormula RuleCompiler::text(const Element& element, std::string_view key) {
    const auto* const literal = element.value<TextLiteral>(key);
    if (literal == nullptr)
        return {};
    RecordScope scope(object_, RecordScope::Past::unknown);
    const Expression compiled = compile_template(*literal, scope, context_);
    return keep(compiled, scope);
}

std::string RuleCompiler::words(const Element& element, std::string_view key) {
    const auto* const literal = element.value<TextLiteral>(key);
    return literal == nullptr ? std::string() : std::string(literal->value);
}

/// Salesforce lets one rule of an object be active.
bool RuleCompiler::is_the_active_one(const Element& element, const Element*& active) {
    if (element.has("inactive"))
        return false;
    if (active == nullptr) {
        active = &element;
        return true;
    }
    out_.report(
            Code::W0229,
            element.name.span,
            "`{}` has an active {} already",
            object_.name,
            element.shape->keyword
    )
        .here("a second one")
        .label(active->name.span, "the first")
        .help("make one of them `inactive`");
    return false;
}

void RuleCompiler::assignment_rule(const Element& element) {
    if (!is_first(element, "assignment rule"))
        return;
    const bool is_active = is_the_active_one(element, active_assignment_);
    for (const Statement& statement : members(element)) {
        const Element* const entry = statement.element;
        if (entry == nullptr || entry->shape != &shapes::assignment_entry)
            continue;
        AssignmentEntry made;
        made.condition = condition(*entry);
        made.user = words(*entry, "to user");
        made.queue = words(*entry, "to queue");
        made.email_template = words(*entry, "template");
        if (made.user.empty() == made.queue.empty() && !entry->broken)
            out_.report(Code::W0507, entry->header, "an entry assigns to one user or one queue")
                .here(made.user.empty() ? "to nobody" : "to both")
                .help("write `to queue \"Name\"` or `to user \"username\"`");
        else if (is_active)
            rules_->assignment.push_back(std::move(made));
    }
}

void RuleCompiler::response_rule(const Element& element) {
    if (!is_first(element, "auto response rule"))
        return;
    const bool is_active = is_the_active_one(element, active_response_);
    for (const Statement& statement : members(element)) {
        const Element* const entry = statement.element;
        if (entry == nullptr || entry->shape != &shapes::response_entry)
            continue;
        ResponseEntry made;
        made.condition = condition(*entry);
        made.from = words(*entry, "from");
        made.email_template = words(*entry, "template");
        made.subject = text(*entry, "subject");
        made.body = text(*entry, "body");
        if (made.email_template.empty() && !made.subject.expression && !entry->broken)
            out_.report(Code::W0507, entry->header, "a reply lacks its `template` or its `subject`")
                .here("incomplete");
        else if (is_active)
            rules_->responses.push_back(std::move(made));
    }
}

namespace {

bool is_rule(const Shape* shape) {
    return shape == &shapes::matching_rule || shape == &shapes::duplicate_rule ||
           shape == &shapes::assignment_rule || shape == &shapes::response_rule ||
           shape == &shapes::workflow_rule || shape == &shapes::time_trigger;
}

} // namespace

void compile_save_rules(
    std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out
) {
    std::map<ObjectId, RuleCompiler> compilers;
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations) {
            if (declaration == nullptr ||
                (declaration->shape != &shapes::object && declaration->shape != &shapes::extend))
                continue;
            const Object* const object = program.schema->find(declaration->name.text);
            if (object == nullptr)
                continue;
            for (const Statement& statement : members(*declaration)) {
                const Element* const member = statement.element;
                if (member == nullptr || !is_rule(member->shape))
                    continue;
                const auto place = compilers.try_emplace(object->id, *object, program, out).first;
                place->second.member(*member);
            }
        }
    for (auto& [object, compiler] : compilers)
        program.objects[static_cast<size_t>(object)].save_rules = compiler.finish(compilers);
}

} // namespace weir
