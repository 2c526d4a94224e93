// What a file is by its name.
#include "metadata/project.hpp"

#include <array>
#include <fstream>

namespace weir::metadata {

namespace {

/// The ending of a file, and the folder in which it has no `-meta.xml` behind it.
struct Ending {
    std::string_view ending;
    std::string_view folder;
    FileKind kind;
};
constexpr Ending endings[] = {
    {"flow", "flows", FileKind::flow},
    {"flowDefinition", "flowDefinitions", FileKind::flow_definition},
    {"flowtest", "flowtests", FileKind::flow_test},
    {"object", "objects", FileKind::object},
    {"field", "fields", FileKind::field},
    {"validationRule", "validationRules", FileKind::validation_rule},
    {"recordType", "recordTypes", FileKind::record_type},
    {"fieldSet", "fieldSets", FileKind::field_set},
    {"md", "customMetadata", FileKind::custom_metadata},
    {"labels", "labels", FileKind::labels},
    {"globalValueSet", "globalValueSets", FileKind::global_value_set},
    {"standardValueSet", "standardValueSets", FileKind::standard_value_set},
    {"customPermission", "customPermissions", FileKind::custom_permission},
    {"permissionset", "permissionsets", FileKind::permission_set},
    {"profile", "profiles", FileKind::profile},
    {"role", "roles", FileKind::role},
    {"queue", "queues", FileKind::queue},
    {"group", "groups", FileKind::group},
    {"email", {}, FileKind::email_template},
    {"workflow", "workflows", FileKind::workflow},
    {"matchingRule", "matchingRules", FileKind::matching_rules},
    {"duplicateRule", "duplicateRules", FileKind::duplicate_rule},
    {"approvalProcess", "approvalProcesses", FileKind::approval_process},
    {"assignmentRules", "assignmentRules", FileKind::assignment_rules},
    {"autoResponseRules", "autoResponseRules", FileKind::auto_response_rules},
    {"notiftype", "notificationtypes", FileKind::notification_type},
    {"quickAction", "quickActions", FileKind::quick_action},
    {"sharingRules", "sharingRules", FileKind::sharing_rules},
    {"sharingSet", "sharingSets", FileKind::sharing_set},
    {"network", "networks", FileKind::site},
};

constexpr std::string_view source_ending = "-meta.xml";
constexpr std::string_view namespace_token = "___NAMESPACE___";

/// File names hold what is no letter as `%2F`.
std::string unescaped(std::string_view name) {
    const auto digit = [](char letter) {
        if (letter >= '0' && letter <= '9')
            return letter - '0';
        if (letter >= 'A' && letter <= 'F')
            return letter - 'A' + 10;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    };
    std::string result;
    for (size_t at = 0; at < name.size(); ++at) {
        const bool is_escape = name[at] == '%' && at + 2 < name.size() &&
                               digit(name[at + 1]) >= 0 && digit(name[at + 2]) >= 0;
        if (!is_escape) {
            result += name[at];
            continue;
        }
        result += static_cast<char>(digit(name[at + 1]) * 16 + digit(name[at + 2]));
        at += 2;
    }
    // Where a package build puts its namespace, there is none in the source.
    for (size_t token = 0; (token = result.find(namespace_token, token)) != std::string::npos;)
        result.erase(token, namespace_token.size());
    return result;
}

bool begins_as_xml(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, 64> start{};
    file.read(start.data(), start.size());
    std::string_view text(start.data(), static_cast<size_t>(file.gcount()));
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '<';
}

bool is_part(FileKind kind) {
    return kind == FileKind::field || kind == FileKind::validation_rule ||
           kind == FileKind::record_type || kind == FileKind::field_set;
}

/// The name of a file, of its folder and of the folder around that.
std::array<std::string_view, 3> last_parts(std::string_view path) {
    std::array<std::string_view, 3> parts{};
    for (std::string_view& part : parts) {
        const size_t slash = path.rfind('/');
        const bool is_last = slash == std::string_view::npos;
        part = is_last ? path : path.substr(slash + 1);
        path = is_last ? std::string_view{} : path.substr(0, slash);
        while (path.ends_with('/'))
            path.remove_suffix(1);
    }
    return parts;
}

/// `churn-3` of an old retrieve is version 3 of `churn`.
void take_version(ProjectFile& file) {
    const size_t dash = file.name.rfind('-');
    if (dash == std::string::npos || dash == 0 || dash + 1 == file.name.size() ||
        file.name.size() - dash > 6)
        return;
    uint32_t version = 0;
    for (const char letter : std::string_view(file.name).substr(dash + 1)) {
        if (letter < '0' || letter > '9')
            return;
        version = version * 10 + static_cast<uint32_t>(letter - '0');
    }
    file.version = version;
    file.name.resize(dash);
}

} // namespace

bool classify(const std::string& path, ProjectFile& file) {
    const std::array<std::string_view, 3> parts = last_parts(path);
    const std::string_view folder = parts[1];
    std::string_view stem = parts[0];
    const bool is_source = stem.ends_with(source_ending);
    if (is_source)
        stem.remove_suffix(source_ending.size());
    const size_t dot = stem.rfind('.');
    if (dot == std::string_view::npos || dot == 0)
        return false;
    const std::string_view last = stem.substr(dot + 1);
    for (const Ending& known : endings) {
        if (known.ending != last)
            continue;
        file.path = path;
        file.kind = known.kind;
        file.name = unescaped(stem.substr(0, dot));
        file.parent.clear();
        file.version = 0;
        if (known.kind == FileKind::flow) {
            if (!is_source && !begins_as_xml(path))
                file.kind = FileKind::text;
            else
                take_version(file);
            return true;
        }
        // `Readme.md` is no custom metadata, and the parts of an object lie in its folder.
        const bool has_place =
            !known.folder.empty() && folder == known.folder && !is_part(known.kind);
        const bool is_words = known.kind == FileKind::custom_metadata && !begins_as_xml(path);
        if (!is_source && (!has_place || is_words))
            return false;
        if (is_part(known.kind)) {
            file.parent = unescaped(parts[2]);
            return folder == known.folder && !file.parent.empty();
        }
        if (known.kind == FileKind::email_template)
            file.parent = folder;
        return true;
    }
    return false;
}

} // namespace weir::metadata
