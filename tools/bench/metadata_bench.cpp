// Reads every flow of a corpus, beside pugixml alone on the same bytes: XML to tree, tree to text,
// text to tree, tree to XML, and the check of a whole project. Megabytes are those of the XML.
#include "elements/catalogue.hpp"
#include "metadata/flow.hpp"
#include "metadata/project.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"
#include "weir/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <pugixml.hpp>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace weir;
namespace fs = std::filesystem;

constexpr int repetitions = 5;

struct Work {
    SourceMap sources;
    std::vector<const SourceFile*> files;
    std::vector<std::string> texts;
    std::vector<std::unique_ptr<const SyntaxTree>> trees;
    double megabytes = 0;
};

double median_seconds(const std::function<void()>& run) {
    std::vector<double> times;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        const auto begin = std::chrono::steady_clock::now();
        run();
        times.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()
        );
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void read_corpus(const fs::path& corpus, Work& work) {
    std::vector<std::string> paths;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(corpus)) {
        metadata::ProjectFile facts;
        if (entry.is_regular_file() && metadata::classify(entry.path().string(), facts) &&
            facts.kind == metadata::FileKind::flow)
            paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
        const Result<const SourceFile*> file = work.sources.read(path);
        if (!file)
            continue;
        work.files.push_back(*file);
        work.megabytes += static_cast<double>((*file)->text.size()) / 1e6;
    }
}

std::string text_of(const SourceFile& file) {
    SyntaxTree tree;
    Diagnostics out;
    const metadata::XmlNode* const root = metadata::parse_xml(file, tree.arena, out);
    if (root == nullptr)
        return {};
    const Element* const flow =
        metadata::read_flow(*root, {"Measured", {}}, element_shapes(), tree.arena, out);
    tree.declarations = {&flow, 1};
    return print(tree);
}

void line(const char* what, double seconds, double megabytes) {
    fmt::print("{:<34}{:>9.3f} s{:>10.1f} MB/s\n", what, seconds, megabytes / seconds);
}

} // namespace

int main(int argc, char** argv) {
    const fs::path corpus = argc > 1 ? argv[1] : "../shared/corpus/projects";
    if (!fs::is_directory(corpus)) {
        fmt::print(stderr, "usage: metadata [FOLDER]; there is no folder `{}`\n", corpus.string());
        return 2;
    }
    Work work;
    read_corpus(corpus, work);
    fmt::print(
        "{} flows, {:.1f} MB; medians of {}\n\n", work.files.size(), work.megabytes, repetitions
    );

    line(
        "pugixml alone",
        median_seconds([&] {
            for (const SourceFile* const file : work.files) {
                pugi::xml_document document;
                if (!document.load_buffer(file->text.data(), file->text.size()))
                    fmt::print(stderr, "{}\n", file->name);
            }
        }),
        work.megabytes
    );
    double whole = 0;
    const auto step = [&](const char* what, const std::function<void()>& run) {
        const double seconds = median_seconds(run);
        whole += seconds;
        line(what, seconds, work.megabytes);
    };
    line(
        "weir: XML to elements",
        median_seconds([&] {
            for (const SourceFile* const file : work.files) {
                Arena arena;
                Diagnostics out;
                if (metadata::parse_xml(*file, arena, out) == nullptr)
                    fmt::print(stderr, "{}\n", file->name);
            }
        }),
        work.megabytes
    );
    step("weir: XML to text (import)", [&] {
        work.texts.clear();
        for (const SourceFile* const file : work.files)
            work.texts.push_back(text_of(*file));
    });
    step("weir: text to XML (export)", [&] {
        for (const std::string& text : work.texts) {
            SourceMap sources;
            Diagnostics out;
            const std::unique_ptr<const SyntaxTree> tree =
                parse(sources.add("a.flow", text), element_shapes(), out);
            Arena arena;
            for (const Element* const flow : tree->declarations)
                if (metadata::print_xml(*metadata::write_flow(*flow, arena, out)).empty())
                    fmt::print(stderr, "nothing written\n");
        }
    });
    std::vector<std::string> projects;
    for (const fs::directory_entry& entry : fs::directory_iterator(corpus))
        if (entry.is_directory())
            projects.push_back(entry.path().string());
    std::sort(projects.begin(), projects.end());
    size_t errors = 0;
    step("weir: check of all projects", [&] {
        errors = 0;
        for (const std::string& project : projects)
            errors += Engine::Builder().add_path(project).build().error_count();
    });
    fmt::print(
        "\nreading, checking and writing back: {:.2f} s ({} projects, {} errors)\n",
        whole,
        projects.size(),
        errors
    );
    return 0;
}
