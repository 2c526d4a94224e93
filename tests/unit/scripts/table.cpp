#include "scripts/table.hpp"

#include <catch2/catch.hpp>

using weir::fits_pattern;

TEST_CASE("columns of a table stand below each other") {
    weir::TextTable table;
    table.headers = {"Name", "Email"};
    table.rows = {{"Zoë", "zoe@acme.example"}, {"Augusta", "null"}};
    table.total = 2;
    CHECK(table.text() == "Name     Email\nZoë      zoe@acme.example\nAugusta  null");
    table.total = 5;
    CHECK(
        table.text() == "Name     Email\nZoë      zoe@acme.example\nAugusta  null\n... and 3 more"
    );
    CHECK(weir::TextTable{}.text() == "");
}

TEST_CASE("a cell is one line of a table") {
    weir::TextTable table;
    table.headers = {"a", "b"};
    table.rows = {{"two\nlines", ""}, {std::string(100, 'x'), "y"}};
    CHECK(
        table.text() ==
        "a" + std::string(64, ' ') + "b\ntwo lines\n" + std::string(60, 'x') + "...  y"
    );
}

TEST_CASE("values in sentences") {
    CHECK(weir::quoted(weir::Value::text("x")) == "\"x\"");
    CHECK(weir::quoted(weir::Value::number(15, 1)) == "1.5");
    CHECK(weir::quoted(weir::Value::null()) == "null");
    CHECK(weir::table_text(weir::Value{}) == "null");
}

TEST_CASE("a star stands for any text") {
    CHECK(fits_pattern("", ""));
    CHECK(fits_pattern("", "*"));
    CHECK(fits_pattern("abc", "abc"));
    CHECK_FALSE(fits_pattern("abc", "ab"));
    CHECK_FALSE(fits_pattern("ab", "abc"));
    CHECK(fits_pattern("abc", "a*"));
    CHECK(fits_pattern("abc", "*c"));
    CHECK(fits_pattern("abc", "a*c"));
    CHECK(fits_pattern("abcbc", "a*bc"));
    CHECK_FALSE(fits_pattern("abcbd", "a*bc"));
    CHECK(fits_pattern("mississippi", "*iss*ip*"));
    CHECK(fits_pattern("a*c", "a*c"));
    CHECK_FALSE(fits_pattern("ABC", "abc"));
    CHECK_FALSE(fits_pattern(std::string(5000, 'a'), "*a*a*a*a*a*a*a*b"));
}
