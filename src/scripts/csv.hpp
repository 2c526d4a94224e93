// CSV as RFC 4180 has it, row by row from a file of any size.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct CsvField {
    std::string_view
        text;          // without quotes; doubled quotes are one. Valid until the next row is read
    uint64_t line = 0; // where it begins
};

/// What is wrong with a file, and where.
struct CsvProblem {
    uint64_t line = 0;
    std::optional<size_t> column; // index in the row
    std::string message;
};

/// Reads rows. Line ends are LF, CRLF or CR; empty lines are passed over; a byte order mark is too.
/// Holds one row and a window of the file in memory, never the file.
class CsvReader {
public:
    /// Fails when there is no such file, or it is no regular file (it is read twice).
    static Result<CsvReader> open(const std::string& path);

    enum class Next : uint8_t { row, end, problem };
    Next next();

    [[nodiscard]] std::span<const CsvField> fields() const { return fields_; }
    [[nodiscard]] uint64_t line() const { return row_line_; } // where the row begins
    [[nodiscard]] const CsvProblem& problem() const { return problem_; }

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    /// A field as offsets from the begin of its row: the window may move while the row is read.
    struct Piece {
        size_t begin = 0;
        size_t end = 0;
        uint64_t line = 0;
        bool doubled = false;
    };

    [[nodiscard]] int peek(size_t at) {
        if (begin_ + at >= size_ && !fill())
            return -1;
        return static_cast<unsigned char>(window_[begin_ + at]);
    }
    bool fill();
    void skip_byte_order_mark();
    void skip_empty_lines();
    bool read_field(size_t& at);
    bool read_plain(size_t& at, Piece& piece);
    bool read_quoted(size_t& at, Piece& piece);
    bool too_large(size_t at, const Piece& piece);
    size_t line_end(size_t at);
    bool finish_row(size_t length);
    bool report(uint64_t line, std::optional<size_t> column, std::string message);

    std::unique_ptr<std::FILE, Close> file_;
    std::vector<char> window_;
    size_t begin_ = 0; // of the row
    size_t size_ = 0;  // bytes of the window that are filled
    bool started_ = false;
    uint64_t line_ = 1;
    uint64_t row_line_ = 1;
    std::vector<Piece> pieces_;
    std::vector<CsvField> fields_;
    CsvProblem problem_;
};

} // namespace weir
