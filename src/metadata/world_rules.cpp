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
        std::vector<const XmlNode*> parts(child->children.begin(), child->children.end());
        for (const XmlNode* const action : child->children) {
            if (action->name != "actions" || action->child_text("type") != "FieldUpdate")
                continue;
            for (const XmlNode* const update : root.children)
                if (update->name == "fieldUpdates" &&
                    update->child_text("fullName") == action->child_text("name"))
                    parts.push_back(update);
        }
        XmlNode* const whole = make.arena().make<XmlNode>(*child);
        whole->children = make.arena().copy(parts);
        object.add(FileKind::workflow_rule, whole, name_of(*child, {}, make));
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
    for (const XmlNode* const child : node.children) {
        // Rules over two objects compare leads with contacts: no rule of this object.
        if (child->name != "duplicateRuleMatchRules" ||
            folded(child->child_text("matchRuleSObjectType")) != folded(object))
            continue;
        if (const XmlNode* const rule = child->child("matchingRule");
            rule != nullptr && !rule->text.empty())
            by.push_back(make.path(rule->text, rule->text_span));
    }
    if (by.empty())
        return nullptr;
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
    made.braces();
    return made.finish();
}

const Element* read_assignment_rule(const XmlNode& node, Name name, Maker& make) {
    ElementMaker made(shapes::assignment_rule, name, name.span, make);
    read_inactive(node, "active", made);
    std::vector<const Element*> entries;
    for (const XmlNode* const child : node.children) {
        const XmlNode* const to = child->name == "ruleEntry" ? child->child("assignedTo") : nullptr;
        if (to == nullptr || to->text.empty())
            continue;
        ElementMaker entry(shapes::assignment_entry, {{}, child->span}, child->span, make);
        read_when(*child, "criteriaItems", entry, make);
        entry.text(child->child_text("assignedToType") == "User" ? "to user" : "to queue", to);
        entry.text("template", child->child("template"));
        entries.push_back(entry.finish());
    }
    made.members(entries);
    return made.finish();
}

const Element* read_response_rule(const XmlNode& node, Name name, Maker& make) {
    ElementMaker made(shapes::response_rule, name, name.span, make);
    read_inactive(node, "active", made);
    std::vector<const Element*> entries;
    for (const XmlNode* const child : node.children) {
        const XmlNode* const words =
            child->name == "ruleEntry" ? child->child("template") : nullptr;
        if (words == nullptr || words->text.empty())
            continue;
        ElementMaker entry(shapes::response_entry, {{}, child->span}, child->span, make);
        read_when(*child, "criteriaItems", entry, make);
        entry.text("from", child->child("senderEmail"));
        entry.text("template", words);
        entries.push_back(entry.finish());
    }
    made.members(entries);
    return made.finish();
}

const Element* read_workflow_rule(
    const XmlNode& node, Name name, std::string_view object, const FieldIndex& fields, Maker& make
) {
    constexpr std::array<Pair, 3> times = {{
        {"onCreateOnly", "on create"},
        {"onAllChanges", "on create and every edit"},
        {"onCreateOrTriggeringUpdate", "on create and edits to meet the conditions"},
    }};
    ElementMaker made(shapes::workflow_rule, name, name.span, make);
    if (const std::string_view when = word_of(times, node.child_text("triggerType")); !when.empty())
        made.words("evaluated", when, node.span);
    read_when(node, "criteriaItems", made, make);
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
    read_inactive(node, "active", made);
    made.assignments(updates, node.span);
    return made.finish();
}

} // namespace weir::metadata
