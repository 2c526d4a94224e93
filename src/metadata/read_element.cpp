// Elements and resources: each clause by its shape.
#include "metadata/conditions.hpp"
#include "metadata/flow_reader.hpp"
#include "metadata/tag_path.hpp"
#include "metadata/types.hpp"
#include "syntax/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::metadata {

namespace {

/// Whether each line can stand behind `//` and comes back as it was.
bool fits_comment(std::string_view text) {
    if (text.empty() || text.find('\r') != std::string_view::npos)
        return false;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        constexpr std::string_view blanks = " \t\v\f";
        if (line.empty() || blanks.find(line.front()) != std::string_view::npos ||
            blanks.find(line.back()) != std::string_view::npos)
            return false;
        begin = end + 1;
    }
    return true;
}

} // namespace

const Element* FlowReader::element(const ReadNode& node, SlotCursor* slots) {
    const XmlNode& xml = *node.xml;
    auto* const made = make_.arena().make<Element>();
    made->shape = node.shape;
    made->keyword_span = xml.span;
    made->span = xml.span;
    made->header = xml.span;
    const XmlNode* const name =
        node.shape->name == NameForm::name ? xml.child(node.shape->xml_name) : nullptr;
    if (name != nullptr) {
        made->name = Maker::name(*name);
        made->header = name->text_span;
    }
    read_label(node, *made);
    read_subject(node, *made);
    std::vector<Clause> clauses;
    read_description(xml, *made, clauses);
    for (const ClauseShape& shape : node.shape->clauses) {
        if (shape.key == "description")
            continue;
        if (shape.value == ValueKind::message) {
            read_messages(xml, shape, clauses);
            continue;
        }
        Clause clause;
        clause.shape = &shape;
        clause.key_span = xml.span;
        clause.span = xml.span;
        bool is_there = false;
        if (shape.value == ValueKind::elements && !shape.children.empty()) {
            const Block* const block = read_members(xml, shape, slots);
            clause.value = block;
            is_there = !block->statements.empty();
        } else if (shape.value == ValueKind::outcomes || shape.value == ValueKind::elements || shape.value == ValueKind::target) {
            is_there = slots != nullptr && !shape.xml.empty() &&
                       read_connected(node, shape, *slots, clause);
        } else if (shape.key.empty() && shape.value == ValueKind::flag) {
            // Braces around clauses that stand inside.
            is_there = std::any_of(clauses.begin(), clauses.end(), [](const Clause& inner) {
                return std::holds_alternative<Message>(inner.value);
            });
        } else {
            is_there = !shape.xml.empty() && read_clause(node, shape, clause);
        }
        if (is_there)
            clauses.push_back(clause);
    }
    made->clauses = make_.arena().copy(clauses);
    return made;
}

void FlowReader::read_label(const ReadNode& node, Element& element) {
    const std::string_view tag = label_tag(*node.shape);
    const XmlNode* const label = tag.empty() ? nullptr : node.xml->child(tag);
    if (label == nullptr)
        return;
    if (node.shape->label_optional || label->text != label_from_name(element.name.text))
        element.label = make_.arena().make<TextLiteral>(label->text, label->text_span, false);
}

bool FlowReader::read_connected(
    const ReadNode& node, const ClauseShape& shape, SlotCursor& slots, Clause& clause
) {
    const XmlNode& xml = *node.xml;
    if (shape.value == ValueKind::outcomes) {
        clause.value = outcomes(xml, slots);
        return true;
    }
    const XmlNode* const connector = xml.child(shape.xml);
    if (shape.value == ValueKind::target) {
        const bool is_member = node.shape->category == Category::member;
        const bool is_connected =
            connector != nullptr && !connector->child_text("targetReference").empty();
        if (!is_member && !is_connected)
            return false;
        const Target made = target(slots.take(), connector != nullptr ? *connector : xml);
        clause.value = made;
        if (connector != nullptr)
            clause.key_span = connector->span;
        return !is_member || made.kind != TargetKind::none;
    }
    const PlacedSlot& placed = slots.take();
    // A path that begins where the flow does has no braces.
    const bool is_path = node.shape->category == Category::path;
    if (is_path && placed.kind == PlacedSlot::Kind::go_to && placed.node == entry().to &&
        !connector->is_true("isGoTo"))
        return false;
    const Target body = target(placed, connector != nullptr ? *connector : xml);
    clause.value = body.block;
    if (body.kind == TargetKind::go_to) {
        const Statement only{StatementKind::go_to, nullptr, body.name, body.span, {}};
        const Block* const block = make_.arena().make<Block>(Block{
            make_.arena().copy(std::span<const Statement>(&only, 1)), {}, xml.span, xml.span});
        clause.value = block;
    }
    return true;
}

const Block*
FlowReader::read_members(const XmlNode& node, const ClauseShape& shape, SlotCursor* slots) {
    std::vector<Statement> statements;
    for (const ReadNode& member : members(node, shape)) {
        Statement statement;
        statement.element = element(member, slots);
        statement.span = member.xml->span;
        statements.push_back(statement);
    }
    return make_.arena().make<Block>(Block{make_.arena().copy(statements), {}, node.span, node.span}
    );
}

/// A clause for each message, and the braces around them.
void FlowReader::read_messages(
    const XmlNode& node, const ClauseShape& shape, std::vector<Clause>& clauses
) {
    for (const XmlNode* const child : node.children) {
        const XmlNode* const text = child->child("errorMessage");
        if (child->name != shape.xml || text == nullptr)
            continue;
        Message message;
        message.text = make_.text(text->text, text->text_span);
        message.span = child->span;
        if (const XmlNode* const field = child->child("fieldSelection");
            field != nullptr && child->is_true("isFieldError"))
            message.field = Maker::name(*field);
        Clause clause;
        clause.shape = &shape;
        clause.key_span = child->span;
        clause.span = text->text_span;
        clause.value = message;
        clauses.push_back(clause);
    }
}

void FlowReader::read_description(
    const XmlNode& node, Element& element, std::vector<Clause>& clauses
) {
    const XmlNode* const description = node.child("description");
    const ClauseShape* const shape = element.shape->clause("description");
    if (description == nullptr || description->text.empty() || shape == nullptr)
        return;
    if (!shape->inside && fits_comment(description->text)) {
        std::vector<Comment> lines;
        const std::string_view text = description->text;
        for (size_t begin = 0; begin <= text.size();) {
            const size_t end = std::min(text.find('\n', begin), text.size());
            lines.push_back({text.substr(begin, end - begin), description->text_span, false});
            begin = end + 1;
        }
        element.trivia.leading = make_.arena().copy(lines);
        return;
    }
    Clause clause;
    clause.shape = shape;
    clause.key_span = description->span;
    clause.span = description->text_span;
    clause.value = *make_.literal(*description);
    clause.own_line = true;
    clauses.push_back(clause);
}

TypeRef FlowReader::read_type(const XmlNode& node) {
    TypeRef type;
    const XmlNode* const kind = node.child("dataType");
    type.span = kind != nullptr ? kind->text_span : node.span;
    const std::string_view data_type = kind != nullptr ? kind->text : std::string_view("String");
    type.name = {data_type, type.span};
    if (const std::string_view word = type_word(data_type); !word.empty())
        type.name.text = word;
    const XmlNode* const object = node.child("objectType");
    if (data_type == "SObject" && object != nullptr)
        type.name = Maker::name(*object);
    std::vector<const Expr*> arguments;
    const XmlNode* const apex = node.child("apexClass");
    if (data_type == "Apex" && apex != nullptr) {
        arguments.push_back(make_.reference(apex->text, apex->text_span)->root);
    } else if (const XmlNode* const scale = node.child("scale");
               scale != nullptr && scale->text != "0") {
        if (const Formula* const digits = make_.number(scale->text, scale->text_span))
            arguments.push_back(digits->root);
    }
    type.arguments = make_.arena().copy(arguments);
    type.collection = node.is_true("isCollection");
    return type;
}

void FlowReader::read_subject(const ReadNode& node, Element& element) {
    const XmlNode& xml = *node.xml;
    const auto named = [&](std::string_view tag) {
        const XmlNode* const child = xml.child(tag);
        if (child == nullptr || child->text.empty())
            return;
        element.subject.type.name = Maker::name(*child);
        element.subject.type.span = child->text_span;
        element.subject.span = child->text_span;
    };
    // What must have a subject and has none is a broken element; the checker says so.
    if (node.shape->subject_required)
        element.subject.type.name = {"Nothing", xml.span};
    switch (node.shape->subject) {
    case SubjectForm::none:
        break;
    case SubjectForm::type:
        element.subject.type = read_type(xml);
        element.subject.span = element.subject.type.span;
        break;
    case SubjectForm::object:
        named("object");
        break;
    case SubjectForm::flow:
        named("flowName");
        break;
    case SubjectForm::name:
        named(node.shape->xml_subject);
        break;
    case SubjectForm::action: {
        named("actionType");
        const XmlNode* const action = xml.child("actionName");
        if (action != nullptr && action->text != element.subject.type.name.text)
            element.subject.detail = make_.path(action->text, action->text_span);
        break;
    }
    }
}

List<Outcome> FlowReader::outcomes(const XmlNode& node, SlotCursor& slots) {
    std::vector<Outcome> made;
    for (const XmlNode* const rule : node.children) {
        if (rule->name != "rules")
            continue;
        Outcome outcome;
        outcome.span = rule->span;
        outcome.key_span = rule->span;
        if (const XmlNode* const name = rule->child("name"))
            outcome.name = Maker::name(*name);
        const XmlNode* const label = rule->child("label");
        if (label != nullptr && label->text != label_from_name(outcome.name.text))
            outcome.label = make_.arena().make<TextLiteral>(label->text, label->text_span, false);
        outcome.condition = read_conditions(*rule, condition_tags, make_);
        if (outcome.condition == nullptr) {
            // Only a broken rule has none; it is never true.
            auto* const never = make_.arena().make<Condition>();
            never->kind = ConditionKind::formula;
            never->span = rule->span;
            never->left = make_.boolean(false, rule->span);
            outcome.condition = never;
        }
        outcome.only_when_changed = rule->is_true("doesRequireRecordChangedToMeetCriteria");
        const XmlNode* const connector = rule->child("connector");
        outcome.target = target(slots.take(), connector != nullptr ? *connector : *rule);
        made.push_back(outcome);
    }
    const XmlNode* const label = node.child("defaultConnectorLabel");
    const XmlNode* const connector = node.child("defaultConnector");
    const Target otherwise = target(slots.take(), connector != nullptr ? *connector : node);
    const bool is_labelled = label != nullptr && label->text != "Default Outcome";
    if (is_labelled || otherwise.kind != TargetKind::none) {
        Outcome outcome;
        outcome.span = connector != nullptr ? connector->span : node.span;
        outcome.key_span = outcome.span;
        if (is_labelled)
            outcome.label = make_.arena().make<TextLiteral>(label->text, label->text_span, false);
        outcome.target = otherwise;
        made.push_back(outcome);
    }
    return make_.arena().copy(made);
}

} // namespace weir::metadata
