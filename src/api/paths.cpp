// A .weirignore holds one name or pattern (`*` within a name) a line, for the files of its own folder; `#` begins a comment.
#include "api/paths.hpp"

#include "weir/engine.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace weir {

namespace {

namespace fs = std::filesystem;

bool matches(std::string_view pattern, std::string_view name) {
    // Greedy with one backtrack point: the last star.
    size_t star = std::string_view::npos;
    size_t resume = 0;
    size_t at = 0;
    size_t place = 0;
    while (place < name.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            resume = place;
        } else if (at < pattern.size() && pattern[at] == name[place]) {
            ++at;
            ++place;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            place = ++resume;
        } else {
            return false;
        }
    }
    while (at < pattern.size() && pattern[at] == '*') ++at;
    return at == pattern.size();
}

std::vector<std::string> ignored_patterns(const fs::path& folder) {
    std::vector<std::string> patterns;
    std::ifstream file(folder / ".weirignore");
    for (std::string line; std::getline(file, line);) {
        line.erase(std::min(line.find('#'), line.size()));
        while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '/')) line.pop_back();
        if (!line.empty()) patterns.push_back(line);
    }
    return patterns;
}

/// A `.flow` file of an old retrieve is XML, and no text of the language begins with `<`.
bool is_xml(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    char letter = 0;
    while (file.get(letter) && (letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t' || letter == '\xEF' || letter == '\xBB' || letter == '\xBF')) {}
    return letter == '<';
}

bool is_flow_file(const fs::directory_entry& entry) {
    std::error_code failed;
    return entry.path().extension() == ".flow" && entry.is_regular_file(failed) && !is_xml(entry.path());
}

bool is_project_file(const fs::directory_entry& entry) { return entry.path().filename() == "sfdx-project.json"; }

// Children of a folder in the order of their names; an unreadable folder has none.
std::vector<fs::directory_entry> children(const fs::path& folder) {
    std::error_code failed;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator entry(folder, failed), last; !failed && entry != last; entry.increment(failed))
        if (!entry->path().filename().string().starts_with('.')) entries.push_back(*entry);
    std::sort(entries.begin(), entries.end(), [](const auto& left, const auto& right) { return left.path() < right.path(); });
    return entries;
}

bool is_folder(const fs::directory_entry& entry) {
    std::error_code failed;
    return entry.is_directory(failed) && !entry.is_symlink(failed);
}

void collect(const fs::path& folder, bool with_ignored, std::vector<std::string>& files) {
    const std::vector<std::string> patterns = with_ignored ? std::vector<std::string>{} : ignored_patterns(folder);
    for (const fs::directory_entry& entry : children(folder)) {
        const std::string name = entry.path().filename().string();
        const auto ignores = [&](const std::string& pattern) { return matches(pattern, name); };
        if (std::any_of(patterns.begin(), patterns.end(), ignores)) continue;
        if (is_folder(entry)) collect(entry.path(), with_ignored, files);
        else if (is_flow_file(entry)) files.push_back(entry.path().string());
    }
}

void collect_projects(const fs::path& folder, std::vector<std::string>& projects) {
    const std::vector<fs::directory_entry> entries = children(folder);
    if (std::any_of(entries.begin(), entries.end(), is_flow_file) || std::any_of(entries.begin(), entries.end(), is_project_file)) {
        projects.push_back(folder.string());
        return;
    }
    for (const fs::directory_entry& entry : entries)
        if (is_folder(entry)) collect_projects(entry.path(), projects);
}

} // namespace

std::vector<std::string> files_of_world(const std::string& folder) {
    std::vector<std::string> files;
    collect(folder, false, files);
    return files;
}

std::vector<std::string> find_files(const std::string& path) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) return {path};
    std::vector<std::string> files;
    collect(path, true, files);
    return files;
}

std::vector<std::string> find_projects(const std::string& path) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) return {path};
    std::vector<std::string> projects;
    collect_projects(path, projects);
    if (projects.empty()) projects.push_back(path);
    return projects;
}

} // namespace weir
