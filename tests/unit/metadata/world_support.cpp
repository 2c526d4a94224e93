#include "unit/metadata/world_support.hpp"

#include "base/render.hpp"
#include "check/world_formulas.hpp"
#include "stdlib/stdlib.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <unistd.h>

namespace weir::test {

void holds(const std::string& text, std::string_view part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
}

Folder::Folder() {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            fmt::format("weir_world_{}_{}", ::getpid(), ++number);
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void Folder::write(const std::string& path, std::string_view text) const {
    const std::filesystem::path place = path_ / path;
    std::filesystem::create_directories(place.parent_path());
    std::ofstream(place, std::ios::binary) << text;
}

void Folder::metadata(const std::string& path, std::string_view root, std::string_view inside)
    const {
    write(
        path,
        fmt::format(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{0} "
            "xmlns=\"http://soap.sforce.com/2006/04/metadata\" "
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            "xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n{1}\n</{0}>\n",
            root,
            inside
        )
    );
}

std::string Folder::path(const std::string& below) const {
    return (below.empty() ? path_ : path_ / below).string();
}

ReadProject::ReadProject(const std::string& path) {
    files = metadata::find_project(path, diagnostics);
    world = metadata::read_world(files, sources, diagnostics);
}

void ReadProject::declare(std::string_view text) {
    for (const EmbeddedText& file : standard_library())
        trees.push_back(
            parse(sources.add(std::string(file.name), std::string(file.text)), {}, diagnostics)
        );
    if (!text.empty())
        trees.push_back(parse(sources.add("text.flow", std::string(text)), {}, diagnostics));
    std::vector<const SyntaxTree*> all;
    for (const auto& tree : trees)
        all.push_back(tree.get());
    all.push_back(world.tree.get());
    declarations = weir::declare(all, diagnostics);
}

void ReadProject::compile() {
    program.schema = std::move(declarations.schema);
    program.layouts = std::make_unique<Layouts>(program.schema->object_count());
    compile_world(declarations, program, diagnostics);
}

const Schema& ReadProject::schema() const {
    return program.schema ? *program.schema : *declarations.schema;
}

const Field& ReadProject::field(std::string_view object, std::string_view name) const {
    const Object* const found = schema().find(object);
    REQUIRE(found != nullptr);
    const auto id = found->find_field(name);
    INFO(object << "." << name);
    REQUIRE(id.has_value());
    return found->field(*id);
}

std::vector<std::string> ReadProject::said() const {
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        const Location place = sources.locate(diagnostic.span.begin);
        if (place.file == nullptr)
            result.push_back(std::string(facts(diagnostic.code).name));
        else
            result.push_back(fmt::format(
                "{} {}:{}:{}",
                facts(diagnostic.code).name,
                std::filesystem::path(place.file->name).filename().string(),
                place.line,
                place.column
            ));
    }
    return result;
}

std::string ReadProject::rendered() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all())
        text += render(diagnostic, sources, {});
    return text;
}

std::string ReadProject::text() const {
    return print(*world.tree);
}

} // namespace weir::test
