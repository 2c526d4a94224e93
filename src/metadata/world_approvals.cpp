#include "metadata/world_approvals.hpp"

#include "metadata/world_criteria.hpp"
#include "metadata/world_rules.hpp"

#include <fmt/format.h>

#include <array>

namespace weir::metadata {

namespace {

/// The workflow's part of a kind by its name; null if the project does not hold it.
const XmlNode* find_part(const ObjectParts& object, FileKind kind, std::string_view name) {
    for (const ObjectParts::Part& part : object.parts)
        if (part.kind == kind && folded(part.name.text) == folded(name))
            return part.node;
    return nullptr;
}

class ApprovalReader {
public:
    ApprovalReader(const ObjectParts& object, const FieldIndex& fields, Maker& make)
        : object_(object), fields_(fields), make_(make) {}

    const Element* process(const XmlNode& node, Name name) {
        ElementMaker made(shapes::approval_process, name, name.span, make_);
        made.label(node.child("label"));
        condition(node, made);
        submitters(node, made);
        if (node.child_text("recordEditability") == "AdminOrCurrentApprover")
            made.words("editable by", "administrators and approvers", node.span);
        if (node.is_true("finalApprovalRecordLock"))
            made.flag("keeps lock when approved", node.span);
        if (node.is_true("finalRejectionRecordLock"))
            made.flag("keeps lock when rejected", node.span);
        if (const XmlNode* const active = node.child("active");
            active != nullptr && active->text != "true")
            made.flag("inactive", active->text_span);
        actions(node, "initialSubmissionActions", "submission", made);
        actions(node, "finalApprovalActions", "approval", made);
        actions(node, "finalRejectionActions", "rejection", made);
        actions(node, "recallActions", "recall", made);
        made.text("description", node.child("description"));
        std::vector<const Element*> steps;
        for (const XmlNode* const child : node.children)
            if (child->name == "approvalStep")
                if (const XmlNode* const own = child->child("name"))
                    steps.push_back(step(*child, Maker::name(*own)));
        made.members(steps);
        return made.finish();
    }

private:
    const Element* step(const XmlNode& node, Name name) {
        ElementMaker made(shapes::approval_step, name, name.span, make_);
        made.label(node.child("label"));
        condition(node, made);
        const std::string_view otherwise = node.child_text("ifCriteriaNotMet");
        if (otherwise == "ApproveRecord" || otherwise == "RejectRecord")
            made.words("otherwise", otherwise == "ApproveRecord" ? "approve" : "reject", node.span);
        if (const XmlNode* const assigned = node.child("assignedApprover"))
            approvers(*assigned, made);
        const XmlNode* const rejection = node.child("rejectBehavior");
        if (rejection != nullptr && rejection->child_text("type") == "BackToPrevious")
            made.flag("goes back when rejected", rejection->span);
        actions(node, "approvalActions", "approval", made);
        actions(node, "rejectionActions", "rejection", made);
        made.text("description", node.child("description"));
        made.braces();
        return made.finish();
    }

    void condition(const XmlNode& node, ElementMaker& made) {
        const XmlNode* const entry = node.child("entryCriteria");
        if (entry == nullptr)
            return;
        if (const Condition* const found = read_criteria(*entry, "criteriaItems", make_))
            made.add("when", found, entry->span);
        else if (const XmlNode* const formula = entry->child("formula");
                 formula != nullptr && !formula->text.empty())
            made.add("when", formula_condition(*formula), formula->text_span);
    }

    const Condition* formula_condition(const XmlNode& formula) {
        auto* const condition = make_.arena().make<Condition>();
        condition->kind = ConditionKind::formula;
        condition->span = formula.text_span;
        condition->left = make_.formula(formula);
        return condition;
    }

    [[nodiscard]] TextLiteral literal(std::string_view text, Span span) {
        return {make_.arena().copy(text), span, false};
    }

    void submitters(const XmlNode& node, ElementMaker& made) {
        std::vector<TextLiteral> who;
        for (const XmlNode* const child : node.children) {
            if (child->name != "allowedSubmitters")
                continue;
            const std::string_view type = child->child_text("type");
            const std::string_view name = child->child_text("submitter");
            if (type == "owner" || type == "creator")
                who.push_back(literal(type, child->span));
            else if (type == "user")
                who.push_back(literal(name, child->span));
            else
                who.push_back(literal(fmt::format("{} {}", type, name), child->span));
        }
        made.texts("submitters", who, node.span);
    }

    void approvers(const XmlNode& node, ElementMaker& made) {
        std::vector<TextLiteral> who;
        for (const XmlNode* const child : node.children) {
            if (child->name != "approver")
                continue;
            const std::string_view type = child->child_text("type");
            const std::string_view name = child->child_text("name");
            if (type == "adhoc")
                who.push_back(literal("chosen", child->span));
            else if (type == "userHierarchyField")
                who.push_back(literal("manager", child->span));
            else if (type == "queue")
                who.push_back(literal(fmt::format("queue {}", name), child->span));
            else if (!name.empty())
                who.push_back(literal(name, child->span));
        }
        made.texts("approvers", who, node.span);
        if (node.child_text("whenMultipleApprovers") == "Unanimous")
            made.flag("all must approve", node.span);
    }

    /// Field updates, alerts and messages of the object's workflow, by their names.
    void
    actions(const XmlNode& node, std::string_view tag, std::string_view when, ElementMaker& made) {
        const XmlNode* const list = node.child(tag);
        if (list == nullptr)
            return;
        std::vector<Assignment> updates;
        std::vector<Path> alerts;
        std::vector<Path> messages;
        for (const XmlNode* const action : list->children) {
            const XmlNode* const name = action->name == "action" ? action->child("name") : nullptr;
            if (name == nullptr || name->text.empty())
                continue;
            const std::string_view type = action->child_text("type");
            if (type == "Alert")
                alerts.push_back(make_.path(name->text, name->text_span));
            else if (type == "OutboundMessage")
                messages.push_back(make_.path(name->text, name->text_span));
            else if (type == "FieldUpdate")
                update(name->text, updates);
        }
        if (!updates.empty())
            made.add(key("on", when), make_.arena().copy(updates), list->span);
        if (!alerts.empty())
            made.paths(key("alerts on", when), alerts, list->span);
        if (!messages.empty())
            made.paths(key("messages on", when), messages, list->span);
    }

    [[nodiscard]] std::string_view key(std::string_view what, std::string_view when) {
        const std::string text = fmt::format("{} {}", what, when);
        return make_.arena().copy(std::string_view(text));
    }

    void update(std::string_view name, std::vector<Assignment>& updates) {
        const XmlNode* const node = find_part(object_, FileKind::field_update, name);
        const XmlNode* const field = node == nullptr ? nullptr : node->child("field");
        if (field == nullptr || field->text.empty())
            return;
        Assignment made;
        made.target = make_.path(field->text, field->text_span);
        made.op_span = field->text_span;
        made.span = node->span;
        made.value = field_update_value(*node, object_.name, fields_, make_);
        if (made.value != nullptr)
            updates.push_back(made);
    }

    const ObjectParts& object_;
    const FieldIndex& fields_;
    Maker& make_;
};

} // namespace

const Element* read_approval_process(
    const XmlNode& node, Name name, const ObjectParts& object, const FieldIndex& fields, Maker& make
) {
    return ApprovalReader(object, fields, make).process(node, name);
}

const Element* read_outbound_message(const XmlNode& node, Name name, Maker& make) {
    ElementMaker made(shapes::outbound_message, name, name.span, make);
    made.label(node.child("name"));
    made.text("to", node.child("endpointUrl"));
    std::vector<Path> fields;
    for (const XmlNode* const child : node.children)
        if (child->name == "fields" && !child->text.empty())
            fields.push_back(make.path(child->text, child->text_span));
    if (!fields.empty())
        made.paths("fields", fields, node.span);
    made.text("description", node.child("description"));
    made.braces();
    return made.finish();
}

} // namespace weir::metadata
