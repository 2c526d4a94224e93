// org { … }: what a declaration or a statement sets.
#include "scripts/step_compiler.hpp"
#include "types/date_time.hpp"
#include "types/decimal.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

namespace {

constexpr int64_t most_events_in_a_batch = 2000;
constexpr int64_t most_updates_of_a_record = 200;
constexpr int64_t most_interviews_of_a_limit = 100'000'000;
constexpr int64_t most_cpu_of_an_element = 10'000'000; // 10 seconds

/// A whole number in these bounds; otherwise a report.
std::optional<uint32_t>
read_whole(const NumberLiteral& number, int64_t least, int64_t most, Diagnostics& out) {
    const auto decimal = parse_decimal(number.digits);
    const auto size = decimal ? to_integer(*decimal) : std::nullopt;
    if (size && *size >= least && *size <= most && compare(*decimal, Decimal::of(*size)) == 0)
        return static_cast<uint32_t>(*size);
    out.report(
        Code::W0914, number.span, "`{}` is no number from {} to {}", number.digits, least, most
    );
    return std::nullopt;
}

void read_number(
    std::string_view key, const NumberLiteral& number, SettingsChange& change, Diagnostics& out
) {
    if (key == "event batch")
        change.event_batch = read_whole(number, 1, most_events_in_a_batch, out);
    else if (key == "duplicate updates")
        change.most_updates_of_a_record = read_whole(number, 1, most_updates_of_a_record, out);
    else if (key == "cpu")
        change.cpu_microseconds = read_whole(number, 0, most_cpu_of_an_element, out);
    else if (key == "scheduled interviews")
        change.schedules_a_day = read_whole(number, 0, most_interviews_of_a_limit, out);
    else if (key == "daily emails")
        change.daily_emails = read_whole(number, 0, most_interviews_of_a_limit, out);
    else if (key == "publishes an hour")
        change.publishes_an_hour = read_whole(number, 0, most_interviews_of_a_limit, out);
    else if (key == "resumes an hour")
        change.resumes_an_hour = read_whole(number, 1, most_interviews_of_a_limit, out);
}

/// The choices of settings that are one of two.
void read_choice(std::string_view key, std::string_view word, SettingsChange& change) {
    if (key == "mixed dml")
        change.documented_mixed_dml = word == "documented";
    else if (key == "limits")
        change.limits = word == "on";
    else if (key == "asynchronous flows")
        change.asynchronous_limits = word == "asynchronous limits";
    else if (key == "re-entry")
        change.suppresses_reentry = word == "suppressed";
    else if (key == "flows without order")
        change.orders_by_name = word == "by name";
    else if (key == "collections")
        change.collections_all_or_none = word == "all or none";
    else if (key == "duplicate alerts")
        change.duplicate_alerts_pass = word == "pass";
    else if (key == "assignment rules")
        change.assignment_rules = word == "on";
    else if (key == "read only fields")
        change.drops_read_only_fields = word == "dropped";
    else if (key == "standard external profiles")
        change.standard_external_profiles = word == "allowed";
    else if (key == "portal roles")
        change.portal_roles_are_setup = word == "setup";
    else if (key == "async record")
        change.async_record_as_saved = word == "as saved";
    else if (key == "waits in subflows")
        change.waits_in_subflows = word == "allowed";
}

void read_time_zone(const TextLiteral& text, std::optional<std::string>& zone, Diagnostics& out) {
    if (TimeZone::find(text.value))
        zone = text.value;
    else
        out.report(Code::W0914, text.span, "there is no time zone `{}`", text.value)
            .help("time zones are named as in \"America/Los_Angeles\" and \"GMT\"");
}

void read_now(const TextLiteral& text, SettingsChange& change, Diagnostics& out) {
    const auto now = parse_date_time(text.value);
    if (now)
        change.now = *now;
    else
        out.report(Code::W0914, text.span, "`{}` is no date and time", text.value)
            .help("write it as in \"2026-03-01T09:00:00Z\"");
}

void read_clause(const Clause& clause, SettingsChange& change, Diagnostics& out) {
    if (!clause.shape)
        return;
    const std::string_view key = clause.shape->key;
    if (const auto* const word = std::get_if<std::string_view>(&clause.value)) {
        read_choice(key, *word, change);
        if (key == "null numbers")
            change.null_adds_as_zero = *word == "zero";
        else if (key == "null filters")
            change.null_filter_faults = *word == "fault";
        else if (key == "null collections")
            change.null_is_empty = *word == "empty";
        else if (key == "loop variable")
            change.loop_keeps_item = *word == "kept";
    } else if (const auto* const texts = std::get_if<List<TextLiteral>>(&clause.value)) {
        const bool is_about_errors = key == "error emails";
        if (key != "reserved usernames" && !is_about_errors)
            return;
        std::vector<std::string>& names = is_about_errors ? change.error_recipients.emplace()
                                                          : change.reserved_usernames.emplace();
        for (const TextLiteral& text : *texts)
            names.emplace_back(text.value);
    } else if (const auto* const text = std::get_if<TextLiteral>(&clause.value)) {
        if (key == "time zone")
            read_time_zone(*text, change.time_zone, out);
        else if (key == "wait time zone")
            read_time_zone(*text, change.wait_time_zone, out);
        else if (key == "default workflow user")
            change.default_workflow_user = text->value;
        else if (key == "now")
            read_now(*text, change, out);
        else if (key == "running user")
            change.running_user = text->value;
        else if (key == "site")
            change.site = text->value;
        else if (key == "guest owner")
            change.guest_owner = text->value;
    } else if (const auto* const number = std::get_if<NumberLiteral>(&clause.value)) {
        read_number(key, *number, change, out);
    }
}

} // namespace

SettingsChange read_settings(const Element& element, Diagnostics& out) {
    SettingsChange change;
    for (const Clause& clause : element.clauses)
        read_clause(clause, change, out);
    return change;
}

void SettingsChange::apply(OrgSettings& settings) const {
    if (documented_mixed_dml)
        settings.documented_mixed_dml = *documented_mixed_dml;
    if (limits)
        settings.limits = *limits;
    if (asynchronous_limits)
        settings.asynchronous_limits = *asynchronous_limits;
    if (suppresses_reentry)
        settings.suppresses_reentry = *suppresses_reentry;
    if (orders_by_name)
        settings.orders_by_name = *orders_by_name;
    if (collections_all_or_none)
        settings.collections_all_or_none = *collections_all_or_none;
    if (duplicate_alerts_pass)
        settings.duplicate_alerts_pass = *duplicate_alerts_pass;
    if (assignment_rules)
        settings.assignment_rules = *assignment_rules;
    if (cpu_microseconds)
        settings.cpu_microseconds = *cpu_microseconds;
    if (most_updates_of_a_record)
        settings.most_updates_of_a_record = *most_updates_of_a_record;
    if (event_batch)
        settings.event_batch = *event_batch;
    if (error_recipients)
        settings.error_recipients = *error_recipients;
    if (daily_emails)
        settings.daily_emails = *daily_emails;
    if (reserved_usernames)
        settings.reserved_usernames = *reserved_usernames;
    if (time_zone)
        settings.time_zone = *time_zone;
    if (running_user)
        settings.running_user = *running_user;
    if (site)
        settings.site = *site;
    if (guest_owner)
        settings.guest_owner = *guest_owner;
    if (now)
        settings.now = *now;
    if (drops_read_only_fields)
        settings.drops_read_only_fields = *drops_read_only_fields;
    if (standard_external_profiles)
        settings.standard_external_profiles = *standard_external_profiles;
    if (portal_roles_are_setup)
        settings.portal_roles_are_setup = *portal_roles_are_setup;
    if (null_adds_as_zero)
        settings.null_adds_as_zero = *null_adds_as_zero;
    if (null_filter_faults)
        settings.null_filter_faults = *null_filter_faults;
    if (null_is_empty)
        settings.null_is_empty = *null_is_empty;
    if (loop_keeps_item)
        settings.loop_keeps_item = *loop_keeps_item;
    if (default_workflow_user)
        settings.default_workflow_user = *default_workflow_user;
    if (async_record_as_saved)
        settings.async_record_as_saved = *async_record_as_saved;
    if (wait_time_zone)
        settings.wait_time_zone = *wait_time_zone;
    if (waits_in_subflows)
        settings.waits_in_subflows = *waits_in_subflows;
    if (schedules_a_day)
        settings.schedules_a_day = *schedules_a_day;
    if (publishes_an_hour)
        settings.publishes_an_hour = *publishes_an_hour;
    if (resumes_an_hour)
        settings.resumes_an_hour = *resumes_an_hour;
}

} // namespace weir
