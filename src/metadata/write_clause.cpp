// Clauses of elements, members and resources, each by its shape.
#include "metadata/conditions.hpp"
#include "metadata/flow_writer.hpp"
#include "metadata/tag_path.hpp"
#include "metadata/types.hpp"

#include <algorithm>

namespace weir::metadata {

void FlowWriter::write_clause(
    const Element& element,
    const Clause& clause,
    Connection behind,
    std::vector<const XmlNode*>& parts
) {
    const ClauseShape& shape = *clause.shape;
    const bool is_members = shape.value == ValueKind::elements && !shape.children.empty();
    if ((shape.xml.empty() && !is_members) || shape.form == XmlForm::none)
        return;
    const std::string_view tag = last_tag(shape.xml);
    std::vector<const XmlNode*> nodes;
    const auto add = [&](const XmlNode* node) {
        if (node != nullptr)
            nodes.push_back(node);
    };
    switch (shape.value) {
    case ValueKind::flag:
        add(make_.leaf(tag, shape.xml_set));
        break;
    case ValueKind::formula:
        if (const auto* const formula = std::get_if<const Formula*>(&clause.value))
            add(value_node(shape, **formula));
        break;
    case ValueKind::condition:
        if (const auto* const condition = std::get_if<const Condition*>(&clause.value))
            write_condition(**condition, shape, parts);
        break;
    case ValueKind::path:
        if (const auto* const path = std::get_if<Path>(&clause.value))
            add(make_.path(tag, *path));
        break;
    case ValueKind::paths:
        if (const auto* const paths = std::get_if<List<Path>>(&clause.value))
            for (const Path& path : *paths)
                add(make_.path(tag, path));
        break;
    case ValueKind::words:
        if (const auto* const word = std::get_if<std::string_view>(&clause.value)) {
            const auto found = std::find(shape.choices.begin(), shape.choices.end(), *word);
            const auto index = static_cast<size_t>(found - shape.choices.begin());
            if (index < shape.xml_words.size())
                add(make_.leaf(tag, shape.xml_words[index]));
        }
        break;
    case ValueKind::text:
        if (const auto* const text = std::get_if<TextLiteral>(&clause.value))
            add(make_.leaf(tag, text->value));
        break;
    case ValueKind::number:
        if (const auto* const number = std::get_if<NumberLiteral>(&clause.value))
            add(number_node(shape, number->digits));
        break;
    case ValueKind::order:
        if (const auto* const keys = std::get_if<List<OrderKey>>(&clause.value))
            write_order(shape, *keys, nodes);
        break;
    case ValueKind::message:
        if (const auto* const message = std::get_if<Message>(&clause.value);
            message != nullptr && message->text != nullptr)
            add(message_node(tag, *message));
        break;
    case ValueKind::target:
        if (const auto* const target = std::get_if<Target>(&clause.value))
            add_connector(tag, connectors_.target(*target), nodes);
        break;
    case ValueKind::assignments:
        write_assignments(clause, nodes);
        break;
    case ValueKind::outcomes:
        if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value))
            write_outcomes(*outcomes, element, nodes);
        break;
    case ValueKind::elements: {
        const auto* const body = std::get_if<const Block*>(&clause.value);
        if (body == nullptr || *body == nullptr)
            break;
        if (!is_members) {
            add_connector(tag, connectors_.body(**body), nodes);
            break;
        }
        for (const Statement& member : (*body)->statements)
            if (member.kind == StatementKind::element)
                add(element_node(*member.element, behind));
        break;
    }
    case ValueKind::texts:
    case ValueKind::type:
    case ValueKind::trigger:
    case ValueKind::test_steps:
        break;
    }
    if (!nodes.empty() && !shape.xml_beside.tag.empty())
        add(make_.leaf(shape.xml_beside.tag, shape.xml_beside.value));
    add_at(shape.xml, nodes, make_, parts);
}

/// Filters of a flow without a version have no logic unless it says more than `and`.
void FlowWriter::write_condition(
    const Condition& condition, const ClauseShape& shape, std::vector<const XmlNode*>& parts
) {
    const size_t before = parts.size();
    write_condition_clause(condition, shape, make_, parts);
    if (facts_.has_api || shape.form != XmlForm::filters)
        return;
    const auto begin = parts.begin() + static_cast<std::ptrdiff_t>(before);
    parts.erase(
        std::remove_if(
            begin,
            parts.end(),
            [](const XmlNode* part) { return part->name == "filterLogic" && part->text == "and"; }
        ),
        parts.end()
    );
}

const XmlNode* FlowWriter::value_node(const ClauseShape& shape, const Formula& formula) {
    const std::string_view tag = last_tag(shape.xml);
    if (shape.form == XmlForm::expression)
        return make_.leaf(tag, formula.text);
    if (shape.form != XmlForm::parameter)
        return make_.value(tag, formula);
    std::vector<const XmlNode*> parts{make_.leaf("name", shape.xml_name)};
    if (const XmlNode* const value = make_.value("value", formula))
        parts.push_back(value);
    return make_.node(tag, parts);
}

const XmlNode* FlowWriter::number_node(const ClauseShape& shape, std::string_view digits) {
    const std::string_view tag = last_tag(shape.xml);
    if (shape.form != XmlForm::parameter)
        return make_.leaf(tag, digits);
    const XmlNode* const value = make_.node("value", {make_.leaf("stringValue", digits)});
    return make_.node(tag, {make_.leaf("name", shape.xml_name), value});
}

const XmlNode* FlowWriter::message_node(std::string_view tag, const Message& message) {
    const bool has_field = !message.field.text.empty();
    std::vector<const XmlNode*> inner;
    if (message.text->root->kind == ExprKind::text)
        inner.push_back(
            make_.leaf("errorMessage", static_cast<const TextExpr&>(*message.text->root).value)
        );
    else
        inner.push_back(make_.leaf("errorMessage", make_.merge_field(*message.text)));
    if (has_field)
        inner.push_back(make_.leaf("fieldSelection", message.field.text));
    inner.push_back(make_.leaf("isFieldError", has_field ? "true" : "false"));
    return make_.node(tag, inner);
}

void FlowWriter::write_order(
    const ClauseShape& shape, List<OrderKey> keys, std::vector<const XmlNode*>& parts
) {
    const std::string_view tag = last_tag(shape.xml);
    for (const OrderKey& key : keys) {
        const XmlNode* const direction = make_.leaf("sortOrder", key.descending ? "Desc" : "Asc");
        if (shape.form != XmlForm::sorted) {
            parts.push_back(make_.path(tag, key.field));
            parts.push_back(direction);
            return;
        }
        std::vector<const XmlNode*> inner{
            make_.leaf("doesPutEmptyStringAndNullFirst", key.nulls_last ? "false" : "true"),
            direction,
        };
        if (make_.path_text(key.field) != item_word)
            inner.push_back(make_.path("sortField", key.field));
        parts.push_back(make_.node(tag, inner));
    }
}

void FlowWriter::write_assignments(const Clause& clause, std::vector<const XmlNode*>& parts) {
    const auto* const assignments = std::get_if<List<Assignment>>(&clause.value);
    if (assignments == nullptr)
        return;
    for (const Assignment& item : *assignments)
        if (item.value != nullptr)
            parts.push_back(assignment_node(*clause.shape, item));
}

const XmlNode* FlowWriter::assignment_node(const ClauseShape& shape, const Assignment& assignment) {
    const auto pair = [&](std::string_view left, const XmlNode* right) {
        std::vector<const XmlNode*> inner{make_.path(left, assignment.target)};
        if (right != nullptr)
            inner.push_back(right);
        if (shape.form == XmlForm::items || shape.form == XmlForm::mapped)
            inner.push_back(make_.leaf("operator", xml_name(assignment.op)));
        return make_.node(last_tag(shape.xml), inner);
    };
    const Formula& value = *assignment.value;
    switch (shape.form) {
    case XmlForm::parameters:
        return pair("name", make_.value("value", value));
    case XmlForm::outputs:
        return pair("assignToReference", make_.reference("name", value));
    case XmlForm::stored:
        return pair("assignToReference", make_.reference("field", value));
    case XmlForm::items:
        return pair("assignToReference", make_.value("value", value));
    case XmlForm::mapped:
        return pair("assignToFieldReference", make_.value("value", value));
    case XmlForm::mappings:
        return pair("typeName", make_.reference("typeValue", value));
    case XmlForm::fields:
    case XmlForm::usual:
    case XmlForm::expression:
    case XmlForm::filters:
    case XmlForm::sorted:
    case XmlForm::parameter:
    case XmlForm::none:
        break;
    }
    return pair("field", make_.value("value", value));
}

} // namespace weir::metadata
