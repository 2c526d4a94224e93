#include "check/save_rules.hpp"

#include "check/declare_world.hpp"
#include "check/record_scope.hpp"
#include "check/reports.hpp"
#include "formula/compile.hpp"
#include "program/save_rules.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace weir {

namespace {

constexpr std::string_view default_message = "Use one of these records?";

MatchMethod method_of(std::string_view words) {
    constexpr std::array<std::pair<std::string_view, MatchMethod>, 8> methods = {{
        {"first name", MatchMethod::first_name},
        {"last name", MatchMethod::last_name},
        {"company name", MatchMethod::company_name},
        {"phone", MatchMethod::phone},
        {"city", MatchMethod::city},
        {"street", MatchMethod::street},
        {"zip", MatchMethod::zip},
        {"title", MatchMethod::title},
    }};
    for (const auto& [word, method] : methods)
        if (word == words)
            return method;
    return MatchMethod::exact;
}

DuplicateAction action_of(const std::string_view* words) {
    if (words == nullptr || *words == "alert")
        return DuplicateAction::alert;
    if (*words == "block")
        return DuplicateAction::block;
    return *words == "report" ? DuplicateAction::report : DuplicateAction::allow;
}

class RuleCompiler {
public:
    RuleCompiler(const Object& object, Program& program, Diagnostics& out)
        : object_(object),
          out_(out),
          context_{*program.schema, *program.layouts, program.arena, out, false},
          rules_(std::make_shared<SaveRules>()) {}

    void member(const Element& element) {
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
    }

    [[nodiscard]] std::shared_ptr<const SaveRules> finish() {
        for (const Element* const duplicate : duplicates_)
            duplicate_rule(*duplicate);
        std::sort(
            rules_->workflow.begin(),
            rules_->workflow.end(),
            [](const WorkflowRule& left, const WorkflowRule& right) {
                return folded(left.name) < folded(right.name);
            }
        );
        std::sort(rules_->read.begin(), rules_->read.end());
        rules_->read.erase(
            std::unique(rules_->read.begin(), rules_->read.end()), rules_->read.end()
        );
        return rules_;
    }

private:
    std::optional<FieldId> field(const Name& name) {
        const std::optional<FieldId> found = object_.find_field(name.text);
        if (found || object_.is_named_only)
            return found;
        if (object_.is_open)
            report_believed_field(object_, name, out_);
        else
            out_.report(Code::W0216, name.span, "`{}` has no field `{}`", object_.name, name.text)
                .here("no such field")
                .help_nearest(
                    name.text, object_.field_names(), "a field with a similar name exists: `{}`"
                );
        return std::nullopt;
    }

    bool is_first(const Element& element, std::string_view what) {
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

    RecordFormula keep(Expression expression, RecordScope& scope) {
        RecordFormula result{expression, scope.take_sources()};
        for (const SlotSource& source : result.sources)
            if (source.kind != SlotSource::Kind::is_new)
                rules_->read.push_back(source.field);
        return result;
    }

    RecordFormula condition(const Element& element) {
        const auto* const when = element.value<const Condition*>("when");
        if (when == nullptr || *when == nullptr)
            return {};
        RecordScope scope(object_, RecordScope::Past::known);
        const Expression compiled = compile(**when, scope, context_);
        return keep(compiled, scope);
    }

    RecordFormula text(const Element& element, std::string_view key) {
        const auto* const literal = element.value<TextLiteral>(key);
        if (literal == nullptr)
            return {};
        RecordScope scope(object_, RecordScope::Past::unknown);
        const Expression compiled = compile_template(*literal, scope, context_);
        return keep(compiled, scope);
    }

    static std::string words(const Element& element, std::string_view key) {
        const auto* const literal = element.value<TextLiteral>(key);
        return literal == nullptr ? std::string() : std::string(literal->value);
    }

    void matching_rule(const Element& element) {
        if (!is_first(element, "matching rule"))
            return;
        MatchingRule rule;
        rule.name = element.name.text;
        bool is_whole = true;
        size_t lines = 0;
        for (const Statement& statement : members(element)) {
            if (statement.element == nullptr || statement.element->shape != &shapes::match)
                continue;
            ++lines;
            const std::optional<FieldId> compared = field(statement.element->name);
            is_whole &= compared.has_value();
            if (!compared)
                continue;
            const auto* const method = statement.element->value<std::string_view>("as");
            rule.items.push_back(
                {*compared,
                 method == nullptr ? MatchMethod::exact : method_of(*method),
                 statement.element->has("blanks match")}
            );
            rules_->read.push_back(*compared);
        }
        if (const auto* const logic = element.value<TextLiteral>("logic")) {
            auto parsed = parse_match_logic(logic->value, lines);
            if (!parsed)
                out_.report(
                        Code::W0227,
                        logic->span,
                        "`{}` is no logic of the {} lines of this rule",
                        logic->value,
                        lines
                )
                    .help("write it as in \"1 AND (2 OR 3)\"");
            else
                rule.alternatives = std::move(*parsed);
        }
        // A rule of which a line is unknown would find too many records.
        if (!is_whole || element.has("inactive"))
            rule.items.clear();
        rules_->matching.push_back(std::move(rule));
    }

    void duplicate_rule(const Element& element) {
        if (!is_first(element, "duplicate rule"))
            return;
        DuplicateRule rule;
        rule.name = element.name.text;
        rule.message = words(element, "message");
        if (rule.message.empty())
            rule.message = default_message;
        rule.on_create = action_of(element.value<std::string_view>("on create"));
        rule.on_update = action_of(element.value<std::string_view>("on update"));
        rule.condition = condition(element);
        const auto* const by = element.value<List<Path>>("by");
        if (by == nullptr && !element.broken)
            out_.report(Code::W0507, element.header, "`duplicate rule` lacks its clause `by`")
                .here("incomplete")
                .note("a matching rule says which records are the same");
        if (by != nullptr)
            for (const Path& path : *by)
                if (!path.empty())
                    add_matching(path.parts.back(), rule);
        if (!element.has("inactive"))
            rules_->duplicates.push_back(std::move(rule));
    }

    void add_matching(const Name& name, DuplicateRule& rule) {
        const auto found = std::find_if(
            rules_->matching.begin(),
            rules_->matching.end(),
            [&](const MatchingRule& matching) { return folded(matching.name) == folded(name.text); }
        );
        if (found != rules_->matching.end()) {
            rule.matching.push_back(static_cast<uint32_t>(found - rules_->matching.begin()));
            return;
        }
        std::vector<std::string_view> names;
        for (const MatchingRule& matching : rules_->matching)
            names.push_back(matching.name);
        out_.report(
                context_.schema.setup().is_open ? Code::W0319 : Code::W0228,
                name.span,
                "`{}` has no matching rule `{}`",
                object_.name,
                name.text
        )
            .here("nothing of that name is declared")
            .help_nearest(name.text, names, "a rule with a similar name exists: `{}`");
    }

    /// Salesforce lets one rule of an object be active.
    bool is_the_active_one(const Element& element, const Element*& active) {
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

    void assignment_rule(const Element& element) {
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

    void response_rule(const Element& element) {
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
                out_.report(
                        Code::W0507, entry->header, "a reply lacks its `template` or its `subject`"
                )
                    .here("incomplete");
            else if (is_active)
                rules_->responses.push_back(std::move(made));
        }
    }

    void workflow_rule(const Element& element) {
        if (!is_first(element, "workflow rule"))
            return;
        WorkflowRule rule;
        rule.name = element.name.text;
        const auto* const when = element.value<std::string_view>("evaluated");
        rule.when = when == nullptr                       ? WorkflowRule::When::edit_to_meet
                    : *when == "on create"                ? WorkflowRule::When::create
                    : *when == "on create and every edit" ? WorkflowRule::When::every_edit
                                                          : WorkflowRule::When::edit_to_meet;
        rule.condition = condition(element);
        rule.reevaluates = element.has("reevaluates");
        if (const auto* const updates = element.value<List<Assignment>>(""))
            for (const Assignment& assignment : *updates)
                add_update(assignment, rule);
        if (const auto* const alerts = element.value<List<Path>>("alerts"))
            for (const Path& path : *alerts)
                if (!path.empty())
                    rule.alerts.push_back(fmt::format("{}.{}", object_.name, path.parts.back().text)
                    );
        if (!element.has("inactive"))
            rules_->workflow.push_back(std::move(rule));
    }

    void add_update(const Assignment& assignment, WorkflowRule& rule) {
        if (assignment.target.parts.empty() || assignment.value == nullptr)
            return;
        const Name& name = assignment.target.parts.back();
        const std::optional<FieldId> target = field(name);
        if (!target)
            return;
        const Field& described = object_.field(*target);
        if (described.has_formula || (described.is_system && described.name != "OwnerId")) {
            out_.report(
                Code::W0224, name.span, "nobody gives `{}` its value by a rule", described.name
            );
            return;
        }
        RecordScope scope(object_, RecordScope::Past::known);
        Expression value = compile(*assignment.value, scope, context_);
        value = coerce(
            value,
            described.type(),
            assignment.value->span,
            fmt::format("`{}`", described.name),
            context_
        );
        rule.updates.push_back({*target, keep(value, scope)});
    }

    const Object& object_;
    Diagnostics& out_;
    CompileContext context_;
    std::shared_ptr<SaveRules> rules_;
    std::vector<const Element*> duplicates_; // matching rules may stand behind them
    std::map<std::string, Span> names_;
    const Element* active_assignment_ = nullptr;
    const Element* active_response_ = nullptr;
};

bool is_rule(const Shape* shape) {
    return shape == &shapes::matching_rule || shape == &shapes::duplicate_rule ||
           shape == &shapes::assignment_rule || shape == &shapes::response_rule ||
           shape == &shapes::workflow_rule;
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
        program.objects[static_cast<size_t>(object)].save_rules = compiler.finish();
}

} // namespace weir
