#include "golden/golden.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace fs = std::filesystem;

namespace {

const fs::path root = "tests/golden";

std::vector<fs::path> folders(const fs::path& parent) {
    std::vector<fs::path> result;
    for (const fs::directory_entry& entry : fs::directory_iterator(parent))
        if (entry.is_directory()) result.push_back(entry.path());
    std::sort(result.begin(), result.end());
    return result;
}

} // namespace

std::vector<fs::path> cases(const std::string& kind) { return folders(root / kind); }

std::vector<std::string> check_kinds() {
    std::vector<std::string> kinds;
    for (const fs::path& folder : folders(root)) {
        const std::string name = folder.filename().string();
        if (name != "format" && name != "command") kinds.push_back(name);
    }
    return kinds;
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void expect_golden(const fs::path& expected, const std::string& actual) {
    INFO(expected.string());
    const char* const accept = std::getenv("WEIR_ACCEPT");
    if (accept != nullptr && *accept == '1') {
        std::ofstream(expected, std::ios::binary | std::ios::trunc) << actual;
        return;
    }
    CHECK(actual == read_file(expected));
}

InFolder::InFolder(const fs::path& folder) : before_(fs::current_path()) { fs::current_path(folder); }
InFolder::~InFolder() { fs::current_path(before_); }
