#include "runtime/wait.hpp"

#include <algorithm>

namespace weir {

namespace {

constexpr int64_t minute = 60'000;
constexpr int64_t day = 24 * 60 * minute;
/// About ten thousand years: what is beyond is no date of Salesforce.
constexpr int64_t farthest_days = 4'000'000;

int64_t floor_days(int64_t milliseconds) {
    return (milliseconds >= 0 ? milliseconds : milliseconds - day + 1) / day;
}

/// The local day moved, the time of the day kept.
int64_t move_days(int64_t moment, const TimeZone& zone, int64_t days, int64_t months) {
    const int64_t local = moment + zone.offset_at(moment);
    const int64_t from = floor_days(local);
    const int64_t to = (months == 0 ? from : add_months(from, months)) + days;
    return zone.to_utc(to * day + (local - from * day));
}

} // namespace

int64_t moved(int64_t moment, int64_t offset, FlowPath::Unit unit, const TimeZone& zone) {
    const auto at_most = [&](int64_t most) { return std::clamp(offset, -most, most); };
    switch (unit) {
    case FlowPath::Unit::minutes:
        return moment + at_most(farthest_days * 24 * 60) * minute;
    case FlowPath::Unit::hours:
        return moment + at_most(farthest_days * 24) * 60 * minute;
    case FlowPath::Unit::days:
        return move_days(moment, zone, at_most(farthest_days), 0);
    case FlowPath::Unit::weeks:
        return move_days(moment, zone, 7 * at_most(farthest_days / 7), 0);
    case FlowPath::Unit::months:
        return move_days(moment, zone, 0, at_most(farthest_days / 31));
    }
    return moment;
}

} // namespace weir
