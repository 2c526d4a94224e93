// The algorithms of fuzzy matching, with the figures that Salesforce's help gives for them.
#include "org/match_scores.hpp"

#include "org/publish_quota.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace weir;

TEST_CASE("scores of fuzzy matching are those of Salesforce's help") {
    CHECK(std::lround(edit_score("vp sales", "vp of sales")) == 73);
    CHECK(std::lround(jaro_winkler_score("jon", "jonathan")) == 85);
    CHECK(std::lround(jaro_winkler_score("sam", "samuel")) == 88);
    CHECK(std::lround(jaro_winkler_score("dan", "daniel")) == 88);
    CHECK(street_score("123 market street suite 100", "123 market drive suite 300") == Approx(70));
    CHECK(is_acronym("amd", "advanced micro devices"));
    CHECK(is_acronym("advanced micro devices", "amd"));
    CHECK_FALSE(is_acronym("amd", "advanced micro"));
    CHECK_FALSE(is_acronym("a", "advanced"));
    CHECK(are_initials("j", "jonathan"));
    CHECK(are_initials("jonathan ray", "j r"));
    CHECK_FALSE(are_initials("k", "jonathan"));
    CHECK_FALSE(are_initials("jon", "jonathan"));
    CHECK(syllable_score("department of energy", "department of labor") < 70);
    CHECK(syllable_score("general electric", "general electrics") > 70);
}

TEST_CASE("a key beside the right one is half a mistake") {
    CHECK(keyboard_score("lovelace", "loveoace") == Approx(100 * (1 - 0.5 / 8)));
    CHECK(keyboard_score("lovelace", "loveqace") == Approx(100 * (1 - 1.0 / 8)));
    CHECK(keyboard_score("lovelace", "lovelac") == Approx(100 * (1 - 1.0 / 8)));
}

TEST_CASE("an accent is one letter, and nothing scores nothing") {
    CHECK(edit_score("jose", "jos\u00e9") == Approx(75));
    CHECK(edit_score("", "jose") == 0);
    CHECK(jaro_winkler_score("jose", "") == 0);
    CHECK(syllable_score("", "") == 0);
    CHECK(jaro_winkler_score("a", "b") == 0);
    const std::string long_text(100'000, 'a');
    CHECK(edit_score(long_text, long_text) == Approx(100));
    CHECK(syllable_score(long_text, long_text) == Approx(100));
}

TEST_CASE("names sound alike") {
    CHECK(sound_of("smith") == "SM0");
    CHECK(sound_of("thompson") == "0MPSN");
    CHECK(sound_of("knight") == "NT");
    CHECK(sound_of("schmidt") == "SKMTT");
    CHECK(sound_of("wright") == "RT");
    CHECK(sound_of("philips") == "FLPS");
    CHECK(sound_of("xavier") == "SFR");
    CHECK(sound_alike("smith", "smyth"));
    CHECK(sound_alike("phillips", "filips"));
    CHECK_FALSE(sound_alike("lee", "lu"));
    CHECK_FALSE(sound_alike("\u0416\u0443\u043a", "\u0416\u0430\u0431\u0430"));
    CHECK(sound_of("").empty());
}

TEST_CASE("what is published counts for an hour") {
    constexpr int64_t hour = 3'600'000;
    PublishQuota quota;
    CHECK(quota.room(0, 10) == 10);
    quota.note(0, 4);
    quota.note(hour / 2, 6);
    CHECK(quota.room(hour / 2, 10) == 0);
    CHECK(quota.room(hour - 1, 10) == 0);
    CHECK(quota.room(hour, 10) == 4);
    CHECK(quota.room(hour, 3) == 0);
    CHECK(quota.room(2 * hour, 10) == 10);
}
