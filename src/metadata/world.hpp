// Objects, fields and the rest of a project's world: XML to the same syntax trees as text.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "metadata/project.hpp"
#include "syntax/ast.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::metadata {

/// What a FlowDefinition says: which version of a flow runs. Without flow versions in a project it
/// only tells whether the flow is active: `0` is none.
struct ActiveVersion {
    std::string flow;
    uint32_t version = 0;
    Span span;
};

struct World {
    /// Begins with `org { objects open }`: a project holds a part of an org. One declaration for
    /// each object, in the order in which its files come; what several files say of one object is
    /// joined, and of what they say twice the first counts. What a project adds to an object that
    /// it does not hold is an `extend`.
    std::unique_ptr<const SyntaxTree> tree;
    std::vector<ActiveVersion> active_versions;
};

/// Reads all files of `files.world`. What is broken is reported once a file and left out.
[[nodiscard]] World read_world(const ProjectFiles& files, SourceMap& sources, Diagnostics& out);

/// Objects that the flows of the trees name and no tree declares, as `extend Name { open }`.
/// `names` are more names of objects, such as the types of record variables in XML. The spans are
/// where a name stands first.
[[nodiscard]] std::unique_ptr<const SyntaxTree>
declare_missing(std::span<const SyntaxTree* const> trees, std::span<const Name> names);

} // namespace weir::metadata
