#include "house/sources.hpp"

#include <algorithm>
#include <fstream>

namespace fs = std::filesystem;

std::vector<SourceText> read_sources(const std::string& folder) {
    std::vector<SourceText> sources;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".hpp" && extension != ".cpp" && extension != ".h") continue;
        SourceText source{entry.path(), {}};
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) source.lines.push_back(line);
        sources.push_back(std::move(source));
    }
    std::sort(sources.begin(), sources.end(), [](const auto& left, const auto& right) { return left.path < right.path; });
    return sources;
}
