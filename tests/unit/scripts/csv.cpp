#include "scripts/csv.hpp"

#include "base/limits.hpp"
#include "scripts/temporary_file.hpp"

#include <catch2/catch.hpp>

using weir::CsvReader;

namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Reading {
    Rows rows;
    std::vector<uint64_t> lines;
    std::string problem; // "line: column: message"
};

Reading read(std::string_view text) {
    const TemporaryFile file(text);
    weir::Result<CsvReader> reader = CsvReader::open(file.path());
    REQUIRE(reader);
    Reading result;
    for (;;) {
        const CsvReader::Next next = (*reader).next();
        if (next == CsvReader::Next::end)
            return result;
        if (next == CsvReader::Next::problem) {
            const weir::CsvProblem& problem = (*reader).problem();
            result.problem = std::to_string(problem.line) + ": ";
            if (problem.column)
                result.problem += std::to_string(*problem.column) + ": ";
            result.problem += problem.message;
            return result;
        }
        std::vector<std::string>& row = result.rows.emplace_back();
        for (const weir::CsvField& field : (*reader).fields())
            row.emplace_back(field.text);
        result.lines.push_back((*reader).line());
    }
}

Rows rows(std::string_view text) {
    const Reading reading = read(text);
    CHECK(reading.problem == "");
    return reading.rows;
}

} // namespace

TEST_CASE("rows end with any line end, and the last one need not") {
    const Rows expected{{"a", "b"}, {"1", "2"}};
    CHECK(rows("a,b\n1,2\n") == expected);
    CHECK(rows("a,b\n1,2") == expected);
    CHECK(rows("a,b\r\n1,2\r\n") == expected);
    CHECK(rows("a,b\r1,2\r") == expected);
    CHECK(rows("a,b\r1,2") == expected);
}

TEST_CASE("empty values, empty lines and empty files") {
    CHECK(rows("").empty());
    CHECK(rows("\n\r\n\n").empty());
    CHECK(rows("a,b\n\n,\n\r\n") == Rows{{"a", "b"}, {"", ""}});
    CHECK(rows("a,") == Rows{{"a", ""}});
    CHECK(rows("\"\"") == Rows{{""}});
}

TEST_CASE("a byte order mark is no text") {
    CHECK(
        rows("\xEF\xBB\xBF"
             "a\n1\n") == Rows{{"a"}, {"1"}}
    );
    CHECK(rows("\xEF\xBB\xBF").empty());
}

TEST_CASE("quotes hold commas, line ends and quotes") {
    CHECK(rows("\"a,b\",c") == Rows{{"a,b", "c"}});
    CHECK(rows("\"a\nb\r\nc\",d\n") == Rows{{"a\nb\r\nc", "d"}});
    CHECK(rows("\"say \"\"yes\"\"\",\"\"\"\"\n") == Rows{{"say \"yes\"", "\""}});
    CHECK(rows("\"\"\"\"\"\"") == Rows{{"\"\""}});
}

TEST_CASE("lines are counted through quoted line ends") {
    const Reading reading = read("a\n\"x\ny\"\n\n\"p\r\nq\rr\"\nlast\n");
    CHECK(reading.lines == std::vector<uint64_t>{1, 2, 5, 8});
}

TEST_CASE("quotes at wrong places are said with their line and column") {
    CHECK(
        read("a,b\nx,\"never\nclosed").problem ==
        "2: 1: the quote that begins the value is never closed"
    );
    CHECK(
        read("a,b\nx,5\" pipe").problem ==
        "2: 1: a quote stands inside of a value that does not begin with one"
    );
    CHECK(
        read("a,b\n\"x\"y,z").problem == "2: 0: text stands behind the closing quote of the value"
    );
    CHECK(read("a\n\"").problem == "2: 0: the quote that begins the value is never closed");
}

TEST_CASE("bytes that are no UTF-8 are said") {
    CHECK(read("a,b\nx,\xFF\xFE\n").problem == "2: 1: the value is not UTF-8");
    CHECK(read("a\n\"x\n\xC0\xAF\"\n").problem == "2: 0: the value is not UTF-8");
    CHECK(rows("Zoë,東京\n") == Rows{{"Zoë", "東京"}});
}

TEST_CASE("values and rows have a largest size") {
    const std::string most(weir::limits::csv_field_bytes, 'x');
    CHECK(rows(most + "\n") == Rows{{most}});
    CHECK(rows("\"" + most + "\"\n") == Rows{{most}});
    CHECK(read("a,b\n1," + most + "x").problem == "2: 1: the value is longer than 1048576 bytes");
    CHECK(
        read("a\n\"" + most + "x\"").problem ==
        "2: 0: the value is longer than 1048576 bytes, or its quote is never closed"
    );
    CHECK(
        read(std::string(weir::limits::operands, ',')).problem ==
        "1: the row has more than 10000 columns"
    );
}

TEST_CASE("rows longer than the window are read whole") {
    std::string text;
    Rows expected;
    for (size_t row = 0; row < 60; ++row) {
        std::vector<std::string>& values = expected.emplace_back();
        for (size_t column = 0; column < 7; ++column) {
            values.push_back(
                std::string((row * 7919 + column * 104729) % 20000, static_cast<char>('a' + column))
            );
            text += (column ? ",\"" : "\"") + values.back() + "\"\"\"";
            values.back() += '"';
        }
        text += "\r\n";
    }
    CHECK(rows(text) == expected);
}

TEST_CASE("only a regular file is read") {
    const weir::Result<CsvReader> missing = CsvReader::open("no/such/file.csv");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message == "cannot read `no/such/file.csv`: no such file");
    const weir::Result<CsvReader> folder = CsvReader::open("tests");
    REQUIRE_FALSE(folder);
    CHECK(folder.error().message == "cannot read `tests`: it is no regular file");
}
