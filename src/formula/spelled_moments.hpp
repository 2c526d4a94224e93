// The spellings of dates and times that formula functions take, which are laxer and stricter than
// ISO 8601.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir {

/// A year of four digits, month and day of any (`2026-3-1`); what follows is not looked at.
[[nodiscard]] std::optional<int64_t> spelled_date(std::string_view text);
/// The same, blanks and `HH:mm:ss` with any number of digits, in GMT; milliseconds.
[[nodiscard]] std::optional<int64_t> spelled_date_time(std::string_view text);
/// Exactly `HH:mm:ss.SSS`; milliseconds since midnight.
[[nodiscard]] std::optional<int64_t> spelled_time(std::string_view text);

} // namespace weir
