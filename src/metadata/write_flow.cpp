#include "base/limits.hpp"
#include "metadata/conditions.hpp"
#include "metadata/flow.hpp"
#include "metadata/flow_header.hpp"
#include "metadata/flow_writer.hpp"
#include "metadata/names_read.hpp"
#include "metadata/quiet.hpp"
#include "metadata/tag_path.hpp"
#include "metadata/types.hpp"
#include "syntax/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace weir::metadata {

namespace {

const Block& block_of(const Element& flow) {
    static const Block empty;
    const auto* const block = flow.value<const Block*>("");
    return block == nullptr || *block == nullptr ? empty : **block;
}

/// Whether XML says of each element if it holds one value or many.
bool holds_collections(const Shape& shape) {
    return shape.xml == "variables" || shape.xml == "transforms";
}

/// A number that is chosen has decimals only where it says so.
bool takes_choices(const Shape& shape) {
    return shape.xml == "choices" || shape.xml == "dynamicChoiceSets" ||
           (shape.category == Category::member && shape.clause("choices") != nullptr);
}

} // namespace

const XmlNode* write_flow(const Element& flow, Arena& arena, Diagnostics& out) {
    const Quiet quiet(flow, arena, out);
    return quiet.apply(*FlowWriter(flow, arena, quiet.facts()).write());
}

FlowWriter::FlowWriter(const Element& flow, Arena& arena, WriteFacts facts)
    : flow_(flow),
      arena_(arena),
      make_(
          arena,
          [this](const Formula& formula, std::string_view wanted) {
              return formula_resource(formula, wanted);
          }
      ),
      connectors_(block_of(flow)),
      facts_(facts) {
    if (!facts.has_api)
        api_ = 0;
    else if (const auto* const api = flow.value<NumberLiteral>("api"))
        api_ = std::strtod(std::string(api->digits).c_str(), nullptr);
}

const XmlNode* FlowWriter::write() {
    write_block(block_of(flow_), 0);
    drop_unread();
    std::vector<const XmlNode*> entry;
    add_connector("connector", connectors_.entry(), entry);
    write_header(flow_, entry.empty() ? nullptr : entry[0], paths_, has_screens_, make_, children_);
    return make_.node("Flow", children_);
}

/// Takes back what is only said of elements that something reads.
void FlowWriter::drop_unread() {
    const auto read = names_read(children_);
    for (const auto& [index, tag] : if_read_) {
        const XmlNode& node = *children_[index];
        if (read.contains(node.child_text("name")))
            continue;
        std::vector<const XmlNode*> parts;
        for (const XmlNode* const part : node.children)
            if (part->name != tag)
                parts.push_back(part);
        children_[index] = make_.node(node.name, parts);
    }
}

void FlowWriter::write_block(const Block& block, size_t depth) {
    for (const Statement& statement : block.statements)
        if (statement.kind == StatementKind::element)
            write_nested(*statement.element, depth);
}

void FlowWriter::write_nested(const Element& element, size_t depth) {
    names_.emplace(element.name.text, true);
    write_element(element);
    write_inner_blocks(element, depth);
}

/// The elements in the braces of an element, and of its members.
void FlowWriter::write_inner_blocks(const Element& element, size_t depth) {
    for (const Clause& clause : element.clauses) {
        if (const auto* const target = std::get_if<Target>(&clause.value);
            target != nullptr && target->block != nullptr)
            write_block(*target->block, depth + 1);
        if (const auto* const body = std::get_if<const Block*>(&clause.value);
            body != nullptr && *body != nullptr) {
            if (!clause.shape->children.empty()) {
                for (const Statement& member : (*body)->statements)
                    if (member.kind == StatementKind::element && depth <= limits::nesting)
                        write_inner_blocks(*member.element, depth + 1);
            } else if (!clause.shape->xml.empty()) {
                write_block(**body, depth + 1);
            }
        }
        if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value))
            for (const Outcome& outcome : *outcomes)
                if (outcome.target.block != nullptr)
                    write_block(*outcome.target.block, depth + 1);
    }
}

void FlowWriter::add_connector(
    std::string_view tag, Connection connection, std::vector<const XmlNode*>& parts
) {
    if (connection.is_end())
        return;
    std::vector<const XmlNode*> inner;
    if (connection.is_go_to && !facts_.is_free_form)
        inner.push_back(make_.leaf("isGoTo", "true"));
    inner.push_back(make_.leaf("targetReference", connection.to));
    parts.push_back(make_.node(tag, inner));
}

void FlowWriter::write_element(const Element& element) {
    const Shape& shape = *element.shape;
    if (shape.xml.empty())
        return;
    around_ = element.name.text;
    has_screens_ = has_screens_ || shape.xml == "screens";
    if (shape.category == Category::path) {
        paths_.push_back(path_node(element));
        return;
    }
    // In two steps: a formula that the element needs is added while it is made.
    const XmlNode* const node = element_node(element, connectors_.next(element));
    for (const XmlImplied& implied : shape.implied)
        if (implied.if_read && node->has(implied.tag))
            if_read_.emplace_back(children_.size(), implied.tag);
    children_.push_back(node);
}

const XmlNode* FlowWriter::element_node(const Element& element, Connection behind) {
    const Shape& shape = *element.shape;
    std::vector<const XmlNode*> parts;
    write_head(element, parts);
    write_subject(element, parts);
    for (const Clause& clause : element.clauses)
        write_clause(element, clause, behind, parts);
    if (shape.category == Category::member)
        for (const ClauseShape& clause : shape.clauses)
            if (clause.value == ValueKind::target && !element.has(clause.key))
                add_connector(clause.xml, behind, parts);
    write_implied(element, parts);
    const bool is_connected = shape.category == Category::element && !shape.xml_next.empty() &&
                              shape.xml_next == last_tag(shape.xml_next);
    if (is_connected)
        add_connector(shape.xml_next, behind, parts);
    return make_.node(shape.xml, parts);
}

void FlowWriter::write_head(const Element& element, std::vector<const XmlNode*>& parts) {
    const Shape& shape = *element.shape;
    if (!shape.xml_kind.tag.empty())
        parts.push_back(make_.leaf(shape.xml_kind.tag, shape.xml_kind.value));
    if (!element.name.text.empty())
        parts.push_back(make_.leaf(shape.xml_name, element.name.text));
    if (const std::string_view tag = label_tag(shape); !tag.empty()) {
        const std::string derived = label_from_name(element.name.text);
        if (element.label != nullptr)
            parts.push_back(make_.leaf(tag, element.label->value));
        else if (!shape.label_optional)
            parts.push_back(make_.leaf(tag, arena_.copy(std::string_view(derived))));
    }
    if (shape.category == Category::element) {
        parts.push_back(make_.leaf("locationX", "0"));
        parts.push_back(make_.leaf("locationY", "0"));
    }
    if (!element.has("description") && !element.trivia.leading.empty() && !element.trivia.detached)
        parts.push_back(make_.leaf("description", make_.comment_text(element.trivia.leading)));
}

/// `days 3 before Start` is a negative offset.
const XmlNode* FlowWriter::path_node(const Element& path) {
    const XmlNode& node = *element_node(path, {});
    const auto* const before = path.value<Path>("before");
    if (before == nullptr)
        return &node;
    std::vector<const XmlNode*> parts(node.children.begin(), node.children.end());
    parts.push_back(make_.path("recordField", *before));
    parts.push_back(make_.leaf("timeSource", "RecordField"));
    for (const XmlNode*& part : parts)
        if (part->name == "offsetNumber")
            part = make_.leaf(
                part->name, arena_.copy(std::string_view(fmt::format("-{}", part->text)))
            );
    return make_.node(node.name, parts);
}

void FlowWriter::write_subject(const Element& element, std::vector<const XmlNode*>& parts) {
    const Subject& subject = element.subject;
    if (subject.empty())
        return;
    switch (element.shape->subject) {
    case SubjectForm::none:
        break;
    case SubjectForm::type:
        write_type(subject.type, *element.shape, parts);
        break;
    case SubjectForm::object:
        parts.push_back(make_.leaf("object", subject.type.name.text));
        break;
    case SubjectForm::flow:
        parts.push_back(make_.leaf("flowName", subject.type.name.text));
        break;
    case SubjectForm::name:
        parts.push_back(make_.leaf(element.shape->xml_subject, subject.type.name.text));
        break;
    case SubjectForm::action: {
        const std::string_view type = subject.type.name.text;
        const std::string_view name =
            subject.detail.empty() ? type : make_.path_text(subject.detail);
        parts.push_back(make_.leaf("actionType", type));
        parts.push_back(make_.leaf("actionName", name));
        if (api_ >= 57 && element.shape->category == Category::element)
            parts.push_back(make_.leaf("nameSegment", name));
        break;
    }
    }
}

void FlowWriter::write_type(
    const TypeRef& type, const Shape& shape, std::vector<const XmlNode*>& parts
) {
    const bool with_collection = holds_collections(shape);
    const bool with_scale = !takes_choices(shape);
    const std::string_view word = type.name.text;
    if (word == "Apex" && !type.arguments.empty()) {
        parts.push_back(make_.leaf("dataType", "Apex"));
        if (type.arguments[0]->kind == ExprKind::reference)
            parts.push_back(
                make_.path("apexClass", static_cast<const ReferenceExpr&>(*type.arguments[0]).path)
            );
    } else if (const std::string_view plain = data_type(word); !plain.empty()) {
        parts.push_back(make_.leaf("dataType", plain));
        const bool has_scale = word == "Number" || word == "Currency";
        const bool is_said =
            !type.arguments.empty() && type.arguments.back()->kind == ExprKind::number;
        if (has_scale && (is_said || with_scale)) {
            parts.push_back(make_.leaf(
                "scale",
                is_said ? static_cast<const NumberExpr&>(*type.arguments.back()).digits
                        : std::string_view("0")
            ));
        }
    } else {
        parts.push_back(make_.leaf("dataType", "SObject"));
        parts.push_back(make_.leaf("objectType", word));
    }
    if (with_collection)
        parts.push_back(make_.leaf("isCollection", type.collection ? "true" : "false"));
}

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

void FlowWriter::write_outcomes(
    List<Outcome> outcomes, const Element& element, std::vector<const XmlNode*>& parts
) {
    const Outcome* otherwise = nullptr;
    for (const Outcome& outcome : outcomes) {
        if (outcome.condition == nullptr) {
            otherwise = &outcome;
            continue;
        }
        const std::string derived = label_from_name(outcome.name.text);
        std::vector<const XmlNode*> inner{
            make_.leaf("name", outcome.name.text),
            make_.leaf(
                "label",
                outcome.label != nullptr ? outcome.label->value
                                         : arena_.copy(std::string_view(derived))
            ),
        };
        write_conditions(*outcome.condition, condition_tags, make_, inner);
        if (outcome.only_when_changed)
            inner.push_back(make_.leaf("doesRequireRecordChangedToMeetCriteria", "true"));
        add_connector("connector", connectors_.target(outcome.target), inner);
        parts.push_back(make_.node("rules", inner));
    }
    const bool is_labelled = otherwise != nullptr && otherwise->label != nullptr;
    parts.push_back(make_.leaf(
        "defaultConnectorLabel",
        is_labelled ? otherwise->label->value : std::string_view("Default Outcome")
    ));
    add_connector(
        "defaultConnector",
        otherwise != nullptr ? connectors_.target(otherwise->target) : connectors_.next(element),
        parts
    );
}

void FlowWriter::write_implied(const Element& element, std::vector<const XmlNode*>& parts) {
    for (const XmlImplied& implied : element.shape->implied) {
        if (api_ < implied.since)
            continue;
        const bool is_said =
            std::any_of(implied.unless.begin(), implied.unless.end(), [&](std::string_view key) {
                return element.has(key);
            });
        const bool is_labelled = element.label != nullptr;
        const bool is_wrong = (!implied.beside.empty() && !element.has(implied.beside)) ||
                              (implied.label == XmlImplied::Label::with && !is_labelled) ||
                              (implied.label == XmlImplied::Label::without && is_labelled);
        const bool is_there = std::any_of(parts.begin(), parts.end(), [&](const XmlNode* part) {
            return part->name == implied.tag;
        });
        if (!is_said && !is_wrong && !is_there)
            parts.push_back(
                implied.nil ? make_.nil(implied.tag) : make_.leaf(implied.tag, implied.value)
            );
    }
}

/// The formula of this text, made once and called after the element that needs it first.
std::string_view FlowWriter::formula_resource(const Formula& formula, std::string_view wanted) {
    const auto found = formulas_.find(std::string(formula.text));
    if (found != formulas_.end())
        return found->second;
    std::string name;
    for (size_t number = 1;; ++number) {
        name = number == 1 ? fmt::format("{}_Formula", around_)
                           : fmt::format("{}_Formula_{}", around_, number);
        if (!names_.contains(name))
            break;
    }
    const std::string_view kept = arena_.copy(std::string_view(name));
    names_.emplace(kept, true);
    formulas_.emplace(std::string(formula.text), kept);
    const std::string_view type = wanted.empty() ? formula_type(*formula.root) : wanted;
    std::vector<const XmlNode*> parts{
        make_.leaf("name", kept),
        make_.leaf("dataType", type),
        make_.leaf("expression", formula.text)};
    if (type == "Number" || type == "Currency")
        parts.push_back(make_.leaf("scale", "2"));
    children_.push_back(make_.node("formulas", parts));
    return kept;
}

} // namespace weir::metadata
