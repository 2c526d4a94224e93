// Arithmetic of dates, date-times and times of day.
#pragma once

#include "types/value.hpp"

namespace weir {

constexpr int64_t milliseconds_of_day = 86'400'000;

/// Date + days (whole ones), date-time + days (with fractions), time + milliseconds; the number may
/// stand on either side. No side is null. A fault for anything else, and beyond the calendar.
[[nodiscard]] Value add_to_moment(const Value& left, const Value& right, Arena& arena);
/// The same backwards; two dates or date-times give days, two times milliseconds.
[[nodiscard]] Value subtract_from_moment(const Value& left, const Value& right, Arena& arena);

/// The value, or a fault if the date is beyond the years 1 to 9999.
[[nodiscard]] Value checked_date(int64_t days, Arena& arena);
[[nodiscard]] Value checked_date_time(int64_t milliseconds, Arena& arena);

/// Whole days of an instant and the milliseconds behind them, also before 1970.
[[nodiscard]] int64_t days_of(int64_t milliseconds);
[[nodiscard]] int64_t time_of_day(int64_t milliseconds);

} // namespace weir
