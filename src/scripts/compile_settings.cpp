// org { … }: what a declaration or a statement sets.
#include "scripts/step_compiler.hpp"
#include "types/date_time.hpp"
#include "types/decimal.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

namespace {

constexpr int64_t most_events_in_a_batch = 2000;

void read_event_batch(const NumberLiteral& number, SettingsChange& change, Diagnostics& out) {
    const auto decimal = parse_decimal(number.digits);
    const auto size = decimal ? to_integer(*decimal) : std::nullopt;
    if (size && *size >= 1 && *size <= most_events_in_a_batch &&
        compare(*decimal, Decimal::of(*size)) == 0)
        change.event_batch = static_cast<uint32_t>(*size);
    else
        out.report(
            Code::W0914,
            number.span,
            "`{}` is no number from 1 to {}",
            number.digits,
            most_events_in_a_batch
        );
}

void read_time_zone(const TextLiteral& text, SettingsChange& change, Diagnostics& out) {
    if (TimeZone::find(text.value))
        change.time_zone = text.value;
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
        if (key == "mixed dml")
            change.documented_mixed_dml = *word == "documented";
        else if (key == "limits")
            change.limits = *word == "on";
    } else if (const auto* const texts = std::get_if<List<TextLiteral>>(&clause.value)) {
        if (key != "reserved usernames")
            return;
        std::vector<std::string>& names = change.reserved_usernames.emplace();
        for (const TextLiteral& text : *texts)
            names.emplace_back(text.value);
    } else if (const auto* const text = std::get_if<TextLiteral>(&clause.value)) {
        if (key == "time zone")
            read_time_zone(*text, change, out);
        else if (key == "now")
            read_now(*text, change, out);
        else if (key == "running user")
            change.running_user = text->value;
    } else if (const auto* const number = std::get_if<NumberLiteral>(&clause.value)) {
        if (key == "event batch")
            read_event_batch(*number, change, out);
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
    if (event_batch)
        settings.event_batch = *event_batch;
    if (reserved_usernames)
        settings.reserved_usernames = *reserved_usernames;
    if (time_zone)
        settings.time_zone = *time_zone;
    if (running_user)
        settings.running_user = *running_user;
    if (now)
        settings.now = *now;
}

} // namespace weir
