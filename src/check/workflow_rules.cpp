// Workflow rules and what they do later: into SaveRules::workflow.
#include "check/reports.hpp"
#include "check/rule_compiler.hpp"
#include "schema/fold.hpp"
#include "types/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

void RuleCompiler::workflow_rule(const Element& element) {
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
    rule.actions = workflow_actions(element);
    workflow_rules_.emplace(folded(element.name.text), &element);
    if (!element.has("inactive"))
        rules_->workflow.push_back(std::move(rule));
}

WorkflowActions RuleCompiler::workflow_actions(const Element& element) {
    WorkflowActions actions;
    actions.reevaluates = element.has("reevaluates");
    if (const auto* const updates = element.value<List<Assignment>>(""))
        for (const Assignment& assignment : *updates)
            add_update(assignment, actions);
    if (const auto* const alerts = element.value<List<Path>>("alerts"))
        for (const Path& path : *alerts)
            if (!path.empty())
                actions.alerts.push_back(fmt::format("{}.{}", object_.name, path.parts.back().text)
                );
    return actions;
}

/// Behind all rules: a trigger may stand before the one that it is of.
void RuleCompiler::time_trigger(const Element& element) {
    TimeTrigger trigger;
    trigger.actions = workflow_actions(element);
    const bool has_time = read_offset(element, trigger);
    const Element* const owner = rule_of(element);
    if (owner == nullptr || !has_time || owner->has("inactive"))
        return;
    const auto rule = std::ranges::find_if(rules_->workflow, [&](const WorkflowRule& made) {
        return folded(made.name) == folded(owner->name.text);
    });
    if (rule != rules_->workflow.end())
        rule->later.push_back(std::move(trigger));
}

/// The rule that a time trigger is of; null, and a report, where it has none.
const Element* RuleCompiler::rule_of(const Element& element) {
    const auto* const path = element.value<Path>("of");
    if (path == nullptr || path->empty()) {
        if (!element.broken)
            out_.report(Code::W0507, element.header, "a time trigger lacks its `of`")
                .here("of no rule")
                .help("write `of Rule`, a workflow rule of the object");
        return nullptr;
    }
    const Name& name = path->parts.back();
    const auto found = workflow_rules_.find(folded(name.text));
    if (found == workflow_rules_.end()) {
        std::vector<std::string_view> names;
        for (const auto& [key, rule] : workflow_rules_)
            names.push_back(rule->name.text);
        out_.report(
                Code::W0231, name.span, "`{}` has no workflow rule `{}`", object_.name, name.text
        )
            .here("nothing of that name is declared")
            .help_nearest(name.text, names, "a rule with a similar name exists: `{}`");
        return nullptr;
    }
    const auto* const when = found->second->value<std::string_view>("evaluated");
    if (when == nullptr || *when != "on create and every edit")
        return found->second;
    out_.report(
            Code::W0231, name.span, "a rule that is evaluated at every edit has no time triggers"
    )
        .label(found->second->header, "the rule")
        .help("make it `evaluated on create and edits to meet the conditions`");
    return nullptr;
}

/// `days 3 before CloseDate`. False: it says no time.
bool RuleCompiler::read_offset(const Element& element, TimeTrigger& trigger) {
    const auto* const hours = element.value<NumberLiteral>("hours");
    const auto* const days = element.value<NumberLiteral>("days");
    const NumberLiteral* const number = hours != nullptr ? hours : days;
    if (number == nullptr || (hours != nullptr && days != nullptr)) {
        if (!element.broken)
            out_.report(Code::W0507, element.header, "a time trigger says its time once")
                .here(number == nullptr ? "no time" : "two times")
                .help("write `days 3` or `hours 3`");
        return false;
    }
    constexpr int64_t most = 999; // Salesforce takes no more
    const auto decimal = parse_decimal(number->digits);
    const auto whole = decimal ? to_integer(*decimal) : std::nullopt;
    const bool fits =
        whole && *whole >= 0 && *whole <= most && compare(*decimal, Decimal::of(*whole)) == 0;
    if (!fits) {
        out_.report(
            Code::W0231,
            number->span,
            "`{}` is no number of hours or days from 0 to {}",
            number->digits,
            most
        );
        return false;
    }
    trigger.unit = hours != nullptr ? FlowPath::Unit::hours : FlowPath::Unit::days;
    trigger.offset = static_cast<int32_t>(*whole);
    return read_date(element, trigger);
}

/// `before CloseDate`. False: there is no such date.
bool RuleCompiler::read_date(const Element& element, TimeTrigger& trigger) {
    const auto* const before = element.value<Path>("before");
    const auto* const after = element.value<Path>("after");
    const Path* const date = before != nullptr ? before : after;
    if (date == nullptr || date->empty())
        return true;
    if (before != nullptr)
        trigger.offset = -trigger.offset;
    const std::optional<FieldId> found = field(date->parts.back());
    if (!found)
        return false;
    const TypeKind kind = object_.field(*found).type().kind;
    if (kind != TypeKind::date && kind != TypeKind::date_time) {
        out_.report(
                Code::W0231,
                date->span,
                "`{}` is no date of `{}`",
                object_.field(*found).name,
                object_.name
        )
            .here("no time can be told by it");
        return false;
    }
    trigger.field = *found;
    rules_->read.push_back(*found);
    return true;
}

void RuleCompiler::add_update(const Assignment& assignment, WorkflowActions& rule) {
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

} // namespace weir
