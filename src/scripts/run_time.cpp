// advance, at: the clock of the org, and what is due meanwhile.
#include "org/later_query.hpp"
#include "scripts/run.hpp"
#include "types/date_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

constexpr int64_t second = 1000;
constexpr int64_t minute = 60 * second;
constexpr int64_t hour = 60 * minute;
constexpr int64_t day = 24 * hour;
constexpr int64_t last_day = 2'932'896; // of the year 9999

[[nodiscard]] int64_t floor_days(int64_t milliseconds) {
    return milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day;
}

[[nodiscard]] TimeZone zone_of(const OrgSettings& settings) {
    return TimeZone::find(settings.time_zone).value_or(TimeZone::utc());
}

/// Months are those of the calendar in the org's time zone, all else is exact.
[[nodiscard]] int64_t later(int64_t now, const AdvanceTime& step, const TimeZone& zone) {
    const auto count = static_cast<int64_t>(step.count);
    switch (step.unit) {
    case AdvanceTime::Unit::seconds:
        return now + count * second;
    case AdvanceTime::Unit::minutes:
        return now + count * minute;
    case AdvanceTime::Unit::hours:
        return now + count * hour;
    case AdvanceTime::Unit::days:
        return now + count * day;
    case AdvanceTime::Unit::weeks:
        return now + count * 7 * day;
    case AdvanceTime::Unit::months: {
        const int64_t local = now + zone.offset_at(now);
        const int64_t days = floor_days(local);
        constexpr int64_t most_months = 12 * 10'000;
        return zone.to_utc(
            add_months(days, count < most_months ? count : most_months) * day + (local - days * day)
        );
    }
    }
    return now;
}

} // namespace

bool holds_records(Org& org) {
    const Schema& schema = *org.program().schema;
    uint64_t records = 0;
    for (size_t index = 1; index < schema.object_count(); ++index)
        if (schema.object(static_cast<ObjectId>(index)).kind != ObjectKind::event)
            records += org.store().count(static_cast<ObjectId>(index));
    return records > org.program().seeds.size();
}

Status ScriptRun::go_to(int64_t time, Span span) {
    if (time > last_day * day) {
        stop(span, "the clock goes no further than the year 9999");
        return Done{};
    }
    // Work that sets itself off without an end is a failure of the flows, not of the host.
    if (const Status done = org_.advance_to(time); !done)
        stop(span, done.error().message);
    return Done{};
}

Status ScriptRun::run(const AdvanceTime& step, Span span) {
    if (step.flow != nullptr) {
        if (const auto due = next_of_path(org_, *step.flow, step.path))
            return go_to(std::max(*due, org_.now()), span);
        const std::string& name = step.flow->paths[step.path].name;
        stop(
            span,
            fmt::format(
                "no interview of `{}` waits at its path{}{}{}",
                step.flow->name,
                name.empty() ? "" : " `",
                name,
                name.empty() ? "" : "`"
            )
        );
        return Done{};
    }
    return go_to(later(org_.now(), step, zone_of(org_.settings())), span);
}

Status ScriptRun::run(const SetTime& step, Span span) {
    const int64_t time = step.is_local ? zone_of(org_.settings()).to_utc(step.time) : step.time;
    const int64_t now = org_.now();
    // The clock of the machine is no time that the org has lived through.
    const bool has_a_clock = has_acted_ || org_.settings().now != 0;
    if (time >= now && has_a_clock)
        return go_to(time, span);
    if (has_acted_) {
        stop(span, fmt::format("the clock does not go back: it is {}", date_time_text(now)));
        return Done{};
    }
    // Nothing has happened yet, so that the org may as well have been made then.
    org_.settings().now = time;
    return Done{};
}

} // namespace weir
