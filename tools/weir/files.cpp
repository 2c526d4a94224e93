#include "files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace fs = std::filesystem;

// Written beside the file and renamed over it: a full disk or a stopped machine leaves the old file whole.
std::string write_file(const std::string& path, const std::string& text) {
    std::error_code failed;
    if (const fs::path folder = fs::path(path).parent_path(); !folder.empty()) {
        fs::create_directories(folder, failed);
        if (failed) return failed.message();
    }
    const std::string beside = path + ".weir-new";
    {
        errno = 0;
        std::ofstream file(beside, std::ios::binary | std::ios::trunc);
        file << text;
        file.close();
        if (!file) {
            std::string reason = std::strerror(errno != 0 ? errno : EIO);
            fs::remove(beside, failed);
            return reason;
        }
    }
    const fs::file_status status = fs::status(path, failed);
    if (!failed && fs::exists(status)) fs::permissions(beside, status.permissions(), failed);
    fs::rename(beside, path, failed);
    if (!failed) return {};
    std::string reason = failed.message();
    fs::remove(beside, failed);
    return reason;
}

std::string mirrored(const std::string& file, const std::string& root, const std::string& folder) {
    const fs::path relative = file == root ? fs::path(file).filename() : fs::path(file).lexically_relative(root);
    return (fs::path(folder) / relative).string();
}
