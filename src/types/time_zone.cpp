#include "types/date_time.hpp"

#include <date/tz.h>

#include <algorithm>
#include <exception>
#include <string>

namespace weir {

namespace {

// Transitions are looked up within the years that dates have; instants beyond are as at that end.
constexpr int64_t first_second =
    date::sys_seconds{date::sys_days{date::year{1} / 1 / 1}}.time_since_epoch().count();
constexpr int64_t last_second =
    date::sys_seconds{date::sys_days{date::year{9999} / 12 / 31}}.time_since_epoch().count();

std::chrono::seconds held_seconds(int64_t milliseconds) {
    const int64_t seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0);
    return std::chrono::seconds{std::clamp(seconds, first_second, last_second)};
}

const date::time_zone& zone_at(const void* zone) {
    return *static_cast<const date::time_zone*>(zone);
}

int64_t to_milliseconds(std::chrono::seconds seconds) {
    return int64_t{seconds.count()} * 1000;
}

} // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
    // The library throws for a name that it does not know.
    try {
        TimeZone result;
        result.zone_ = date::locate_zone(std::string(name));
        return result;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

TimeZone TimeZone::utc() {
    return {};
}

int64_t TimeZone::offset_at(int64_t milliseconds_utc) const {
    if (zone_ == nullptr)
        return 0;
    const date::sys_seconds instant{held_seconds(milliseconds_utc)};
    return to_milliseconds(zone_at(zone_).get_info(instant).offset);
}

int64_t TimeZone::local_days(int64_t milliseconds_utc) const {
    constexpr int64_t day_milliseconds = 86'400'000;
    int64_t local = 0;
    if (__builtin_add_overflow(milliseconds_utc, offset_at(milliseconds_utc), &local))
        local = milliseconds_utc;
    return local / day_milliseconds - (local % day_milliseconds < 0 ? 1 : 0);
}

int64_t TimeZone::to_utc(int64_t local_milliseconds) const {
    if (zone_ == nullptr)
        return local_milliseconds;
    const date::local_seconds local{held_seconds(local_milliseconds)};
    const date::local_info info = zone_at(zone_).get_info(local);
    if (info.result == date::local_info::nonexistent)
        return to_milliseconds(info.first.end.time_since_epoch());
    // Of two instants the earlier has the offset before the clock went back.
    int64_t instant = 0;
    if (__builtin_sub_overflow(local_milliseconds, to_milliseconds(info.first.offset), &instant))
        return local_milliseconds;
    return instant;
}

} // namespace weir
