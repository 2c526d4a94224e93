#include "metadata/project.hpp"

#include "base/folder.hpp"
#include "base/limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unordered_set>

namespace weir::metadata {

namespace {

namespace fs = std::filesystem;

constexpr const char* project_file = "sfdx-project.json";
constexpr const char* ignore_file = ".forceignore";

std::string read_text(const fs::path& path) {
    std::error_code failed;
    if (fs::file_size(path, failed) > limits::file_bytes || failed)
        return {};
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Hidden names and what a package manager brought are passed over.
bool is_walked(const FolderEntry& entry) {
    return !entry.name.starts_with('.') && entry.name != "node_modules";
}

bool holds_file(const std::vector<FolderEntry>& entries, std::string_view name) {
    return std::any_of(entries.begin(), entries.end(), [&](const FolderEntry& entry) {
        return entry.is_file && entry.name == name;
    });
}

/// `force-app` in `./force-app/`.
std::string normal(const std::string& path) {
    std::string result = fs::path(path).lexically_normal().generic_string();
    while (result.size() > 1 && result.back() == '/')
        result.pop_back();
    return result;
}

class Walk {
public:
    Walk(ProjectFiles& files, Diagnostics& out) : files_(files), out_(out) {}

    /// A folder, which may be a project.
    void folder(const std::string& path, size_t depth) {
        if (depth > limits::folder_depth)
            return;
        const std::vector<FolderEntry> entries = list_folder(path);
        if (holds_file(entries, project_file) && project(path, depth))
            return;
        for (const FolderEntry& entry : entries) {
            if (!is_walked(entry))
                continue;
            if (entry.is_folder)
                folder(inside(path, entry.name), depth + 1);
            else if (entry.is_file)
                take(inside(path, entry.name));
        }
    }

    /// A file, if it is metadata.
    void take(const std::string& path) {
        ProjectFile file;
        if (!classify(path, file) || file.kind == FileKind::text)
            return;
        if (!seen_.insert(file.path).second)
            return;
        switch (file.kind) {
        case FileKind::flow:
            files_.flows.push_back(std::move(file));
            return;
        case FileKind::flow_test:
            files_.flow_tests.push_back(std::move(file));
            return;
        default:
            files_.world.push_back(std::move(file));
        }
    }

private:
    /// False if the project file says nothing that can be used.
    bool project(const std::string& path, size_t depth) {
        const auto json =
            nlohmann::json::parse(read_text(inside(path, project_file)), nullptr, false, true);
        const auto list = json.is_object() ? json.find("packageDirectories") : json.end();
        std::vector<std::string> packages;
        if (json.is_object() && list != json.end() && list->is_array())
            for (const auto& package : *list)
                if (package.is_object() && package.contains("path") && package["path"].is_string())
                    packages.push_back(normal(package["path"].get<std::string>()));
        if (packages.empty()) {
            out_.report(
                    Code::W0006,
                    {},
                    "`{}` names no package directories",
                    inside(path, project_file)
            )
                .note("the whole folder is read in their place");
            return false;
        }
        files_.is_project = true;
        rules_ = IgnoreRules(read_text(inside(path, ignore_file)));
        for (const std::string& package : packages) {
            const bool is_all = package == ".";
            const std::string folder = is_all ? path : (fs::path(path) / package).string();
            package_folder(folder, is_all ? std::string() : package, depth + 1);
        }
        rules_ = {};
        return true;
    }

    /// `relative` is the path from the project, which its rules speak of.
    void package_folder(const std::string& path, const std::string& relative, size_t depth) {
        if (depth > limits::folder_depth)
            return;
        for (const FolderEntry& entry : list_folder(path)) {
            if (!is_walked(entry))
                continue;
            const std::string place = inside(relative, entry.name);
            if (!rules_.empty() && rules_.ignores(place, entry.is_folder))
                continue;
            if (entry.is_folder)
                package_folder(inside(path, entry.name), place, depth + 1);
            else if (entry.is_file)
                take(inside(path, entry.name));
        }
    }

    ProjectFiles& files_;
    Diagnostics& out_;
    IgnoreRules rules_;
    std::unordered_set<std::string> seen_; // package directories may lie in one another
};

} // namespace

ProjectFiles find_project(const std::string& path, Diagnostics& out) {
    ProjectFiles files;
    Walk walk(files, out);
    std::error_code failed;
    if (fs::is_directory(path, failed))
        walk.folder(path, 0);
    else if (fs::is_regular_file(path, failed))
        walk.take(path);
    return files;
}

} // namespace weir::metadata
