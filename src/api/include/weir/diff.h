// Two versions of flows, compared by what they say:
//
//     const weir::FlowDiff diff = weir::diff_flows({"old/Close_Case.flow-meta.xml", old_xml}, {"Close_Case.flow", text});
//     for (const weir::DeclarationDiff& flow : diff.declarations)
//         for (const weir::ElementDiff& change : flow.changes) std::cout << change.headline() << '\n';
#pragma once

#include "weir/diagnostic.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/// A line of .flow text: ' ' in both versions, '-' only before, '+' only after. A line `…` stands for equal lines that are left out.
struct DiffLine {
    char sign = ' ';
    std::string text;
};

enum class DiffKind : uint8_t { added, removed, changed };

/// An element, a resource or a member that differs, or the settings of a declaration.
struct ElementDiff {
    DiffKind kind = DiffKind::changed;
    std::string keyword;           // "get"
    std::string name;              // empty: the declaration itself
    std::string old_name;          // it was renamed; empty: not
    std::string place;             // of an added or moved element: "behind Get_Contact"
    std::string old_place;         // it was moved from here; empty: not
    std::vector<std::string> what; // of a changed one: "label", "outcome Yes condition"
    std::vector<DiffLine> lines;

    /// "~ decision Is_Open: outcome Yes condition", "+ get Contact: behind Is_Open", "~ renamed get A -> B", "~ moved get A: from behind B to behind C"
    [[nodiscard]] std::string headline() const;
};

/// A flow, object, test … that differs. Of one that is only in one version `lines` is the whole of it.
struct DeclarationDiff {
    DiffKind kind = DiffKind::changed;
    std::string keyword;
    std::string name;
    std::string old_name; // it was renamed; empty: not
    std::vector<ElementDiff> changes;
    std::vector<DiffLine> lines;
};

struct FlowDiff {
    std::vector<DeclarationDiff> declarations;
    /// What is wrong in a version. The versions are then compared line by line, in `lines`.
    std::vector<DiagnosticMessage> messages;
    std::vector<DiffLine> lines;

    [[nodiscard]] bool is_same() const { return declarations.empty() && lines.empty(); }
};

/// A version of a file: its path, which names the flow if it is XML, and its text: XML or .flow text.
struct FlowVersion {
    std::string path;
    std::string text;
};

/// Whether a flow in XML that is called otherwise is another: its file names it, and two files that are compared may be called anything.
enum class FlowNames : uint8_t { ignored_in_xml, compared };

/// Layout is no difference: positions on the canvas, empty lines, alignment, the order of resources, another nesting of the same connectors. A
/// version that is not there is empty.
[[nodiscard]] FlowDiff diff_flows(
    const std::optional<FlowVersion>& before, const std::optional<FlowVersion>& after, FlowNames names = FlowNames::ignored_in_xml
);

/// The .flow text of a file in XML; any other file, and one that is broken, as it is.
[[nodiscard]] std::string text_of_version(const FlowVersion& version);

} // namespace weir
