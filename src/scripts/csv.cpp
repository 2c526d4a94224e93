// One pass over the bytes: a row is read to its end before its fields become views, because the
// window may move (and grow) while the row is longer than what was read so far.
#include "scripts/csv.hpp"

#include "base/limits.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace weir {

namespace {

constexpr size_t window_bytes = size_t{256} << 10;

[[nodiscard]] bool ends_plain(char character) {
    return character == ',' || character == '\n' || character == '\r' || character == '"';
}

/// Doubled quotes become one, in place; returns the new end.
[[nodiscard]] size_t undouble(char* first, size_t length) {
    size_t to = 0;
    for (size_t from = 0; from < length; ++from) {
        first[to++] = first[from];
        if (first[from] == '"')
            ++from; // the scan saw that a second one follows
    }
    return to;
}

} // namespace

Result<CsvReader> CsvReader::open(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return Failure{fmt::format("cannot read `{}`: no such file", path)};
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return Failure{fmt::format("cannot read `{}`: it is no regular file", path)};
    CsvReader reader;
    reader.file_.reset(std::fopen(path.c_str(), "rb"));
    if (!reader.file_) {
        const int cause = errno;
        return Failure{
            fmt::format("cannot read `{}`: {}", path, std::generic_category().message(cause))};
    }
    return reader;
}

/// Reads more behind what is there; false at the end of the file.
bool CsvReader::fill() {
    if (begin_ > 0) {
        std::memmove(window_.data(), window_.data() + begin_, size_ - begin_);
        size_ -= begin_;
        begin_ = 0;
    }
    if (size_ == window_.size())
        window_.resize(std::max(window_bytes, window_.size() * 2));
    const size_t count = std::fread(window_.data() + size_, 1, window_.size() - size_, file_.get());
    size_ += count;
    return count > 0;
}

void CsvReader::skip_byte_order_mark() {
    started_ = true;
    if (peek(0) == 0xEF && peek(1) == 0xBB && peek(2) == 0xBF)
        begin_ += 3;
}

/// Bytes of the line end at `at`: 0, 1 or 2.
size_t CsvReader::line_end(size_t at) {
    const int character = peek(at);
    if (character == '\n')
        return 1;
    if (character == '\r')
        return peek(at + 1) == '\n' ? 2 : 1;
    return 0;
}

void CsvReader::skip_empty_lines() {
    while (const size_t length = line_end(0)) {
        begin_ += length;
        ++line_;
    }
}

bool CsvReader::report(uint64_t line, std::optional<size_t> column, std::string message) {
    problem_ = {line, column, std::move(message)};
    return false;
}

CsvReader::Next CsvReader::next() {
    if (!started_)
        skip_byte_order_mark();
    skip_empty_lines();
    pieces_.clear();
    fields_.clear();
    row_line_ = line_;
    if (peek(0) < 0 && std::ferror(file_.get()) == 0)
        return Next::end;
    size_t at = 0;
    for (;;) {
        if (!read_field(at))
            return Next::problem;
        if (pieces_.size() > limits::operands) {
            report(
                row_line_, {}, fmt::format("the row has more than {} columns", limits::operands)
            );
            return Next::problem;
        }
        if (peek(at) != ',')
            break;
        ++at;
    }
    if (std::ferror(file_.get()) != 0) {
        report(line_, {}, "the file cannot be read any further");
        return Next::problem;
    }
    const size_t length = at;
    const size_t end = line_end(at);
    if (end > 0)
        ++line_;
    if (!finish_row(length))
        return Next::problem;
    begin_ += length + end;
    return Next::row;
}

bool CsvReader::read_field(size_t& at) {
    Piece piece{.begin = at, .end = at, .line = line_};
    if (!(peek(at) == '"' ? read_quoted(at, piece) : read_plain(at, piece)))
        return false;
    pieces_.push_back(piece);
    return true;
}

bool CsvReader::too_large(size_t at, const Piece& piece) {
    if (at - piece.begin > limits::csv_field_bytes)
        return !report(
            piece.line,
            pieces_.size(),
            fmt::format("the value is longer than {} bytes", limits::csv_field_bytes)
        );
    if (at > limits::file_bytes)
        return !report(
            row_line_, {}, fmt::format("the row is longer than {} bytes", limits::file_bytes)
        );
    return false;
}

bool CsvReader::read_plain(size_t& at, Piece& piece) {
    for (int character = peek(at); character >= 0; character = peek(at)) {
        if (ends_plain(static_cast<char>(character)))
            break;
        const char* const first = window_.data() + begin_;
        const size_t available = size_ - begin_;
        do
            ++at;
        while (at < available && !ends_plain(first[at]));
        if (too_large(at, piece))
            return false;
    }
    piece.end = at;
    if (peek(at) == '"')
        return report(
            piece.line,
            pieces_.size(),
            "a quote stands inside of a value that does not begin with one"
        );
    return true;
}

bool CsvReader::read_quoted(size_t& at, Piece& piece) {
    piece.begin = ++at;
    for (;;) {
        const int character = peek(at);
        if (character < 0)
            return report(
                piece.line, pieces_.size(), "the quote that begins the value is never closed"
            );
        if (character == '"') {
            if (peek(at + 1) != '"')
                break;
            piece.doubled = true;
            ++at;
        } else if (character == '\n' || (character == '\r' && peek(at + 1) != '\n')) {
            ++line_;
        }
        ++at;
        if (at - piece.begin > limits::csv_field_bytes)
            return report(
                piece.line,
                pieces_.size(),
                fmt::format(
                    "the value is longer than {} bytes, or its quote is never closed",
                    limits::csv_field_bytes
                )
            );
        if (too_large(at, piece))
            return false;
    }
    piece.end = at++;
    const int behind = peek(at);
    if (behind < 0 || behind == ',' || behind == '\n' || behind == '\r')
        return true;
    return report(line_, pieces_.size(), "text stands behind the closing quote of the value");
}

/// The row is whole in the window: makes views of its pieces.
bool CsvReader::finish_row(size_t length) {
    char* const first = window_.data() + begin_;
    const bool well_formed = is_utf8({first, length});
    fields_.reserve(pieces_.size());
    for (const Piece& piece : pieces_) {
        size_t size = piece.end - piece.begin;
        if (!well_formed && !is_utf8({first + piece.begin, size}))
            return report(piece.line, fields_.size(), "the value is not UTF-8");
        if (piece.doubled)
            size = undouble(first + piece.begin, size);
        fields_.push_back({{first + piece.begin, size}, piece.line});
    }
    return true;
}

} // namespace weir
