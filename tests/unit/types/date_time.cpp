#include "types/date_time.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace weir;

TEST_CASE("dates are read and printed") {
    CHECK(parse_date("1970-01-01") == 0);
    CHECK(parse_date("2024-02-29") == 19782);
    CHECK(parse_date("0001-01-01") == -719162);
    CHECK(parse_date("9999-12-31") == 2932896);
    for (const char* text :
         {"",
          "2024-2-29",
          "2023-02-29",
          "2024-13-01",
          "2024-00-10",
          "2024-04-31",
          "0000-01-01",
          "20240229",
          "2024-02-29 ",
          "2024-02-29T",
          "-024-02-29",
          "24-02-29"})
        CHECK_FALSE(parse_date(text).has_value());
    CHECK(date_text(19782) == "2024-02-29");
    CHECK(date_text(-719162) == "0001-01-01");
    CHECK_FALSE(days_from_civil({2024, 2, 30}).has_value());
    CHECK_FALSE(days_from_civil({2024, 257, 1}).has_value());
    CHECK_FALSE(days_from_civil({2024, 1, 257}).has_value());
    CHECK_FALSE(days_from_civil({10000, 1, 1}).has_value());
    for (int64_t day = -719162; day <= 2932896; day += 997) {
        CHECK(parse_date(date_text(day)) == day);
        CHECK(days_from_civil(civil(day)) == day);
    }
}

TEST_CASE("weeks start on Sunday") {
    CHECK(weekday(0) == 5); // a Thursday
    CHECK(weekday(3) == 1);
    CHECK(weekday(2) == 7);
    CHECK(weekday(-4) == 1);
    CHECK(weekday(-5) == 7);
    CHECK(weekday(std::numeric_limits<int64_t>::min()) >= 1);
}

TEST_CASE("months keep their ends") {
    const auto added = [](const char* date, int64_t months) {
        return date_text(add_months(*parse_date(date), months));
    };
    CHECK(added("2024-01-15", 1) == "2024-02-15");
    CHECK(added("2024-01-31", 1) == "2024-02-29");
    CHECK(added("2024-02-29", 1) == "2024-03-31");
    CHECK(added("2024-01-30", 1) == "2024-02-29");
    CHECK(added("2024-02-29", -12) == "2023-02-28");
    CHECK(added("2024-01-15", -1) == "2023-12-15");
    CHECK(added("0001-01-15", -13) == "-001-12-15");
    const int64_t most = std::numeric_limits<int64_t>::max();
    CHECK_FALSE(is_calendar_day(add_months(0, most)));
    CHECK_FALSE(is_calendar_day(add_months(0, -most)));
    CHECK_FALSE(is_calendar_day(add_months(most, 1)));
    CHECK(civil(most).year == 32767);
    CHECK_FALSE(date_text(std::numeric_limits<int64_t>::min()).empty());
}

TEST_CASE("date-times are instants in UTC") {
    CHECK(parse_date_time("1970-01-01T00:00:00Z") == 0);
    CHECK(parse_date_time("2026-03-01T09:00:00+01:00") == parse_date_time("2026-03-01T08:00:00Z"));
    CHECK(parse_date_time("2026-03-01T09:00:00-0530") == parse_date_time("2026-03-01T14:30:00Z"));
    CHECK(parse_date_time("2026-03-01T09:00:00.000+0000") == parse_date_time("2026-03-01T09:00Z"));
    CHECK(parse_date_time("1970-01-01T00:00:00.1Z") == 100);
    CHECK(parse_date_time("1970-01-01T00:00:00.123456789123456789Z") == 123);
    CHECK(parse_date_time("1969-12-31T23:59:59.999Z") == -1);
    for (const char* text :
         {"",
          "2026-03-01",
          "2026-03-01T09:00:00",
          "2026-03-01 09:00:00Z",
          "2026-03-01T24:00:00Z",
          "2026-03-01T09:60:00Z",
          "2026-03-01T09:00:60Z",
          "2026-03-01T09:00:00.Z",
          "2026-03-01T09:00:00+19:00",
          "2026-03-01T09:00:00+01:60",
          "2026-03-01T09:00:00+1",
          "2026-03-01T09:00:00Zx",
          "2026-02-30T09:00:00Z",
          "0001-01-01T00:00:00+01:00",
          "9999-12-31T23:59:59-01:00"})
        CHECK_FALSE(parse_date_time(text).has_value());
    const int64_t instant = *parse_date_time("2026-03-01T09:08:07.006Z");
    CHECK(date_time_text(instant) == "2026-03-01T09:08:07.006Z");
    CHECK(formula_date_time_text(instant) == "2026-03-01 09:08:07Z");
    CHECK(date_time_text(-1) == "1969-12-31T23:59:59.999Z");
    CHECK_FALSE(date_time_text(std::numeric_limits<int64_t>::min()).empty());
}

TEST_CASE("times are milliseconds of a day") {
    CHECK(parse_time("09:30") == 34'200'000);
    CHECK(parse_time("09:30:15.250Z") == 34'215'250);
    CHECK(parse_time("23:59:59.999") == 86'399'999);
    for (const char* text : {"", "9:30", "24:00", "09:30:", "09:30:15.", "09:30Zulu", "09-30"})
        CHECK_FALSE(parse_time(text).has_value());
    CHECK(time_text(34'215'250) == "09:30:15.250");
}

TEST_CASE("zones know their offsets") {
    const auto zone = TimeZone::find("America/Los_Angeles");
    REQUIRE(zone.has_value());
    CHECK_FALSE(TimeZone::find("America/Nowhere").has_value());
    CHECK_FALSE(TimeZone::find("").has_value());
    constexpr int64_t hour = 3'600'000;
    CHECK(zone->offset_at(*parse_date_time("2026-01-15T12:00:00Z")) == -8 * hour);
    CHECK(zone->offset_at(*parse_date_time("2026-07-15T12:00:00Z")) == -7 * hour);
    CHECK(zone->local_days(*parse_date_time("2026-01-15T07:59:59Z")) == *parse_date("2026-01-14"));
    CHECK(zone->local_days(*parse_date_time("2026-01-15T08:00:00Z")) == *parse_date("2026-01-15"));
    const auto utc = [&](const char* local) {
        return date_time_text(zone->to_utc(*parse_date_time(local)));
    };
    CHECK(utc("2026-01-15T00:00:00.250Z") == "2026-01-15T08:00:00.250Z");
    CHECK(utc("2026-03-08T02:30:00Z") == "2026-03-08T10:00:00.000Z"); // in the gap: when it ends
    CHECK(utc("2026-11-01T01:30:00Z") == "2026-11-01T08:30:00.000Z"); // twice: the earlier
    CHECK(TimeZone::utc().offset_at(0) == 0);
    CHECK(TimeZone::utc().to_utc(5) == 5);
    for (const int64_t extreme :
         {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()}) {
        CHECK(zone->offset_at(extreme) < 0);
        (void)zone->local_days(extreme);
        (void)zone->to_utc(extreme);
    }
}
