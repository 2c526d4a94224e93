#include "metadata/names_read.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <array>

namespace weir::metadata {

namespace {

bool is_name_part(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_';
}

class Reader {
public:
    std::unordered_set<std::string_view> found;

    void read(const XmlNode& node, size_t depth) {
        if (depth > limits::xml_depth)
            return;
        for (const XmlNode* const child : node.children)
            read(*child, depth + 1);
        if (node.text.empty())
            return;
        if (is_formula(node.name))
            names(node.text);
        else if (is_reference(node.name))
            found.insert(node.text.substr(0, node.text.find_first_of(".[")));
        else
            merge_fields(node.text);
    }

private:
    static bool is_formula(std::string_view tag) {
        constexpr std::array tags{
            std::string_view("expression"),
            std::string_view("formula"),
            std::string_view("formulaExpression"),
        };
        return std::find(tags.begin(), tags.end(), tag) != tags.end();
    }
    /// A connector goes to an element and an assignment writes a variable: neither reads.
    static bool is_reference(std::string_view tag) {
        return tag.ends_with("Reference") && tag != "targetReference" && tag != "assignToReference";
    }

    void merge_fields(std::string_view text) {
        for (size_t begin = text.find("{!"); begin != std::string_view::npos;
             begin = text.find("{!", begin + 2)) {
            const size_t end = std::min(text.find('}', begin), text.size());
            names(text.substr(begin, end - begin));
        }
    }

    void names(std::string_view text) {
        for (size_t at = 0; at < text.size();) {
            if (!is_name_part(text[at])) {
                ++at;
                continue;
            }
            const size_t begin = at;
            while (at < text.size() && is_name_part(text[at]))
                ++at;
            found.insert(text.substr(begin, at - begin));
        }
    }
};

} // namespace

std::unordered_set<std::string_view> names_read(std::span<const XmlNode* const> nodes) {
    Reader reader;
    for (const XmlNode* const node : nodes)
        reader.read(*node, 0);
    return std::move(reader.found);
}

} // namespace weir::metadata
