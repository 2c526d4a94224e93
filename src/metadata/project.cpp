#include "metadata/project.hpp"

#include "base/limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

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

bool is_file(const fs::path& path) {
    std::error_code failed;
    return fs::is_regular_file(path, failed);
}

/// Children of a folder in the order of their names; an unreadable folder has none.
std::vector<fs::directory_entry> children(const fs::path& folder) {
    std::error_code failed;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator entry(folder, failed), last; !failed && entry != last;
         entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with('.') && name != "node_modules")
            entries.push_back(*entry);
    }
    std::sort(entries.begin(), entries.end(), [](const auto& left, const auto& right) {
        return left.path().native() < right.path().native();
    });
    return entries;
}

bool is_folder(const fs::directory_entry& entry) {
    std::error_code failed;
    return entry.is_directory(failed) && !entry.is_symlink(failed);
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
    void folder(const fs::path& path, size_t depth) {
        if (depth > limits::folder_depth)
            return;
        if (is_file(path / project_file) && project(path, depth))
            return;
        for (const fs::directory_entry& entry : children(path)) {
            if (is_folder(entry))
                folder(entry.path(), depth + 1);
            else
                take(entry.path(), true);
        }
    }

    void take(const fs::path& path, bool with_metadata) {
        ProjectFile file;
        if (!is_file(path) || !classify(path.generic_string(), file))
            return;
        if (file.kind != FileKind::text && !with_metadata)
            return;
        if (!seen_.insert(file.path).second)
            return;
        switch (file.kind) {
        case FileKind::text:
            files_.texts.push_back(std::move(file));
            return;
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
    bool project(const fs::path& path, size_t depth) {
        const auto json =
            nlohmann::json::parse(read_text(path / project_file), nullptr, false, true);
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
                    (path / project_file).generic_string()
            )
                .note("the whole folder is read in their place");
            return false;
        }
        files_.is_project = true;
        rules_ = IgnoreRules(read_text(path / ignore_file));
        root_ = path;
        for (const std::string& package : packages)
            package_folder(package == "." ? path : path / package, depth + 1);
        rules_ = {};
        texts(path, depth);
        return true;
    }

    void package_folder(const fs::path& path, size_t depth) {
        if (depth > limits::folder_depth)
            return;
        for (const fs::directory_entry& entry : children(path)) {
            const bool nested = is_folder(entry);
            if (!rules_.empty() &&
                rules_.ignores(entry.path().lexically_relative(root_).generic_string(), nested))
                continue;
            if (nested)
                package_folder(entry.path(), depth + 1);
            else
                take(entry.path(), true);
        }
    }

    /// Texts beside the package directories: tests and scripts.
    void texts(const fs::path& path, size_t depth) {
        if (depth > limits::folder_depth)
            return;
        for (const fs::directory_entry& entry : children(path)) {
            if (is_folder(entry))
                texts(entry.path(), depth + 1);
            else if (entry.path().extension() == ".flow")
                take(entry.path(), false);
        }
    }

    ProjectFiles& files_;
    Diagnostics& out_;
    IgnoreRules rules_;
    fs::path root_;
    std::set<std::string> seen_; // package directories may lie in one another
};

} // namespace

ProjectFiles find_project(const std::string& path, Diagnostics& out) {
    ProjectFiles files;
    Walk walk(files, out);
    std::error_code failed;
    if (fs::is_directory(path, failed))
        walk.folder(path, 0);
    else
        walk.take(path, true);
    return files;
}

} // namespace weir::metadata
