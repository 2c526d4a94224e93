// What objects hold besides fields: rules, record types, field sets, alerts, records.
#include "metadata/world_reader.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <set>

namespace weir::metadata {

namespace {

/// In record types the values of picklists are written as in addresses: `A%26B`.
std::string_view decoded(std::string_view text, Arena& arena) {
    if (text.find('%') == std::string_view::npos)
        return text;
    std::string result;
    for (size_t at = 0; at < text.size(); ++at) {
        unsigned code = 0;
        const bool has_digits =
            text[at] == '%' && at + 2 < text.size() &&
            std::from_chars(text.data() + at + 1, text.data() + at + 3, code, 16).ptr ==
                text.data() + at + 3;
        result += has_digits ? static_cast<char>(code) : text[at];
        at += has_digits ? 2 : 0;
    }
    return arena.copy(std::string_view(result));
}

/// A number as the language writes it: Java's `1.0E7` has no place in it.
std::string_view plain_number(std::string_view text, Arena& arena) {
    if (text.find_first_of("eE") == std::string_view::npos)
        return text;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > 1e18 || value < -1e18)
        return text;
    std::string digits = fmt::format("{:.10f}", value);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.'))
        digits.pop_back();
    return arena.copy(std::string_view(digits));
}

const Element*
read_picklist(const XmlNode& node, std::string_view object, const FieldIndex& fields, Maker& make) {
    const XmlNode* const field = node.child("picklist");
    if (field == nullptr || field->text.empty())
        return nullptr;
    ElementMaker made(shapes::field, Maker::name(*field), field->text_span, make);
    std::vector<const Expr*> values;
    std::set<std::string> seen;
    const XmlNode* chosen = nullptr;
    for (const XmlNode* const value : node.children) {
        const XmlNode* const name = value->name == "values" ? value->child("fullName") : nullptr;
        if (name == nullptr || name->text.empty())
            continue;
        XmlNode plain = *name;
        plain.text = decoded(name->text, make.arena());
        if (!seen.insert(folded(plain.text)).second)
            continue;
        values.push_back(text_argument(plain, make));
        if (value->is_true("default"))
            chosen = make.arena().make<XmlNode>(plain);
    }
    const auto found = fields.find(folded(fmt::format("{}.{}", object, field->text)));
    const bool takes_several =
        found != fields.end() && field_type_of(*found->second) == "MultiPicklist";
    made.type(takes_several ? "MultiPicklist" : "Picklist", field->text_span, std::move(values));
    if (chosen != nullptr)
        made.add("default", make.text(chosen->text, chosen->text_span), chosen->text_span);
    return made.finish();
}

void read_fields(
    std::string_view key, std::string_view tag, const XmlNode& node, ElementMaker& made, Maker& make
) {
    std::vector<Path> paths;
    for (const XmlNode* const child : node.children)
        if (const XmlNode* const field = child->name == tag ? child->child("field") : nullptr;
            field != nullptr && !field->text.empty())
            paths.push_back(make.path(field->text, field->text_span));
    if (!paths.empty())
        made.paths(key, paths, paths.front().span);
}

/// The value of a field, of the type that the XML says; of a relationship the record that it names.
const Formula* value_of(
    const XmlNode& field,
    const XmlNode& value,
    std::string_view record_type,
    const FieldIndex& fields,
    const RecordIndex& records,
    Maker& make
) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> types = {{
        {"boolean", "Checkbox"},
        {"double", "Number"},
        {"int", "Number"},
        {"decimal", "Number"},
        {"date", "Date"},
        {"dateTime", "DateTime"},
    }};
    const auto found = fields.find(folded(fmt::format("{}.{}", record_type, field.text)));
    const bool is_known = found != fields.end();
    if (is_known && field_type_of(*found->second) == "MetadataRelationship") {
        const std::string_view target = found->second->child_text("referenceTo");
        const std::string record = fmt::format("{}.{}", target, value.text);
        if (records.contains(folded(record)))
            return make.reference(
                make.arena().copy(std::string_view(record + ".Id")), value.text_span
            );
        // Of an object or field it is the name; of a record that the project does not hold,
        // nothing.
        if (ends_with_folded(target, "__mdt"))
            return nullptr;
    }
    const size_t colon = value.type.find(':');
    const std::string_view said =
        value.type.substr(colon == std::string_view::npos ? 0 : colon + 1);
    std::string_view type;
    for (const auto& [xml, known] : types)
        if (xml == said)
            type = known;
    return constant(type, value.text, value.text_span, make);
}

} // namespace

const Formula* constant(std::string_view type, std::string_view text, Span span, Maker& make) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> tags = {{
        {"Checkbox", "booleanValue"},
        {"Number", "numberValue"},
        {"Currency", "numberValue"},
        {"Percent", "numberValue"},
        {"Date", "dateValue"},
        {"DateTime", "dateTimeValue"},
    }};
    XmlNode value;
    value.name = "stringValue";
    value.text = text;
    for (const auto& [known, tag] : tags)
        if (known == type)
            value.name = tag;
    if (value.name == "booleanValue")
        value.text = folded(text) == "true" || text == "1" ? "true" : "false";
    if (value.name == "numberValue")
        value.text = plain_number(text, make.arena());
    value.span = span;
    value.text_span = span;
    const XmlNode* const child = &value;
    XmlNode parent;
    parent.name = "value";
    parent.span = span;
    parent.text_span = span;
    parent.children = {&child, 1};
    return make.value(&parent, span);
}

Name name_of(const XmlNode& node, std::string_view otherwise, Maker& make) {
    const XmlNode* const name = node.child("fullName");
    if (name != nullptr && !name->text.empty())
        return Maker::name(*name);
    return {make.arena().copy(otherwise), node.span};
}

const Element* read_validation_rule(const XmlNode& node, Name name, Maker& make) {
    const XmlNode* const condition = node.child("errorConditionFormula");
    const XmlNode* const message = node.child("errorMessage");
    if (condition == nullptr || condition->text.empty())
        return nullptr;
    ElementMaker made(shapes::rule, name, name.span, make);
    made.add("when", make.formula(*condition), condition->text_span);
    Message error;
    error.span = message != nullptr ? message->text_span : node.span;
    // A rule without words still refuses.
    const std::string_view words =
        message != nullptr && !message->text.empty() ? message->text : name.text;
    error.text = make.text(words, error.span);
    if (const XmlNode* const field = node.child("errorDisplayField"); field != nullptr)
        error.field = Maker::name(*field);
    made.add("error", error, error.span);
    if (const XmlNode* const active = node.child("active");
        active != nullptr && active->text != "true")
        made.flag("inactive", active->text_span);
    made.text("description", node.child("description"));
    return made.finish();
}

const Element* read_record_type(
    const XmlNode& node, Name name, std::string_view object, const FieldIndex& fields, Maker& make
) {
    ElementMaker made(shapes::record_type, name, name.span, make);
    made.label(node.child("label"));
    if (const XmlNode* const active = node.child("active");
        active != nullptr && active->text != "true")
        made.flag("inactive", active->text_span);
    if (node.name == person_record_type)
        made.flag("of persons", node.span);
    made.text("description", node.child("description"));
    std::vector<const Element*> picklists;
    for (const XmlNode* const child : node.children)
        if (child->name == "picklistValues")
            if (const Element* const picklist = read_picklist(*child, object, fields, make))
                picklists.push_back(picklist);
    made.members(picklists);
    return made.finish();
}

const Element* read_field_set(const XmlNode& node, Name name, Maker& make) {
    ElementMaker made(shapes::field_set, name, name.span, make);
    made.label(node.child("label"));
    read_fields("fields", "displayedFields", node, made, make);
    read_fields("available", "availableFields", node, made, make);
    made.text("description", node.child("description"));
    made.braces();
    return made.finish();
}

const Element* read_alert(const XmlNode& node, Name name, Maker& make) {
    ElementMaker made(shapes::alert, name, name.span, make);
    std::vector<TextLiteral> addresses;
    std::vector<TextLiteral> others;
    for (const XmlNode* const child : node.children) {
        if (child->name == "ccEmails" && !child->text.empty())
            addresses.push_back(*make.literal(*child));
        if (child->name != "recipients")
            continue;
        const std::string_view type = child->child_text("type");
        const XmlNode* const recipient = child->child("recipient");
        const XmlNode* const field = child->child("field");
        // Fields of the record, by their names.
        if (type == "owner" || type == "creator")
            addresses.push_back({type == "owner" ? "OwnerId" : "CreatedById", child->span, false});
        else if (type == "user" && recipient != nullptr)
            addresses.push_back(*make.literal(*recipient));
        else if ((type == "email" || type == "contactLookup" || type == "userLookup") && field != nullptr && !field->text.empty())
            addresses.push_back(*make.literal(*field));
        else
            others.push_back(
                {make.arena().copy(std::string_view(fmt::format(
                     "{} {}", type, recipient != nullptr ? recipient->text : std::string_view{}
                 ))),
                 child->span,
                 false}
            );
    }
    made.texts("to", addresses, node.span);
    made.texts("to others", others, node.span);
    made.text("template", node.child("template"));
    made.text("description", node.child("description"));
    made.braces();
    return made.finish();
}

const Element* read_metadata_record(
    const XmlNode& node,
    Name name,
    std::string_view type,
    const FieldIndex& fields,
    const RecordIndex& records,
    Maker& make
) {
    ElementMaker made(shapes::record, name, name.span, make);
    made.label(node.child("label"));
    if (node.is_true("protected"))
        made.flag("protected", node.child("protected")->text_span);
    std::vector<Assignment> values;
    std::set<std::string> seen;
    for (const XmlNode* const child : node.children) {
        const XmlNode* const field = child->name == "values" ? child->child("field") : nullptr;
        const XmlNode* const value = child->child("value");
        if (field == nullptr || value == nullptr || value->is_nil || value->text.empty() ||
            !seen.insert(folded(field->text)).second)
            continue;
        Assignment assignment;
        assignment.target = make.path(field->text, field->text_span);
        assignment.op_span = field->text_span;
        assignment.value = value_of(*field, *value, type, fields, records, make);
        assignment.span = child->span;
        if (assignment.value != nullptr)
            values.push_back(assignment);
    }
    made.assignments(values, node.span);
    return made.finish();
}

} // namespace weir::metadata
