// Clauses of elements, members and resources, each by its shape.
#include "metadata/conditions.hpp"
#include "metadata/flow_reader.hpp"
#include "metadata/tag_path.hpp"
#include "metadata/types.hpp"

#include <algorithm>

namespace weir::metadata {

namespace {

bool is_number(std::string_view text) {
    const std::string_view amount = text.substr(text.starts_with('-') ? 1 : 0);
    return !amount.empty() && std::all_of(amount.begin(), amount.end(), [](char letter) {
        return (letter >= '0' && letter <= '9') || letter == '.';
    });
}

} // namespace

bool FlowReader::read_clause(const ReadNode& node, const ClauseShape& shape, Clause& clause) {
    if (shape.form == XmlForm::none)
        return false;
    const XmlNode* const outer = find_outer(*node.xml, shape.xml);
    if (outer == nullptr)
        return false;
    const XmlPair& beside = shape.xml_beside;
    if (!beside.tag.empty() && outer->child_text(beside.tag) != beside.value)
        return false;
    if (shape.value == ValueKind::condition) {
        const Condition* const condition = read_condition_clause(*node.xml, shape, make_);
        clause.value = condition;
        return condition != nullptr;
    }
    if (shape.value == ValueKind::assignments)
        return read_assignments(*outer, shape, clause);
    const std::string_view tag = last_tag(shape.xml);
    const XmlNode* child = outer->child(tag);
    if (shape.form == XmlForm::parameter) {
        child = nullptr;
        for (const XmlNode* const item : outer->children)
            if (item->name == tag && item->child_text("name") == shape.xml_name)
                child = item->child("value");
    }
    if (child == nullptr)
        return false;
    clause.key_span = child->span;
    clause.span = child->text_span;
    return read_value(*outer, *child, shape, clause);
}

bool FlowReader::read_value(
    const XmlNode& outer, const XmlNode& child, const ClauseShape& shape, Clause& clause
) {
    switch (shape.value) {
    case ValueKind::flag:
        return child.text == shape.xml_set;
    case ValueKind::formula: {
        const Formula* formula = nullptr;
        if (shape.form == XmlForm::expression)
            formula = make_.formula(child);
        else if (const Formula* const value = make_.value(&child, child.span);
                 value != nullptr && value->root->kind != ExprKind::null)
            formula = value;
        clause.value = formula;
        return formula != nullptr;
    }
    case ValueKind::path:
        clause.value = make_.path(child.text, child.text_span);
        return !child.text.empty();
    case ValueKind::paths: {
        std::vector<Path> paths;
        for (const XmlNode* const item : outer.children)
            if (item->name == child.name && !item->text.empty())
                paths.push_back(make_.path(item->text, item->text_span));
        clause.value = List<Path>(make_.arena().copy(paths));
        return !paths.empty();
    }
    case ValueKind::words:
        for (size_t index = 0; index < shape.xml_words.size(); ++index) {
            if (shape.xml_words[index] != child.text)
                continue;
            clause.value = shape.choices[index];
            return true;
        }
        return false;
    case ValueKind::text:
        clause.value = *make_.literal(child);
        return child.children.empty();
    case ValueKind::number: {
        const XmlNode* const digits =
            shape.form == XmlForm::parameter ? child.child("stringValue") : &child;
        if (digits == nullptr)
            return false;
        clause.value = NumberLiteral{digits->text, digits->text_span};
        return is_number(digits->text);
    }
    case ValueKind::order:
        clause.value = read_order(outer, shape);
        return !child.text.empty() || shape.form == XmlForm::sorted;
    case ValueKind::texts:
    case ValueKind::type:
    case ValueKind::condition:
    case ValueKind::message:
    case ValueKind::target:
    case ValueKind::trigger:
    case ValueKind::assignments:
    case ValueKind::outcomes:
    case ValueKind::elements:
    case ValueKind::test_steps:
        return false;
    }
    return false;
}

List<OrderKey> FlowReader::read_order(const XmlNode& outer, const ClauseShape& shape) {
    const std::string_view tag = last_tag(shape.xml);
    std::vector<OrderKey> keys;
    for (const XmlNode* const item : outer.children) {
        if (item->name != tag)
            continue;
        const bool is_item = shape.form == XmlForm::sorted;
        const XmlNode& holder = is_item ? *item : outer;
        const XmlNode* const field = is_item ? item->child("sortField") : item;
        // What is no record is sorted by itself.
        const bool is_named = field != nullptr && !field->text.empty();
        keys.push_back(
            {make_.path(
                 is_named ? field->text : item_word, is_named ? field->text_span : item->span
             ),
             holder.child_text("sortOrder") == "Desc",
             is_item && !item->is_true("doesPutEmptyStringAndNullFirst"),
             item->span}
        );
        if (!is_item)
            break;
    }
    return make_.arena().copy(keys);
}

bool FlowReader::read_assignments(const XmlNode& node, const ClauseShape& shape, Clause& clause) {
    std::vector<Assignment> assignments;
    const std::string_view tag = last_tag(shape.xml);
    for (const XmlNode* const item : node.children) {
        if (item->name != tag)
            continue;
        Assignment assignment;
        assignment.span = item->span;
        if (read_assignment(*item, shape.form, assignment))
            assignments.push_back(assignment);
    }
    clause.value = List<Assignment>(make_.arena().copy(assignments));
    clause.own_line = true;
    return !assignments.empty();
}

bool FlowReader::read_assignment(const XmlNode& item, XmlForm form, Assignment& assignment) {
    const auto take = [&](std::string_view target, std::string_view value, bool is_name) {
        const XmlNode* const left = item.child(target);
        if (left == nullptr || left->text.empty())
            return false;
        assignment.target = make_.path(left->text, left->text_span);
        assignment.op_span = left->text_span;
        const XmlNode* const right = item.child(value);
        if (is_name) {
            if (right == nullptr || right->text.empty())
                return false;
            assignment.value = make_.reference(right->text, right->text_span);
            return true;
        }
        assignment.value = make_.value(right, item.span);
        return assignment.value != nullptr;
    };
    switch (form) {
    case XmlForm::fields:
        return take("field", "value", false);
    case XmlForm::parameters:
        return take("name", "value", false);
    case XmlForm::outputs:
        return take("assignToReference", "name", true);
    case XmlForm::stored:
        return take("assignToReference", "field", true);
    case XmlForm::mappings:
        return take("typeName", "typeValue", true);
    case XmlForm::items:
    case XmlForm::mapped: {
        const XmlNode* const op = item.child("operator");
        if (op == nullptr || !find_operator(op->text, assignment.op))
            return false;
        const bool is_mapped = form == XmlForm::mapped;
        const bool is_taken =
            take(is_mapped ? "assignToFieldReference" : "assignToReference", "value", false);
        assignment.op_span = op->text_span;
        return is_taken;
    }
    case XmlForm::usual:
    case XmlForm::expression:
    case XmlForm::filters:
    case XmlForm::sorted:
    case XmlForm::parameter:
    case XmlForm::none:
        return false;
    }
    return false;
}

} // namespace weir::metadata
