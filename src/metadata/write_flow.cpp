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
    Quiet quiet(flow, arena, out);
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
    if (shape.category == Category::path && !element.has(""))
        add_connector("connector", connectors_.entry(), parts);
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
