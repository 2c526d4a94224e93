#include "metadata/world_rules.hpp"

#include "metadata/world_criteria.hpp"

#include <array>

namespace weir::metadata {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

template<size_t size>
std::string_view word_of(const std::array<Pair, size>& table, std::string_view xml) {
    for (const auto& [name, word] : table)
        if (name == xml)
            return word;
    return {};
}

void read_inactive(const XmlNode& node, std::string_view tag, ElementMaker& made) {
    if (const XmlNode* const active = node.child(tag);
        active != nullptr && active->text != "true" && active->text != "Active")
        made.flag("inactive", active->text_span);
}

void read_when(const XmlNode& node, std::string_view item, ElementMaker& made, Maker& make) {
    if (const Condition* const condition = read_criteria(node, item, make))
        made.add("when", condition, condition->span);
}

void add_parts(
    std::string_view tag, FileKind kind, const XmlNode& root, ObjectParts& object, Maker& make
) {
    for (const XmlNode* const child : root.children)
        if (child->name == tag)
            object.add(kind, child, name_of(*child, {}, make));
}

/// Of Allow with its operations: what the user is told, what is written down.
std::string_view
duplicate_action(const XmlNode& node, std::string_view action, std::string_view operations) {
    if (node.child_text(action) == "Block")
        return "block";
    bool reports = false;
    for (const XmlNode* const child : node.children) {
        if (child->name != operations)
            continue;
        if (child->text == "Alert")
            return "alert";
        reports |= child->text == "Report";
    }
    return reports ? "report" : "allow";
}

/// Leads are compared with contacts by a matching rule of these: fields of the lead stand for
/// theirs.
const Element* read_against(const XmlNode& node, const XmlNode& rule, Maker& make) {
    const XmlNode* const object = node.child("matchRuleSObjectType");
    if (object == nullptr || object->text.empty())
        return nullptr;
    ElementMaker made(shapes::against, Maker::name(*object), object->text_span, make);
    made.add("by", make.path(rule.text, rule.text_span), rule.text_span);
    const XmlNode* const mapping = node.child("objectMapping");
    if (mapping == nullptr)
        return made.finish();
    std::vector<Assignment> values;
    for (const XmlNode* const fields : mapping->children) {
        const XmlNode* const from =
            fields->name == "mappingFields" ? fields->child("inputField") : nullptr;
        const XmlNode* const to =
            fields->name == "mappingFields" ? fields->child("outputField") : nullptr;
        if (from == nullptr || to == nullptr || from->text.empty() || to->text.empty())
            continue;
        Assignment value;
        value.target = make.path(to->text, to->text_span);
        value.op_span = to->text_span;
        value.span = fields->span;
        value.value = make.formula(*from);
        values.push_back(value);
    }
    if (!values.empty())
        made.assignments(values, mapping->span);
    return made.finish();
}

constexpr std::string_view time_trigger_tag = "workflowTimeTriggers";

/// A rule or a time trigger of one, with the field updates that its actions name.
const XmlNode* with_updates(const XmlNode& node, const XmlNode& root, Maker& make) {
    std::vector<const XmlNode*> parts(node.children.begin(), node.children.end());
    for (const XmlNode* const action : node.children) {
        if (action->name != "actions" || action->child_text("type") != "FieldUpdate")
            continue;
        for (const XmlNode* const update : root.children)
            if (update->name == "fieldUpdates" &&
                update->child_text("fullName") == action->child_text("name"))
                parts.push_back(update);
    }
    XmlNode* const whole = make.arena().make<XmlNode>(node);
    whole->children = make.arena().copy(parts);
    return whole;
}

/// Its alerts, its field updates, and whether they set the rules off again.
void read_workflow_actions(
    const XmlNode& node,
    std::string_view object,
    const FieldIndex& fields,
    ElementMaker& made,
    Maker& make
) {
    std::vector<Path> alerts;
    std::vector<Assignment> updates;
    bool again = false;
    for (const XmlNode* const child : node.children) {
        if (child->name == "actions" && child->child_text("type") == "Alert")
            if (const XmlNode* const alert = child->child("name"))
                alerts.push_back(make.path(alert->text, alert->text_span));
        const XmlNode* const field =
            child->name == "fieldUpdates" ? child->child("field") : nullptr;
        if (field == nullptr || field->text.empty())
            continue;
        Assignment update;
        update.target = make.path(field->text, field->text_span);
        update.op_span = field->text_span;
        update.span = child->span;
        update.value = field_update_value(*child, object, fields, make);
        if (update.value != nullptr)
            updates.push_back(update);
        again |= child->is_true("reevaluateOnChange");
    }
    if (!alerts.empty())
        made.paths("alerts", alerts, node.span);
    if (again)
        made.flag("reevaluates", node.span);
    made.assignments(updates, node.span);
}

/// The field of `Opportunity.CloseDate`.
std::string_view behind_dot(std::string_view text) {
    const size_t dot = text.rfind('.');
    return dot == std::string_view::npos ? text : text.substr(dot + 1);
}

/// `timeLength` counts backwards where it is negative.
const Element* read_time_trigger(
    const XmlNode& node,
    const Name& rule,
    std::string_view object,
    const FieldIndex& fields,
    Maker& make
) {
    const XmlNode* const length = node.child("timeLength");
    if (length == nullptr || length->text.empty())
        return nullptr;
    std::string_view digits = length->text;
    const bool is_before = digits.starts_with('-');
    if (is_before)
        digits.remove_prefix(1);
    ElementMaker made(shapes::time_trigger, {{}, node.span}, node.span, make);
    made.add("of", make.path(rule.text, rule.span), rule.span);
    const bool in_hours = node.child_text("workflowTimeTriggerUnit") == "Hours";
    made.add(in_hours ? "hours" : "days", NumberLiteral{digits, length->text_span}, node.span);
    if (const XmlNode* const date = node.child("offsetFromField");
        date != nullptr && !date->text.empty())
        made.add(
            is_before ? "before" : "after",
            make.path(behind_dot(date->text), date->text_span),
            date->text_span
        );
    read_workflow_actions(node, object, fields, made, make);
    return made.finish();
}

/// The entries of a rule that say `needed`, with their conditions; `fill` adds what else they say.
template<class Fill>
std::vector<const Element*> read_entries(
    const XmlNode& node, std::string_view needed, const Shape& shape, Maker& make, Fill fill
) {
    std::vector<const Element*> entries;
    for (const XmlNode* const child : node.children) {
        const XmlNode* const said = child->name == "ruleEntry" ? child->child(needed) : nullptr;
        if (said == nullptr || said->text.empty())
            continue;
        ElementMaker entry(shape, {{}, child->span}, child->span, make);
        read_when(*child, "criteriaItems", entry, make);
        fill(*child, *said, entry);
        entries.push_back(entry.finish());
    }
    return entries;
}

} // namespace

const Formula* field_update_value(
    const XmlNode& update, std::string_view object, const FieldIndex& fields, Maker& make
) {
    const std::string_view operation = update.child_text("operation");
    if (operation == "Null")
        return make.null(update.span);
    if (const XmlNode* const formula = update.child("formula");
        operation == "Formula" && formula != nullptr)
        return make.formula(*formula);
    const XmlNode* const literal = update.child("literalValue");
    if (operation != "Literal" || literal == nullptr)
        return nullptr;
    const auto found =
        fields.find(folded(std::string(object) + "." + std::string(update.child_text("field"))));
    std::string_view type;
    if (found != fields.end())
        type = field_type_of(*found->second);
    else if (literal->text == "1" || literal->text == "0")
        type = {}; // a checkbox and a text look the same: the text converts
    return constant(type, literal->text, literal->text_span, make);
}

void add_matching_rules(const XmlNode& root, ObjectParts& object, Maker& make) {
    add_parts("matchingRules", FileKind::matching_rules, root, object, make);
}

void add_entry_rules(FileKind kind, const XmlNode& root, ObjectParts& object, Maker& make) {
    const bool assigns = kind == FileKind::assignment_rules;
    add_parts(assigns ? "assignmentRule" : "autoResponseRule", kind, root, object, make);
}

void add_workflow_rules(const XmlNode& root, ObjectParts& object, Maker& make) {
    for (const XmlNode* const child : root.children) {
        if (child->name != "rules")
            continue;
        const Name name = name_of(*child, {}, make);
        object.add(FileKind::workflow_rule, with_updates(*child, root, make), name);
        for (const XmlNode* const later : child->children)
            if (later->name == time_trigger_tag)
                object.parts.push_back(
                    {FileKind::workflow_rule, with_updates(*later, root, make), name}
                );
    }
}

const Element* read_matching_rule(const XmlNode& node, Name name, Maker& make) {
    constexpr std::array<Pair, 8> methods = {{
        {"FirstName", "first name"},
        {"LastName", "last name"},
        {"CompanyName", "company name"},
        {"Phone", "phone"},
        {"City", "city"},
        {"Street", "street"},
        {"Zip", "zip"},
        {"Title", "title"},
    }};
    ElementMaker made(shapes::matching_rule, name, name.span, make);
    made.label(node.child("label"));
    made.text("logic", node.child("booleanFilter"));
    read_inactive(node, "ruleStatus", made);
    made.text("description", node.child("description"));
    std::vector<const Element*> items;
    for (const XmlNode* const child : node.children) {
        const XmlNode* const field =
            child->name == "matchingRuleItems" ? child->child("fieldName") : nullptr;
        if (field == nullptr || field->text.empty())
            continue;
        ElementMaker item(shapes::match, Maker::name(*field), field->text_span, make);
        if (const std::string_view method = word_of(methods, child->child_text("matchingMethod"));
            !method.empty())
            item.words("as", method, child->span);
        if (child->child_text("blankValueBehavior") == "MatchBlanks")
            item.flag("blanks match", child->span);
        items.push_back(item.finish());
    }
    made.members(items);
    return made.finish();
}

const Element*
read_duplicate_rule(const XmlNode& node, Name name, std::string_view object, Maker& make) {
    ElementMaker made(shapes::duplicate_rule, name, name.span, make);
    made.label(node.child("masterLabel"));
    std::vector<Path> by;
    std::vector<const Element*> others;
    for (const XmlNode* const child : node.children) {
        const XmlNode* const rule =
            child->name == "duplicateRuleMatchRules" ? child->child("matchingRule") : nullptr;
        if (rule == nullptr || rule->text.empty())
            continue;
        if (folded(child->child_text("matchRuleSObjectType")) == folded(object))
            by.push_back(make.path(rule->text, rule->text_span));
        else if (const Element* const other = read_against(*child, *rule, make))
            others.push_back(other);
    }
    if (by.empty() && others.empty())
        return nullptr;
    if (!by.empty())
        made.paths("by", by, node.span);
    made.words(
        "on create", duplicate_action(node, "actionOnInsert", "operationsOnInsert"), node.span
    );
    made.words(
        "on update", duplicate_action(node, "actionOnUpdate", "operationsOnUpdate"), node.span
    );
    made.text("message", node.child("alertText"));
    if (const XmlNode* const filter = node.child("duplicateRuleFilter"))
        read_when(*filter, "duplicateRuleFilterItems", made, make);
    read_inactive(node, "isActive", made);
    made.text("description", node.child("description"));
    made.members(others);
    return made.finish();
}

const Element* read_assignment_rule(const XmlNode& node, Name name, Maker& make) {
    ElementMaker made(shapes::assignment_rule, name, name.span, make);
    read_inactive(node, "active", made);
    const auto fill = [](const XmlNode& entry, const XmlNode& to, ElementMaker& made_entry) {
        const bool is_user = entry.child_text("assignedToType") == "User";
        made_entry.text(is_user ? "to user" : "to queue", &to);
        made_entry.text("template", entry.child("template"));
    };
    made.members(read_entries(node, "assignedTo", shapes::assignment_entry, make, fill));
    return made.finish();
}

const Element* read_response_rule(const XmlNode& node, Name name, Maker& make) {
    ElementMaker made(shapes::response_rule, name, name.span, make);
    read_inactive(node, "active", made);
    const auto fill = [](const XmlNode& entry, const XmlNode& words, ElementMaker& made_entry) {
        made_entry.text("from", entry.child("senderEmail"));
        made_entry.text("template", &words);
    };
    made.members(read_entries(node, "template", shapes::response_entry, make, fill));
    return made.finish();
}

const Element* read_workflow_rule(
    const XmlNode& node, Name name, std::string_view object, const FieldIndex& fields, Maker& make
) {
    if (node.name == time_trigger_tag)
        return read_time_trigger(node, name, object, fields, make);
    constexpr std::array<Pair, 3> times = {{
        {"onCreateOnly", "on create"},
        {"onAllChanges", "on create and every edit"},
        {"onCreateOrTriggeringUpdate", "on create and edits to meet the conditions"},
    }};
    ElementMaker made(shapes::workflow_rule, name, name.span, make);
    if (const std::string_view when = word_of(times, node.child_text("triggerType")); !when.empty())
        made.words("evaluated", when, node.span);
    read_when(node, "criteriaItems", made, make);
    read_inactive(node, "active", made);
    read_workflow_actions(node, object, fields, made, make);
    return made.finish();
}

} // namespace weir::metadata
