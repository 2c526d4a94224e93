// Flows between the language and the Metadata API's XML.
#pragma once

#include "weir/diagnostic.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A flow in the other form.
struct Converted {
    std::string name; // API name of the flow
    std::string text; // empty if it could not be converted
};

struct Conversion {
    std::vector<Converted> flows;            // XML holds one, a .flow file any number
    std::vector<DiagnosticMessage> messages; // what is wrong in the source
    std::string error;                       // the file cannot be read
};

/// Which Apex actions the flows of a project call. Not thread-safe.
class ApexCalls {
public:
    ApexCalls();
    ApexCalls(ApexCalls&&) noexcept;
    ApexCalls& operator=(ApexCalls&&) noexcept;
    ~ApexCalls();

    /// Declarations of these actions, `action apex Class { … }`, with the inputs and outputs that the flows name: a stub to be completed. Empty
    /// if none calls one.
    [[nodiscard]] std::string stubs() const;

private:
    friend Conversion flow_from_xml_file(const std::string& path, ApexCalls* calls);
    struct Gathered;
    std::unique_ptr<Gathered> gathered_;
};

/// Metadata XML of one flow to .flow text: what a person would have written, and at the end a quiet block with what the text does not say, so
/// that the way back gives an equal flow. `name` is what messages call the text; the flow is called as a file of this name says. What it
/// calls in Apex is added to `calls`, if there is one.
[[nodiscard]] Conversion flow_from_xml(std::string name, std::string xml);
[[nodiscard]] Conversion flow_from_xml_file(const std::string& path, ApexCalls* calls = nullptr);

struct XmlOptions {
    /// Places the elements of a flow that does not say where they stand, as Salesforce's auto-layout canvas places them. Otherwise they all
    /// stand at 0 0, which the canvas takes as well.
    bool layout = false;
};

/// The flows of a .flow text to metadata XML, as a retrieve writes it; the same bytes each time. A text with syntax errors gives none.
[[nodiscard]] Conversion flows_to_xml(std::string name, std::string text, const XmlOptions& options = {});
[[nodiscard]] Conversion flows_to_xml_file(const std::string& path, const XmlOptions& options = {});

/// Every flow file in XML of a path (`.flow-meta.xml`, and `.flow` of the old form) with all folders below it; ignore files do not count.
/// Sorted.
[[nodiscard]] std::vector<std::string> find_xml_flows(const std::string& path);
/// Every .flow file in the language, in the same way.
[[nodiscard]] std::vector<std::string> find_text_flows(const std::string& path);

} // namespace weir
