// Paths of the command line to parsed files: folders walked, `use` followed, each file read once.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "metadata/project.hpp"
#include "syntax/ast.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// Reads and parses. What cannot be read is W0001 (without a place, or at the `use` that names it), a cycle of `use` is W0003.
class SourceReader {
public:
    SourceReader(SourceMap& sources, Diagnostics& out) : sources_(sources), out_(out) {}

    void add_standard_library();
    void add_path(const std::string& path);
    void add_text(std::string name, std::string text);
    /// To be called behind the last path: declares what the files of an open org name and do not hold.
    void finish();

    [[nodiscard]] std::vector<std::shared_ptr<const SyntaxTree>> take() { return std::move(trees_); }
    /// Files besides the standard library.
    [[nodiscard]] size_t file_count() const { return file_count_; }

private:
    struct Use {
        std::string file; // canonical
        Span span;        // of the `use` in it
    };
    [[nodiscard]] std::string canonical(const std::string& path);
    void add_file(const std::string& path, Span used_at);
    [[nodiscard]] bool is_open() const;
    [[nodiscard]] bool add_metadata(const std::string& path);
    void add_xml_flow(const metadata::ProjectFile& file, uint32_t version);
    void add_flow_test(const metadata::ProjectFile& file);
    [[nodiscard]] const Element* find_flow(std::string_view name) const;
    void add_used(const std::string& path, Span used_at);
    void parse_file(const SourceFile& file);
    void follow(const SyntaxTree& tree, const std::string& path);
    void report_cycle(const std::string& canonical, Span used_at);

    SourceMap& sources_;
    Diagnostics& out_;
    std::vector<std::shared_ptr<const SyntaxTree>> trees_;
    std::set<std::string> seen_;
    std::map<std::string, std::string> folders_; // canonical, by their paths as named
    std::vector<Use> open_; // from the file a path names to the one being read
    size_t file_count_ = 0;
    std::map<std::string, Span, std::less<>> xml_flows_; // by name in lower case
    std::vector<metadata::ProjectFile> flow_tests_; // read when all flows are there
};

} // namespace weir
