// What stands in a folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct FolderEntry {
    std::string name;
    bool is_folder = false; // not by a link, so that a walk ends
    bool is_file = false;   // a file with bytes in it, also by a link
};

/// Sorted by name, hidden ones too. A folder that cannot be read has none.
[[nodiscard]] std::vector<FolderEntry> list_folder(const std::string& path);

/// `folder/name`.
[[nodiscard]] std::string inside(const std::string& folder, std::string_view name);

} // namespace weir
