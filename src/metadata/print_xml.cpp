// XML as a retrieve writes it.
#include "metadata/xml.hpp"

#include <algorithm>

namespace weir::metadata {

namespace {

/// What stands for a character in a text; empty: the character itself.
constexpr std::string_view entity(char letter) {
    switch (letter) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    case '\r':
        return "&#13;";
    default:
        return {};
    }
}

void escape(std::string_view text, std::string& out) {
    size_t written = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        const std::string_view instead = entity(text[at]);
        if (instead.empty())
            continue;
        out += text.substr(written, at - written);
        out += instead;
        written = at + 1;
    }
    out += text.substr(written);
}

void print_node(const XmlNode& node, size_t indent, std::string& out) {
    out.append(indent * 4, ' ');
    out += '<';
    out += node.name;
    if (node.is_nil) {
        out += " xsi:nil=\"true\"/>\n";
        return;
    }
    if (node.children.empty() && node.text.empty()) {
        out += "></";
        out += node.name;
        out += ">\n";
        return;
    }
    out += '>';
    if (node.children.empty()) {
        escape(node.text, out);
    } else {
        out += '\n';
        for (const XmlNode* const child : node.children)
            print_node(*child, indent + 1, out);
        out.append(indent * 4, ' ');
    }
    out += "</";
    out += node.name;
    out += ">\n";
}

bool has_nil(const XmlNode& node) {
    return node.is_nil ||
           std::any_of(node.children.begin(), node.children.end(), [](const XmlNode* child) {
               return has_nil(*child);
           });
}

} // namespace

std::string print_xml(const XmlNode& root) {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<";
    text += root.name;
    text += " xmlns=\"http://soap.sforce.com/2006/04/metadata\"";
    if (has_nil(root))
        text += " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    text += '>';
    if (root.children.empty())
        escape(root.text, text);
    else
        text += '\n';
    print_nodes(root.children, 1, text);
    text += "</";
    text += root.name;
    text += ">\n";
    return text;
}

void print_nodes(std::span<const XmlNode* const> nodes, size_t indent, std::string& text) {
    for (const XmlNode* const node : nodes)
        print_node(*node, indent, text);
}

} // namespace weir::metadata
