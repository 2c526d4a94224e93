#include "types/id.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace weir;

namespace {

std::string long_text(Id id) {
    const auto text = to_text(id);
    return {text.data(), text.size()};
}

} // namespace

TEST_CASE("an id keeps its fifteen characters and knows its checksum") {
    const auto id = parse_id("001A0000006Vm9u");
    REQUIRE(id.has_value());
    CHECK(long_text(*id) == "001A0000006Vm9uIAC");
    CHECK(parse_id("001A0000006Vm9uIAC") == id);
    const auto short_text = to_text_15(*id);
    CHECK(std::string(short_text.data(), short_text.size()) == "001A0000006Vm9u");
    CHECK(key_prefix(*id) == *parse_key_prefix("001"));
}

TEST_CASE("what is no id is refused") {
    for (const char* text :
         {"",
          "001",
          "001A0000006Vm9",
          "001A0000006Vm9uI",
          "001A0000006Vm9uIAA",
          "001a0000006Vm9uIAC",
          "001A0000006Vm9uiac",
          "001A0000006Vm9-",
          "001A000000 Vm9u",
          "001A0000006Vm9uIACX"})
        CHECK_FALSE(parse_id(text).has_value());
    CHECK_FALSE(parse_key_prefix("00").has_value());
    CHECK_FALSE(parse_key_prefix("00 ").has_value());
    CHECK_FALSE(parse_key_prefix("0033").has_value());
}

TEST_CASE("every character of an id counts, wherever it stands") {
    const std::string plain = "001000000000000";
    for (size_t place = 0; place < plain.size(); ++place) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = plain;
            text[place] = static_cast<char>(byte);
            const bool is_digit = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                                  (byte >= 'a' && byte <= 'z');
            const auto id = parse_id(text);
            REQUIRE(id.has_value() == is_digit);
            if (!is_digit)
                continue;
            CHECK(long_text(*id).substr(0, 15) == text);
            CHECK(parse_id(long_text(*id)) == id);
            // The checksum tells capitals from small letters.
            const bool is_capital = byte >= 'A' && byte <= 'Z';
            CHECK((long_text(*id).substr(15) == "AAA") == !is_capital);
        }
    }
}

TEST_CASE("ids are ordered as their text") {
    CHECK(*parse_id("003Dn0000000009") < *parse_id("003Dn000000000A"));
    CHECK(*parse_id("003Dn000000000Z") < *parse_id("003Dn000000000a"));
    CHECK(*parse_id("003Dn0zzzzzzzzz") < *parse_id("003Do0000000000"));
    CHECK_FALSE(*parse_id("a00Dn0000000001") < *parse_id("a00Dn0000000001"));
}

TEST_CASE("generated ids count up behind prefix and instance") {
    const KeyPrefix contact = *parse_key_prefix("003");
    CHECK(long_text(make_id(contact, 1)).substr(0, 15) == "003Dn0000000001");
    CHECK(long_text(make_id(contact, 62 * 62)).substr(0, 15) == "003Dn0000000100");
    CHECK(make_id(contact, 7) < make_id(contact, 8));
    for (const uint64_t serial :
         {uint64_t{1}, uint64_t{61}, uint64_t{1} << 40, uint64_t{839'299'365'868'340'223}}) {
        const Id id = make_id(contact, serial);
        CHECK(parse_id(long_text(id)) == id);
        CHECK(key_prefix(id) == contact);
        CHECK(id.low == serial);
    }
    const auto text = to_text(*parse_key_prefix("a0Z"));
    CHECK(std::string(text.data(), text.size()) == "a0Z");
}
