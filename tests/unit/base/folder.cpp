#include "base/folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace weir;
namespace fs = std::filesystem;

TEST_CASE("a folder is listed by name, and an entry says what it is") {
    const fs::path folder = fs::temp_directory_path() / ("weir_folder_" + std::to_string(getpid()));
    fs::create_directories(folder / "b");
    std::ofstream(folder / "a.flow") << "x";
    std::ofstream(folder / ".hidden") << "x";
    fs::create_symlink(folder / "a.flow", folder / "c");
    fs::create_directory_symlink(folder / "b", folder / "d");
    fs::create_symlink(folder / "nowhere", folder / "e");
    std::string found;
    for (const FolderEntry& entry : list_folder(folder.string())) {
        found += entry.name;
        found += entry.is_folder ? "/ " : entry.is_file ? "! " : " ";
    }
    fs::remove_all(folder);
    // A link to a folder is none: a walk would not end.
    CHECK(found == ".hidden! a.flow! b/ c! d e ");
    CHECK(list_folder(folder.string()).empty());
}

TEST_CASE("a name stands behind one slash") {
    CHECK(inside("a", "b") == "a/b");
    CHECK(inside("a/", "b") == "a/b");
    CHECK(inside("", "b") == "b");
}
