// Matching rules and duplicate rules: into SaveRules::matching and SaveRules::duplicates.
#include "check/reports.hpp"
#include "check/rule_compiler.hpp"
#include "check/save_rules.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

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

} // namespace

void RuleCompiler::matching_rule(const Element& element) {
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

void RuleCompiler::duplicate_rule(
    const Element& element, const std::map<ObjectId, RuleCompiler>& all
) {
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
    const auto others = members(element);
    if (by == nullptr && others.empty() && !element.broken)
        out_.report(Code::W0507, element.header, "`duplicate rule` lacks its clause `by`")
            .here("incomplete")
            .note("a matching rule says which records are the same");
    if (by != nullptr)
        for (const Path& path : *by)
            if (!path.empty())
                add_matching(path.parts.back(), rule);
    for (const Statement& statement : others)
        if (statement.element != nullptr && statement.element->shape == &shapes::against)
            add_foreign(*statement.element, all, rule);
    if (!element.has("inactive"))
        rules_->duplicates.push_back(std::move(rule));
}

std::optional<uint32_t> RuleCompiler::find_matching(const Name& name) const {
    const auto found = std::ranges::find_if(rules_->matching, [&](const MatchingRule& matching) {
        return folded(matching.name) == folded(name.text);
    });
    if (found == rules_->matching.end())
        return std::nullopt;
    return static_cast<uint32_t>(found - rules_->matching.begin());
}

void RuleCompiler::add_matching(const Name& name, DuplicateRule& rule) {
    if (const auto found = find_matching(name))
        rule.matching.push_back(*found);
    else
        report_no_matching(object_, rules_.get(), name);
}

void RuleCompiler::report_no_matching(
    const Object& object, const SaveRules* rules, const Name& name
) {
    std::vector<std::string_view> names;
    if (rules != nullptr)
        for (const MatchingRule& matching : rules->matching)
            names.push_back(matching.name);
    out_.report(
            context_.schema.setup().is_open ? Code::W0319 : Code::W0228,
            name.span,
            "`{}` has no matching rule `{}`",
            object.name,
            name.text
    )
        .here("nothing of that name is declared")
        .help_nearest(name.text, names, "a rule with a similar name exists: `{}`");
}

/// `against Contact by Same_Person { LastName = LastName }`: records of another object.
void RuleCompiler::add_foreign(
    const Element& element, const std::map<ObjectId, RuleCompiler>& all, DuplicateRule& rule
) {
    const Object* const other = context_.schema.find(element.name.text);
    if (other == nullptr) {
        report_unknown_object(context_.schema, element.name, out_);
        return;
    }
    const auto* const by = element.value<Path>("by");
    if (by == nullptr || by->empty()) {
        if (!element.broken)
            out_.report(Code::W0507, element.header, "`against` lacks its clause `by`")
                .here("incomplete")
                .note("a matching rule of the other object says which records are the same");
        return;
    }
    const auto owner = all.find(other->id);
    const RuleCompiler* const rules = owner == all.end() ? nullptr : &owner->second;
    const auto found = rules == nullptr ? std::nullopt : rules->find_matching(by->parts.back());
    if (!found) {
        report_no_matching(
            *other, rules == nullptr ? nullptr : rules->rules_.get(), by->parts.back()
        );
        return;
    }
    ForeignMatch match;
    match.object = other->id;
    match.matching = *found;
    const MatchingRule& matching = rules->rules_->matching[*found];
    for (const MatchingRule::Item& item : matching.items)
        match.sources.push_back(foreign_value(element, other->field(item.field)));
    if (const auto* const values = element.value<List<Assignment>>(""))
        for (const Assignment& assignment : *values)
            if (!assignment.target.empty() &&
                !other->find_field(assignment.target.parts.back().text))
                report_unknown_field(
                    *other,
                    {assignment.target.parts.back().text, assignment.target.span},
                    out_,
                    Code::W0216
                );
    rule.others.push_back(std::move(match));
}

/// What of the record that is saved is compared with a field of the other object: what the braces
/// say, without braces the field of the same name.
ForeignMatch::Source RuleCompiler::foreign_value(const Element& element, const Field& compared) {
    ForeignMatch::Source source;
    const auto* const values = element.value<List<Assignment>>("");
    if (values == nullptr) {
        source.field = object_.find_field(compared.name).value_or(FieldId::none);
        if (source.field != FieldId::none)
            rules_->read.push_back(source.field);
        return source;
    }
    for (const Assignment& assignment : *values) {
        if (assignment.target.empty() || assignment.value == nullptr ||
            folded(assignment.target.parts.back().text) != folded(compared.name))
            continue;
        RecordScope scope(object_, RecordScope::Past::unknown);
        const Expression compiled = compile(*assignment.value, scope, context_);
        source.value = keep(compiled, scope);
    }
    return source;
}

} // namespace weir
