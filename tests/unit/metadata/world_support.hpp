// A project in a folder of its own, read and declared on top of the standard library.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "check/declare.hpp"
#include "metadata/world.hpp"
#include "program/program.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir::test {

/// Where a project's metadata lies.
inline const std::string main_folder = "force-app/main/default/";

/// The text has this part in it.
void holds(const std::string& text, std::string_view part);

/// A folder that is empty at first and gone at the end.
class Folder {
public:
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();

    void write(const std::string& path, std::string_view text) const;
    /// A metadata file: the header and the namespace are put around what stands in the root.
    void metadata(const std::string& path, std::string_view root, std::string_view inside) const;
    [[nodiscard]] std::string path(const std::string& below = {}) const;

private:
    std::filesystem::path path_;
};

struct ReadProject {
    explicit ReadProject(const std::string& path);
    /// Declares the world with the standard library below it, and these texts beside it.
    void declare(std::string_view text = {});
    /// And compiles its formulas.
    void compile();

    SourceMap sources;
    Diagnostics diagnostics;
    metadata::ProjectFiles files;
    metadata::World world;
    std::vector<std::unique_ptr<const SyntaxTree>> trees; // besides the world
    Declarations declarations;
    Program program;

    [[nodiscard]] const Schema& schema() const;
    [[nodiscard]] const Field& field(std::string_view object, std::string_view name) const;
    /// "W0004 file.xml:3:7" of all diagnostics, in the order of the places.
    [[nodiscard]] std::vector<std::string> said() const;
    [[nodiscard]] std::string rendered() const;
    /// The world as text of the language.
    [[nodiscard]] std::string text() const;
};

} // namespace weir::test
