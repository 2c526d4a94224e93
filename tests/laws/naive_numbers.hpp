// Decimals as whole numbers with a scale, and days as the C++ library counts them: what the naive
// evaluation computes with.
#pragma once

#include "laws/naive_formula.hpp"

#include <cstdint>

namespace weir::laws {

inline const Plain fault = Plain::of(Plain::Kind::fault);
inline const Plain unknown = Plain::of(Plain::Kind::unknown);

[[nodiscard]] Wide magnitude(Wide value);
/// A number, or unknown if it is too large to be exact here.
[[nodiscard]] Plain checked(Wide digits, int scale);
/// Gives both the same scale; false if that is too much.
[[nodiscard]] bool align(Plain& left, Plain& right);
[[nodiscard]] Plain sum(Plain left, Plain right, int sign);
[[nodiscard]] Plain product(const Plain& left, const Plain& right);
/// Only quotients that end have a value here.
[[nodiscard]] Plain quotient(Plain left, Plain right);

enum class Toward : uint8_t { zero, away, down, up, half_away };
[[nodiscard]] Plain rounded(const Plain& value, int decimals, Toward direction);
/// Toward zero; what is too large to count anything is cut.
[[nodiscard]] int64_t whole(const Plain& value);
/// Below, at or above zero, for two numbers, texts or dates.
[[nodiscard]] int compare(Plain left, Plain right, bool& is_known);

struct Day {
    int year = 0;
    int month = 0;
    int day = 0;
};
[[nodiscard]] Day calendar_day(int64_t days);
/// A date, or a fault beyond the years 1 to 9999.
[[nodiscard]] Plain checked_day(int64_t days);
/// The last day of a month leads to the last day of a month.
[[nodiscard]] Plain later_by_months(int64_t days, int64_t months);
/// A fault if there is no such day.
[[nodiscard]] Plain date_of(int64_t year, int64_t month, int64_t day);

} // namespace weir::laws
