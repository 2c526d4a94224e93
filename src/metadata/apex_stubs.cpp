#include "metadata/apex_stubs.hpp"

#include "metadata/types.hpp"

#include <fmt/format.h>

#include <cctype>

namespace weir::metadata {

namespace {

constexpr std::string_view unknown = "Apex(Unknown)";

std::string type_of_variable(const XmlNode& variable) {
    const std::string_view data_type = variable.child_text("dataType");
    std::string type(type_word(data_type));
    if (data_type == "SObject")
        type = variable.child_text("objectType");
    else if (data_type == "Apex")
        type = fmt::format("Apex({})", variable.child_text("apexClass"));
    if (type.empty())
        return {};
    return variable.is_true("isCollection") ? type + "[]" : type;
}

/// Of a value that stands in the flow, or of a variable that it names.
template<class Types>
std::string type_of_value(const XmlNode& parameter, const Types& types) {
    const XmlNode* const value = parameter.child("value");
    if (value == nullptr || value->children.size() != 1)
        return {};
    const XmlNode& only = *value->children[0];
    if (only.name == "stringValue")
        return "Text";
    if (only.name == "numberValue")
        return "Number";
    if (only.name == "booleanValue")
        return "Boolean";
    const auto found = types.find(only.text);
    return found == types.end() ? std::string() : found->second;
}

bool is_name(std::string_view text) {
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) != 0)
        return false;
    for (const char letter : text)
        if (std::isalnum(static_cast<unsigned char>(letter)) == 0 && letter != '_')
            return false;
    return true;
}

/// Names that follow `Element.` in a text.
template<class Take>
void each_output(std::string_view text, std::string_view element, const Take& take) {
    const auto is_part = [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
    };
    for (size_t at = text.find(element); at != std::string_view::npos;
         at = text.find(element, at + 1)) {
        const size_t dot = at + element.size();
        const bool is_whole = at == 0 || (!is_part(text[at - 1]) && text[at - 1] != '.');
        if (!is_whole || dot >= text.size() || text[dot] != '.')
            continue;
        size_t end = dot + 1;
        while (end < text.size() && is_part(text[end]))
            ++end;
        take(text.substr(dot + 1, end - dot - 1));
    }
}

template<class Take>
void each_text(const XmlNode& node, const Take& take) {
    if (node.children.empty())
        take(node.text);
    for (const XmlNode* const child : node.children)
        each_text(*child, take);
}

} // namespace

void ApexStubs::note(Parameters& parameters, std::string_view name, const std::string& type) {
    if (!is_name(name))
        return;
    std::string& known = parameters[std::string(name)];
    // Two calls that disagree leave it open.
    if (known.empty())
        known = type;
    else if (!type.empty() && type != known)
        known = unknown;
}

void ApexStubs::add_call(const XmlNode& call, const Types& types, Action& action) {
    for (const XmlNode* const part : call.children) {
        if (part->name == "inputParameters")
            note(action.inputs, part->child_text("name"), type_of_value(*part, types));
        if (part->name != "outputParameters")
            continue;
        const auto found = types.find(part->child_text("assignToReference"));
        note(
            action.outputs,
            part->child_text("name"),
            found == types.end() ? std::string() : found->second
        );
    }
}

void ApexStubs::add(const XmlNode& flow) {
    Types types;
    for (const XmlNode* const child : flow.children)
        if (child->name == "variables")
            types.emplace(child->child_text("name"), type_of_variable(*child));
    for (const XmlNode* const child : flow.children) {
        const bool is_apex =
            child->name == "actionCalls" && child->child_text("actionType") == "apex";
        const std::string_view name = child->child_text("actionName");
        if (!is_apex || !is_name(name))
            continue;
        Action& action = actions_[std::string(name)];
        add_call(*child, types, action);
        const std::string_view element = child->child_text("name");
        if (element.empty())
            continue;
        each_text(flow, [&](std::string_view text) {
            each_output(text, element, [&](std::string_view output) {
                note(action.outputs, output, {});
            });
        });
    }
}

std::string ApexStubs::text() const {
    std::string text;
    for (const auto& [name, action] : actions_) {
        text += fmt::format("action apex {} {{\n", name);
        for (const auto& [input, type] : action.inputs)
            text += fmt::format("input {}: {}\n", input, type.empty() ? unknown : type);
        for (const auto& [output, type] : action.outputs)
            text += fmt::format("output {}: {}\n", output, type.empty() ? unknown : type);
        text += "}\n";
    }
    return text;
}

} // namespace weir::metadata
