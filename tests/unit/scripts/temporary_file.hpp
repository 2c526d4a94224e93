// A file that lives as long as a test.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view text, std::string name = "contacts.csv") {
        static std::atomic<unsigned> next{0};
        folder_ = std::filesystem::temp_directory_path() /
                  ("weir_scripts_" + std::to_string(::getpid()) + "_" + std::to_string(next++));
        std::filesystem::create_directories(folder_);
        path_ = (folder_ / name).string();
        std::ofstream file(path_, std::ios::binary);
        file.write(text.data(), static_cast<std::streamsize>(text.size()));
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::filesystem::path folder_;
    std::string path_;
};
