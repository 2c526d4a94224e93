// The types of the Metadata API that a flow is made of, read from the schema beside the project.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weir::laws {

struct SchemaField {
    std::string name;
    std::string type; // without its prefix: `FlowDecision`, `string`
    bool required = false;
    bool repeated = false;
};

struct FlowSchema {
    /// Fields of the bases first, in the order of a sequence.
    std::map<std::string, std::vector<SchemaField>> types;
    std::map<std::string, std::vector<std::string>> words;
};

/// None if the file cannot be read.
[[nodiscard]] std::optional<FlowSchema> read_flow_schema(const std::string& path);

} // namespace weir::laws
