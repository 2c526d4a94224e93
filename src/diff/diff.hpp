// Two versions of flows, compared by what they say: names, clauses and connectors, not lines.
#pragma once

#include "syntax/ast.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weir::diff {

/// A line of .flow text: ' ' in both versions, '-' only before, '+' only after.
struct Line {
    char sign = ' ';
    std::string text;
};

enum class ChangeKind : uint8_t { added, removed, changed };

/// What has become of an element, a resource or a member, or of the settings of a declaration.
struct Change {
    ChangeKind kind = ChangeKind::changed;
    std::string keyword;           // "get"; "field" for a field
    std::string name;              // empty: the declaration itself
    std::string old_name;          // renamed; empty: not
    std::string place;             // of an added or moved element: "behind Get_Contact"
    std::string old_place;         // of a moved element; not empty: it was moved
    std::vector<std::string> what; // of a changed one: "label", "outcome Yes condition"
    std::vector<Line> lines;

    [[nodiscard]] bool is_moved() const { return !old_place.empty(); }
};

/// A flow, object, test … that differs. Of one that is only in one version `changes` is empty and
/// `lines` is the whole of it.
struct DeclarationChange {
    ChangeKind kind = ChangeKind::changed;
    std::string keyword;
    std::string name;
    std::string old_name; // renamed; empty: not
    std::vector<Change> changes;
    std::vector<Line> lines;
};

struct Options {
    /// The name of a flow that is alone in its file is the file's business, as in XML.
    bool ignore_flow_name = false;
};

/// What differs, in the order of the later version; what was removed stands where it was. Both
/// trees must be as the formatter writes them.
[[nodiscard]] std::vector<DeclarationChange>
compare(const SyntaxTree& before, const SyntaxTree& after, const Options& options = {});

} // namespace weir::diff
