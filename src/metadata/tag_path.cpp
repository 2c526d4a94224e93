#include "metadata/tag_path.hpp"

#include <algorithm>

namespace weir::metadata {

const XmlNode* find_outer(const XmlNode& node, std::string_view path) {
    const XmlNode* at = &node;
    for (size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
        at = at->child(path.substr(0, slash));
        if (at == nullptr)
            return nullptr;
        path.remove_prefix(slash + 1);
    }
    return at;
}

const XmlNode* find_tag(const XmlNode& node, std::string_view path) {
    const XmlNode* const outer = find_outer(node, path);
    return outer == nullptr ? nullptr : outer->child(last_tag(path));
}

void add_at(
    std::string_view path,
    const std::vector<const XmlNode*>& nodes,
    XmlMaker& make,
    std::vector<const XmlNode*>& parts
) {
    if (nodes.empty())
        return;
    const size_t slash = path.find('/');
    if (slash == std::string_view::npos) {
        parts.insert(parts.end(), nodes.begin(), nodes.end());
        return;
    }
    const std::string_view tag = path.substr(0, slash);
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const XmlNode* part) {
        return part->name == tag;
    });
    std::vector<const XmlNode*> inner;
    if (found != parts.end())
        inner.assign((*found)->children.begin(), (*found)->children.end());
    add_at(path.substr(slash + 1), nodes, make, inner);
    const XmlNode* const outer = make.node(tag, inner);
    if (found != parts.end())
        *found = outer;
    else
        parts.push_back(outer);
}

} // namespace weir::metadata
