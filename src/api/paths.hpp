// Which files a path stands for.
#pragma once

#include <string>
#include <vector>

namespace weir {

/// The .flow files of a folder and of the folders below it, sorted, without those that a `.weirignore` names and without hidden folders.
[[nodiscard]] std::vector<std::string> files_of_world(const std::string& folder);

} // namespace weir
