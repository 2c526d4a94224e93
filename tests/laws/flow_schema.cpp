#include "flow_schema.hpp"

#include <fstream>
#include <iterator>
#include <string_view>

namespace weir::laws {

namespace {

/// `name="…"` of the tag that begins at the start of `text`; empty if it has none.
std::string attribute(std::string_view text, std::string_view name) {
    const std::string_view tag = text.substr(0, text.find('>'));
    const std::string wanted = " " + std::string(name) + "=\"";
    const size_t at = tag.find(wanted);
    if (at == std::string_view::npos)
        return {};
    const std::string_view value = tag.substr(at + wanted.size());
    return std::string(value.substr(0, value.find('"')));
}

std::string without_prefix(const std::string& type) {
    const size_t colon = type.find(':');
    return colon == std::string::npos ? type : type.substr(colon + 1);
}

struct RawType {
    std::string base;
    std::vector<SchemaField> fields;
};

std::vector<SchemaField>
all_fields(const std::map<std::string, RawType>& raw, const std::string& name, size_t depth) {
    const auto found = raw.find(name);
    if (found == raw.end() || depth > 10)
        return {};
    std::vector<SchemaField> fields = all_fields(raw, found->second.base, depth + 1);
    fields.insert(fields.end(), found->second.fields.begin(), found->second.fields.end());
    return fields;
}

} // namespace

std::optional<FlowSchema> read_flow_schema(const std::string& path) {
    std::ifstream file(path);
    if (!file)
        return std::nullopt;
    const std::string text(std::istreambuf_iterator<char>(file), {});
    std::map<std::string, RawType> raw;
    FlowSchema schema;
    std::string current;
    for (size_t at = text.find("<xsd:"); at != std::string::npos; at = text.find("<xsd:", at + 1)) {
        const std::string_view rest = std::string_view(text).substr(at);
        if (rest.starts_with("<xsd:complexType") || rest.starts_with("<xsd:simpleType"))
            current = attribute(rest, "name");
        if (rest.starts_with("<xsd:complexType"))
            raw.emplace(current, RawType{});
        else if (rest.starts_with("<xsd:extension"))
            raw[current].base = without_prefix(attribute(rest, "base"));
        else if (rest.starts_with("<xsd:enumeration"))
            schema.words[current].push_back(attribute(rest, "value"));
        else if (rest.starts_with("<xsd:element"))
            raw[current].fields.push_back(
                {attribute(rest, "name"),
                 without_prefix(attribute(rest, "type")),
                 attribute(rest, "minOccurs") != "0",
                 attribute(rest, "maxOccurs") == "unbounded"}
            );
    }
    for (const auto& [name, type] : raw)
        schema.types.emplace(name, all_fields(raw, name, 0));
    return schema;
}

} // namespace weir::laws
