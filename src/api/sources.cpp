#include "api/sources.hpp"

#include "api/paths.hpp"
#include "elements/catalogue.hpp"
#include "stdlib/stdlib.hpp"
#include "syntax/declarations.hpp"
#include "syntax/parse.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace weir {

namespace {

std::string canonical(const std::string& path) {
    std::error_code failed;
    const auto result = std::filesystem::weakly_canonical(path, failed);
    return failed ? path : result.string();
}

} // namespace

void SourceReader::add_standard_library() {
    for (const EmbeddedText& file : standard_library())
        parse_file(sources_.add("stdlib/" + std::string(file.name), std::string(file.text)));
}

void SourceReader::add_text(std::string name, std::string text) {
    ++file_count_;
    parse_file(sources_.add(std::move(name), std::move(text)));
}

void SourceReader::add_path(const std::string& path) { add_used(path, {}); }

void SourceReader::add_used(const std::string& path, Span used_at) {
    std::error_code failed;
    if (!std::filesystem::is_directory(path, failed)) {
        add_file(path, used_at);
        return;
    }
    const std::vector<std::string> files = files_of_world(path);
    if (files.empty()) out_.report(Code::W0001, used_at, "`{}` holds no .flow file", path);
    for (const std::string& file : files) add_file(file, used_at);
}

void SourceReader::add_file(const std::string& path, Span used_at) {
    const std::string identity = canonical(path);
    const bool is_open = std::any_of(open_.begin(), open_.end(), [&](const Use& use) { return use.file == identity; });
    if (is_open) {
        report_cycle(identity, used_at);
        return;
    }
    if (!seen_.insert(identity).second) return;
    const Result<const SourceFile*> file = sources_.read(path);
    if (!file) {
        out_.report(Code::W0001, used_at, "{}", file.error().message);
        return;
    }
    ++file_count_;
    open_.push_back({identity, {}});
    parse_file(**file);
    // The tree may move while others are added; its declarations stay where they are.
    const SyntaxTree& tree = *trees_.back();
    follow(tree, path);
    open_.pop_back();
}

void SourceReader::parse_file(const SourceFile& file) { trees_.push_back(parse(file, element_shapes(), out_)); }

void SourceReader::follow(const SyntaxTree& tree, const std::string& path) {
    for (const Element* const declaration : tree.declarations) {
        if (declaration->shape != &shapes::use || declaration->label == nullptr) continue;
        const auto folder = std::filesystem::path(path).parent_path();
        const std::string used = (folder / std::filesystem::path(std::string(declaration->label->value))).string();
        open_.back().span = declaration->label->span;
        add_used(used, declaration->label->span);
    }
}

void SourceReader::report_cycle(const std::string& identity, Span used_at) {
    const std::string name = std::filesystem::path(identity).filename().string();
    DiagnosticBuilder report = out_.report(Code::W0003, used_at, "`{}` uses itself", name);
    bool inside = false;
    for (const Use& use : open_) {
        inside = inside || use.file == identity;
        if (inside && !(use.span == used_at)) report.label(use.span, "by way of this");
    }
    report.help("take this `use` away: a file may name what any file of its world declares, used or not");
}

} // namespace weir
