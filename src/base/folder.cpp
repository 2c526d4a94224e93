#include "base/folder.hpp"

#include <algorithm>
#include <dirent.h>
#include <memory>
#include <sys/stat.h>

namespace weir {

namespace {

/// Most file systems say what an entry is as they list it; the others, and links, are asked.
FolderEntry entry_of(const std::string& folder, const dirent& listed) {
    FolderEntry entry;
    entry.name = listed.d_name;
    if (listed.d_type == DT_DIR || listed.d_type == DT_REG) {
        entry.is_folder = listed.d_type == DT_DIR;
        entry.is_file = listed.d_type == DT_REG;
        return entry;
    }
    const std::string path = inside(folder, entry.name);
    struct stat facts {};
    if (listed.d_type == DT_UNKNOWN && ::lstat(path.c_str(), &facts) == 0)
        entry.is_folder = S_ISDIR(facts.st_mode);
    if (!entry.is_folder && ::stat(path.c_str(), &facts) == 0)
        entry.is_file = S_ISREG(facts.st_mode);
    return entry;
}

} // namespace

std::string inside(const std::string& folder, std::string_view name) {
    std::string path;
    path.reserve(folder.size() + 1 + name.size());
    path += folder;
    if (!path.empty() && path.back() != '/')
        path += '/';
    path += name;
    return path;
}

std::vector<FolderEntry> list_folder(const std::string& path) {
    std::vector<FolderEntry> entries;
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), &::closedir);
    if (folder == nullptr)
        return entries;
    while (const dirent* const listed = ::readdir(folder.get())) {
        const std::string_view name = listed->d_name;
        if (name != "." && name != "..")
            entries.push_back(entry_of(path, *listed));
    }
    std::sort(
        entries.begin(),
        entries.end(),
        [](const FolderEntry& left, const FolderEntry& right) { return left.name < right.name; }
    );
    return entries;
}

} // namespace weir
