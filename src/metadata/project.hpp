// Which files of a folder are metadata, and what each of them holds: an SFDX project, a folder of
// an old Metadata API retrieve, any folder, or one file.
#pragma once

#include "base/diagnostic.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::metadata {

enum class FileKind : uint8_t {
    text, // `.flow` in the language itself
    flow,
    flow_definition,
    flow_test,
    object,
    field,
    validation_rule,
    record_type,
    field_set,
    custom_metadata,
    labels,
    global_value_set,
    standard_value_set,
    custom_permission,
    permission_set,
    profile,
    role,
    queue,
    group,
    email_template,
    workflow,
    workflow_rule, // no file of its own: a rule of a workflow
    matching_rules,
    duplicate_rule,
    approval_process,
    field_update,     // part of a workflow
    outbound_message, // the same
    assignment_rules,
    auto_response_rules,
    notification_type,
    quick_action,
    sharing_rules,
    sharing_set,
    site,
};

struct ProjectFile {
    std::string path;
    FileKind kind = FileKind::flow;
    std::string
        name; // without folders and endings, escapes of the file name resolved: "Close_Case"
    uint32_t version =
        0; // of a flow, where each version has a file: `Close_Case-3.flow`; 0: not said
    std::string
        parent; // of a decomposed object's part the object; of an e-mail template its folder
};

/// In the order of the package directories, and in each in the order of the paths.
struct ProjectFiles {
    std::vector<ProjectFile> flows;
    std::vector<ProjectFile> flow_tests;
    std::vector<ProjectFile> world; // everything else
    bool is_project = false;        // there is an sfdx-project.json

    [[nodiscard]] size_t metadata_count() const {
        return flows.size() + flow_tests.size() + world.size();
    }
};

/// Walks a path. In a folder with an `sfdx-project.json`, metadata are the files of its package
/// directories that its `.forceignore` does not exclude; projects within a folder are walked as
/// projects. Names that begin with a dot, `node_modules`, and links to folders are passed over, as
/// are texts in the language. A project file that cannot be read is reported, and the whole folder is walked
/// instead. A path that does not exist has no files.
[[nodiscard]] ProjectFiles find_project(const std::string& path, Diagnostics& out);

/// What a file is by its name, `Case.object-meta.xml` or `objects/Case.object`; false if it is no
/// metadata that weir reads. Looks into a `.flow` to tell XML from text.
[[nodiscard]] bool classify(const std::string& path, ProjectFile& file);

/// The rules of a `.forceignore`, which are those of a `.gitignore`: the last rule that fits
/// decides.
class IgnoreRules {
public:
    IgnoreRules() = default;
    explicit IgnoreRules(std::string_view text);
    /// Of a path relative to the folder of the rules, with `/` between its parts.
    [[nodiscard]] bool ignores(std::string_view path, bool is_folder) const;
    [[nodiscard]] bool empty() const { return rules_.empty(); }

private:
    struct Rule {
        std::string pattern;
        bool negated = false;
        bool folders_only = false;
        bool anchored = false; // to the folder of the rules, not to any folder
    };
    std::vector<Rule> rules_;
};

} // namespace weir::metadata
