// Calendar arithmetic and the text forms of dates, times and date-times.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

struct CivilDate {
    int32_t year = 1970;
    uint32_t month = 1;
    uint32_t day = 1;
};

/// Whether the day is in the years 1 to 9999: all that a Date of Salesforce can be.
[[nodiscard]] bool is_calendar_day(int64_t days);
/// Exact for the years -32767 to 32767; days beyond are taken for the nearest of these, here and in
/// add_months.
[[nodiscard]] CivilDate civil(int64_t days);
/// Nothing if there is no such day or the year is not 1 to 9999.
[[nodiscard]] std::optional<int64_t> days_from_civil(CivilDate date);
/// 1 = Sunday … 7 = Saturday.
[[nodiscard]] int weekday(int64_t days);
/// `months` later; the last day of a month stays the last day, others are clipped to the month's
/// end.
[[nodiscard]] int64_t add_months(int64_t days, int64_t months);

/// yyyy-MM-dd
[[nodiscard]] std::optional<int64_t> parse_date(std::string_view text);
/// ISO 8601 with `Z` or an offset (2026-03-01T09:00:00Z, …+01:00, optional fraction); milliseconds
/// UTC.
[[nodiscard]] std::optional<int64_t> parse_date_time(std::string_view text);
/// HH:mm[:ss[.SSS]][Z]; milliseconds since midnight.
[[nodiscard]] std::optional<int64_t> parse_time(std::string_view text);

[[nodiscard]] std::string date_text(int64_t days);                      // 2026-03-01
[[nodiscard]] std::string date_time_text(int64_t milliseconds);         // 2026-03-01T09:00:00.000Z
[[nodiscard]] std::string formula_date_time_text(int64_t milliseconds); // 2026-03-01 09:00:00Z
[[nodiscard]] std::string time_text(int64_t milliseconds);              // 09:00:00.000

/// An IANA zone ("America/Los_Angeles"), looked up once.
class TimeZone {
public:
    [[nodiscard]] static std::optional<TimeZone> find(std::string_view name);
    [[nodiscard]] static TimeZone utc();
    [[nodiscard]] int64_t offset_at(int64_t milliseconds_utc) const; // milliseconds to add to UTC
    [[nodiscard]] int64_t local_days(int64_t milliseconds_utc) const;
    /// The instant of a local time; of two the earlier, in a gap the instant the gap ends.
    [[nodiscard]] int64_t to_utc(int64_t local_milliseconds) const;

private:
    const void* zone_ = nullptr; // date::time_zone; null is UTC
};

} // namespace weir
