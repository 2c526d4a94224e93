// All source text of a run in one offset space, so that a Span is eight bytes and names its file.
#pragma once

#include "base/result.hpp"
#include "base/span.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A file in a SourceMap. Its text never moves; views into it live as long as the SourceMap.
struct SourceFile {
    std::string name;
    std::string text;
    uint32_t begin = 0; // offset of the first byte in the global space

    [[nodiscard]] uint32_t end() const { return begin + static_cast<uint32_t>(text.size()); }
    [[nodiscard]] Span span() const { return {begin, end()}; }
    /// Where each line begins, in bytes of the text; the first begins at 0. Found when first asked
    /// for, by whichever thread asks: most files have nothing to be said about them.
    [[nodiscard]] const std::vector<uint32_t>& line_begins() const;

private:
    mutable std::once_flag lines_found_;
    mutable std::vector<uint32_t> line_begins_;
};

/// Where an offset stands, for people: line and column count from 1, the column in bytes.
struct Location {
    const SourceFile* file = nullptr;
    uint32_t line = 0;
    uint32_t column = 0;
};

/// Owns the texts. Files are only ever added. Not thread-safe while adding.
class SourceMap {
public:
    /// Takes a text under the name that messages use. The space holds 4 GiB in all; a text that
    /// does not fit is a bug of the caller (files are limited to 64 MiB before).
    const SourceFile& add(std::string name, std::string text);

    /// Reads a file. Fails when it cannot be read or is larger than limits::file_bytes.
    Result<const SourceFile*> read(const std::string& path);

    [[nodiscard]] const SourceFile* file_at(uint32_t offset) const;
    [[nodiscard]] std::string_view text(Span span) const;
    [[nodiscard]] Location locate(uint32_t offset) const;
    /// Text of a line (from 1) of a file, without its line end.
    [[nodiscard]] static std::string_view line(const SourceFile& file, uint32_t line);
    [[nodiscard]] const std::vector<std::unique_ptr<SourceFile>>& files() const { return files_; }

private:
    std::vector<std::unique_ptr<SourceFile>> files_;
    uint32_t next_ = 1;
};

} // namespace weir
