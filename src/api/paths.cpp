// A .weirignore holds one name or pattern (`*` within a name) a line, for the files of its own folder; `#` begins a comment.
#include "api/paths.hpp"

#include "base/folder.hpp"
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

std::vector<std::string> ignored_patterns(const std::string& folder, const std::vector<FolderEntry>& entries) {
    constexpr const char* ignore_file = ".weirignore";
    std::vector<std::string> patterns;
    if (std::none_of(entries.begin(), entries.end(), [](const FolderEntry& entry) { return entry.name == ignore_file; })) return patterns;
    std::ifstream file(inside(folder, ignore_file));
    for (std::string line; std::getline(file, line);) {
        line.erase(std::min(line.find('#'), line.size()));
        while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '/')) line.pop_back();
        if (!line.empty()) patterns.push_back(line);
    }
    return patterns;
}

/// A `.flow` file of an old retrieve is XML, and no text of the language begins with `<`.
bool is_xml(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    char letter = 0;
    while (file.get(letter) && (letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t' || letter == '\xEF' || letter == '\xBB' || letter == '\xBF')) {}
    return letter == '<';
}

bool is_flow_file(const std::string& folder, const FolderEntry& entry) {
    constexpr std::string_view ending = ".flow";
    return entry.is_file && entry.name.ends_with(ending) && entry.name.size() > ending.size() && !is_xml(inside(folder, entry.name));
}

bool is_hidden(const FolderEntry& entry) { return entry.name.starts_with('.'); }

void collect(const std::string& folder, bool with_ignored, std::vector<std::string>& files) {
    const std::vector<FolderEntry> entries = list_folder(folder);
    const std::vector<std::string> patterns = with_ignored ? std::vector<std::string>{} : ignored_patterns(folder, entries);
    for (const FolderEntry& entry : entries) {
        const auto ignores = [&](const std::string& pattern) { return matches(pattern, entry.name); };
        if (is_hidden(entry) || std::any_of(patterns.begin(), patterns.end(), ignores)) continue;
        if (entry.is_folder) collect(inside(folder, entry.name), with_ignored, files);
        else if (is_flow_file(folder, entry)) files.push_back(inside(folder, entry.name));
    }
}

void collect_projects(const std::string& folder, std::vector<std::string>& projects) {
    const std::vector<FolderEntry> entries = list_folder(folder);
    const auto makes_project = [&](const FolderEntry& entry) {
        return entry.name == "sfdx-project.json" || (!is_hidden(entry) && is_flow_file(folder, entry));
    };
    if (std::any_of(entries.begin(), entries.end(), makes_project)) {
        projects.push_back(folder);
        return;
    }
    for (const FolderEntry& entry : entries)
        if (entry.is_folder && !is_hidden(entry)) collect_projects(inside(folder, entry.name), projects);
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
