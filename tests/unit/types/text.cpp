#include "types/text.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace weir;

TEST_CASE("malformed sequences are found where they start") {
    CHECK(is_utf8("plain, \xc3\xa4, \xe2\x82\xac, \xf0\x9f\x98\x80"));
    CHECK(first_malformed("") == std::string_view::npos);
    CHECK(first_malformed("12345678\x80") == 8);
    CHECK(first_malformed("ab\xc3") == 2);
    CHECK(first_malformed("\xc0\xaf") == 0);         // overlong
    CHECK(first_malformed("x\xe0\x80\xaf") == 1);    // overlong
    CHECK(first_malformed("x\xed\xa0\x80") == 1);    // a surrogate
    CHECK(first_malformed("\xf4\x90\x80\x80") == 0); // beyond U+10FFFF
    CHECK(first_malformed("\xf0\x8f\xbf\xbf") == 0); // overlong
    CHECK(first_malformed("\xff") == 0);
    CHECK(is_utf8("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf"));
}

TEST_CASE("lengths count UTF-16 units") {
    CHECK(utf16_length("") == 0);
    CHECK(utf16_length("twelve bytes") == 12);
    CHECK(utf16_length("\xc3\xa4\xe2\x82\xac") == 2);
    CHECK(utf16_length("a\xf0\x9f\x98\x80z") == 4);
    CHECK(byte_offset("0123456789abcdef", 12) == 12);
    CHECK(byte_offset("abc", 7) == 3);
    CHECK(byte_offset("a\xf0\x9f\x98\x80z", 1) == 1);
    CHECK(byte_offset("a\xf0\x9f\x98\x80z", 2) == 1); // never inside a character
    CHECK(byte_offset("a\xf0\x9f\x98\x80z", 3) == 5);
    CHECK(byte_offset("\xc3\xa4\xc3\xa4", 1) == 2);
}

TEST_CASE("case is mapped beyond ASCII") {
    Arena arena;
    CHECK(to_lower("ACME Inc.", arena) == "acme inc.");
    CHECK(to_upper("acme inc.", arena) == "ACME INC.");
    CHECK(
        to_upper(
            "stra\xc3\x9f"
            "e",
            arena
        ) == "STRASSE"
    );
    CHECK(to_lower("\xc3\x84RGER", arena) == "\xc3\xa4rger");
    const std::string_view same = "nothing to do";
    CHECK(to_lower(same, arena).data() == same.data());
    CHECK(to_lower("", arena).empty());
}

TEST_CASE("comparison ignores case") {
    CHECK(equal_ignoring_case("", ""));
    CHECK(equal_ignoring_case(
        "A long ASCII text, Longer than a word", "a long ascii text, LONGER than a WORD"
    ));
    CHECK_FALSE(equal_ignoring_case("[", "{")); // 0x20 apart, but no letters
    CHECK_FALSE(equal_ignoring_case("@@@@@@@@", "````````"));
    CHECK_FALSE(equal_ignoring_case("abc", "abcd"));
    CHECK_FALSE(equal_ignoring_case("abcd", "abc"));
    CHECK(equal_ignoring_case("\xc3\x84rger", "\xc3\xa4RGER"));
    CHECK(equal_ignoring_case("\xe2\x84\xaa", "k")); // Kelvin sign
    CHECK(compare_ignoring_case("alpha", "Beta") == -1);
    CHECK(compare_ignoring_case("Beta", "alpha") == 1);
    CHECK(compare_ignoring_case("same", "SAME") == 0);
    CHECK(compare_ignoring_case("same", "SAMES") == -1);
    CHECK(compare_ignoring_case("z", "\xc3\xa4") == -1);
    CHECK(compare_ignoring_case("\xff", "\xff") == 0);
    CHECK(compare_ignoring_case("\xf4\x8f\xbf\xbf", "\x80") == -1);
}

TEST_CASE("beginnings, ends and parts are found without case") {
    CHECK(starts_with_ignoring_case("Acme Corporation", "ACME c"));
    CHECK_FALSE(starts_with_ignoring_case("Acme", "Acme C"));
    CHECK(starts_with_ignoring_case("anything", ""));
    CHECK(starts_with_ignoring_case(
        "\xe2\x84\xaa"
        "elvin",
        "KELVIN"
    ));
    CHECK(ends_with_ignoring_case("report.PDF", ".pdf"));
    CHECK(ends_with_ignoring_case("caf\xc3\xa9", "F\xc3\x89"));
    CHECK_FALSE(ends_with_ignoring_case("pdf", ".pdf"));
    CHECK(ends_with_ignoring_case("", ""));
    CHECK(ends_with_ignoring_case("273 \xe2\x84\xaa", " k"));
    CHECK(contains_ignoring_case("The Quick Brown Fox", "QUICK b"));
    CHECK(contains_ignoring_case("x\xc3\x84x", "\xc3\xa4"));
    CHECK_FALSE(contains_ignoring_case("abc", "abcd"));
    CHECK(contains_ignoring_case("", ""));
    CHECK_FALSE(contains_ignoring_case("", "a"));
    const std::string as(200'000, 'a');
    CHECK_FALSE(contains_ignoring_case(as, std::string(50'000, 'A') + "b"));
}

TEST_CASE("texts that are equal without case have one hash") {
    CHECK(hash_ignoring_case("Some Longer Text") == hash_ignoring_case("sOME lONGER tEXT"));
    CHECK(hash_ignoring_case("\xe2\x84\xaa") == hash_ignoring_case("k"));
    CHECK(hash_ignoring_case("\xc3\x84") == hash_ignoring_case("\xc3\xa4"));
    CHECK(hash_ignoring_case("ab") != hash_ignoring_case("ba"));
    CHECK(hash_ignoring_case("a") != hash_ignoring_case(std::string_view("a\0", 2)));
    CHECK(hash("A") != hash("a"));
    CHECK(hash("") == hash(std::string_view()));
}

TEST_CASE("texts of every length are mapped, compared and hashed alike") {
    Arena arena;
    const std::string letters = "aBcDeFgHiJkLmNoPqRsTuVwXyZ[]@`{}^~aBcDeFg";
    for (size_t size = 0; size <= letters.size(); ++size) {
        const std::string text = letters.substr(0, size);
        std::string lower = text;
        std::string upper = text;
        for (size_t at = 0; at < size; ++at) {
            if (text[at] >= 'A' && text[at] <= 'Z')
                lower[at] = static_cast<char>(text[at] + 32);
            if (text[at] >= 'a' && text[at] <= 'z')
                upper[at] = static_cast<char>(text[at] - 32);
        }
        CHECK(to_lower(text, arena) == lower);
        CHECK(to_upper(text, arena) == upper);
        CHECK(equal_ignoring_case(lower, upper));
        CHECK(hash_ignoring_case(lower) == hash_ignoring_case(upper));
        CHECK(byte_offset(text, size / 2) == size / 2);
        for (size_t at = 0; at < size; ++at) {
            std::string other = upper;
            other[at] = '*';
            CHECK_FALSE(equal_ignoring_case(lower, other));
            other = lower;
            other[at] = '\xc3';
            CHECK_FALSE(equal_ignoring_case(lower, other));
        }
    }
}

TEST_CASE("arbitrary bytes break nothing") {
    std::mt19937 random(7);
    Arena arena;
    for (int round = 0; round < 3000; ++round) {
        std::string left;
        std::string right;
        for (size_t count = random() % 24; count > 0; --count) {
            left.push_back(static_cast<char>(random() % (round % 2 == 0 ? 256 : 128)));
            right.push_back(static_cast<char>(random() % 256));
        }
        CHECK(equal_ignoring_case(left, left));
        CHECK(compare_ignoring_case(left, right) == -compare_ignoring_case(right, left));
        CHECK((compare_ignoring_case(left, right) == 0) == equal_ignoring_case(left, right));
        CHECK(contains_ignoring_case(right + "|" + left, left));
        CHECK(starts_with_ignoring_case(left, left));
        CHECK(byte_offset(left, utf16_length(left)) <= left.size());
        (void)to_lower(left, arena);
        (void)to_upper(right, arena);
        if (equal_ignoring_case(left, right))
            CHECK(hash_ignoring_case(left) == hash_ignoring_case(right));
    }
}
