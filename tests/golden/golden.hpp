// Golden folders: a case is a folder with an input and what must come out of it. WEIR_ACCEPT=1 writes what comes out as the new
// expectation; the diff is then read by people.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Folders directly below tests/golden/KIND, sorted.
[[nodiscard]] std::vector<std::filesystem::path> cases(const std::string& kind);
/// The kinds whose cases are checked: every folder of tests/golden but those with a runner of their own.
[[nodiscard]] std::vector<std::string> check_kinds();

[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Compares with the file, or writes it under WEIR_ACCEPT=1.
void expect_golden(const std::filesystem::path& expected, const std::string& actual);

/// Makes a folder the current one while it lives, so that messages name files as a user in that folder sees them.
class InFolder {
public:
    explicit InFolder(const std::filesystem::path& folder);
    InFolder(const InFolder&) = delete;
    InFolder& operator=(const InFolder&) = delete;
    ~InFolder();

private:
    std::filesystem::path before_;
};
