// The project's own sources, read from the checkout that the tests run in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

struct SourceText {
    std::filesystem::path path; // relative to the project
    std::vector<std::string> lines;
};

/// .hpp, .cpp and .h files below a folder of the project, sorted by path.
[[nodiscard]] std::vector<SourceText> read_sources(const std::string& folder);
