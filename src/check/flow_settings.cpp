// What starts a flow and the clauses of the flow itself.
#include "base/limits.hpp"
#include "check/entry_condition.hpp"
#include "check/flow_check.hpp"
#include "types/date_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace weir {

namespace {

/// Changes of these fields of a User make its update setup DML (reference/security.md, section 1).
constexpr std::array user_gates{
    std::string_view("UserRoleId"),
    std::string_view("IsActive"),
    std::string_view("ForecastEnabled"),
    std::string_view("IsPortalEnabled"),
    std::string_view("Username"),
    std::string_view("ProfileId"),
};

FlowStart start_of(TriggerKind kind) {
    switch (kind) {
    case TriggerKind::record_before_save:
        return FlowStart::record_before_save;
    case TriggerKind::record_after_save:
        return FlowStart::record_after_save;
    case TriggerKind::record_before_delete:
        return FlowStart::record_before_delete;
    case TriggerKind::event:
        return FlowStart::event;
    }
    return FlowStart::autolaunched;
}

RunMode run_mode_of(std::string_view words) {
    if (words == "user mode")
        return RunMode::user;
    if (words == "system with sharing")
        return RunMode::system_with_sharing;
    if (words == "system without sharing")
        return RunMode::system_without_sharing;
    return RunMode::by_launch;
}

FlowSchedule::Frequency frequency_of(std::string_view words) {
    using Frequency = FlowSchedule::Frequency;
    constexpr std::array<std::pair<std::string_view, Frequency>, 7> table{{
        {"once", Frequency::once},
        {"hourly", Frequency::hourly},
        {"daily", Frequency::daily},
        {"weekdays", Frequency::weekdays},
        {"weekly", Frequency::weekly},
        {"monthly", Frequency::monthly},
        {"on activate", Frequency::on_activate},
    }};
    for (const auto& [word, frequency] : table)
        if (word == words)
            return frequency;
    return Frequency::once;
}

bool can_trigger(ObjectKind kind, bool is_event_trigger) {
    switch (kind) {
    case ObjectKind::standard:
    case ObjectKind::custom:
        return !is_event_trigger;
    case ObjectKind::event:
        return is_event_trigger;
    case ObjectKind::custom_metadata:
    case ObjectKind::custom_setting:
        return false;
    }
    return false;
}

std::string_view kind_name(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::standard:
        return "an object";
    case ObjectKind::custom:
        return "an object";
    case ObjectKind::event:
        return "a platform event";
    case ObjectKind::custom_metadata:
        return "custom metadata";
    case ObjectKind::custom_setting:
        return "a custom setting";
    }
    return "an object";
}

std::optional<double> number_of(std::string_view digits) {
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

} // namespace

void FlowCheck::read_settings() {
    const Element& element = *model_.flow;
    FlowProgram& program = flow();
    program.name = element.name.text;
    program.label = element.label != nullptr ? std::string(element.label->value)
                                             : label_from_name(element.name.text);
    program.span = element.header;
    if (const auto* const api = element.value<NumberLiteral>(flow_key::api))
        program.api = number_of(api->digits).value_or(0);
    if (const auto* const status = element.value<std::string_view>(flow_key::status))
        program.active = folded(*status) == "active";
    if (const auto* const mode = element.value<std::string_view>(flow_key::run_mode))
        program.run_mode = run_mode_of(*mode);
    const auto* const type = element.value<std::string_view>(flow_key::type);
    program.is_screen_flow = type != nullptr && *type == "screen";
    program.is_orchestration =
        type != nullptr && (*type == "orchestration" || *type == "record triggered orchestration");
    if (const auto* const user = element.value<std::string_view>(flow_key::run_as))
        program.as_default_user = *user == "default workflow user";
    program.is_process = type != nullptr && *type == "process";
    read_trigger();
    read_order();
    read_activation();
    read_version();
}

/// `version 3`: XML says it with the name of its file, or in the definition of the flow.
void FlowCheck::read_version() {
    const auto* const number = model_.flow->value<NumberLiteral>(flow_key::version);
    if (number == nullptr || number->digits.empty())
        return;
    uint32_t version = 0;
    const char* const end = number->digits.data() + number->digits.size();
    const auto [stop, error] = std::from_chars(number->digits.data(), end, version);
    if (error == std::errc{} && stop == end && version > 0)
        flow().version = version;
    else
        out()
            .report(Code::W0516, number->span, "`{}` is no version of a flow", number->digits)
            .here("no whole number from 1 on");
}

/// `activated "2026-03-01T09:00:00Z"`: XML does not tell it.
void FlowCheck::read_activation() {
    const auto* const text = model_.flow->value<TextLiteral>(flow_key::activated);
    if (text == nullptr)
        return;
    flow().activated = parse_date_time(text->value);
    if (!flow().activated)
        out()
            .report(Code::W0515, text->span, "`{}` is no time", text->value)
            .here("no date and time")
            .help("write it as `\"2026-03-01T09:00:00Z\"`");
}

void FlowCheck::read_trigger() {
    const auto* const trigger = model_.flow->value<Trigger>(flow_key::trigger);
    if (trigger == nullptr) {
        read_schedule();
        return;
    }
    FlowProgram& program = flow();
    program.start = start_of(trigger->kind);
    program.on_create = trigger->on_create;
    program.on_update = trigger->on_update;
    model_.trigger_object_span = trigger->object.span;
    const Object* const object = schema().find(trigger->object.text);
    if (object == nullptr) {
        if (!trigger->object.text.empty())
            report_unknown_object(schema(), trigger->object, out());
        return;
    }
    const bool is_event = trigger->kind == TriggerKind::event;
    // What an object is that nothing declares, its flows know.
    if (!object->is_named_only && !can_trigger(object->kind, is_event)) {
        auto report = out().report(
            Code::W0512, trigger->object.span, "`{}` starts no such flow", object->name
        );
        report.here(std::string(kind_name(object->kind)));
        if (object->kind == ObjectKind::event)
            report.help(fmt::format("write `on event {}`", object->name));
        else if (is_event)
            report.help(fmt::format("write `on {} after create or update`", object->name));
    }
    program.object = object->id;
    model_.trigger_object = object;
}

/// A scheduled flow with `for` runs once for each record of an object, its `$Record`.
void FlowCheck::read_schedule() {
    const auto* const frequency = model_.flow->value<std::string_view>(flow_key::schedule);
    if (frequency == nullptr)
        return;
    flow().start = FlowStart::schedule;
    flow().schedule.frequency = frequency_of(*frequency);
    read_first_time();
    const auto* const path = model_.flow->value<Path>(flow_key::schedule_object);
    if (path == nullptr || path->empty())
        return;
    model_.trigger_object = schema().find(path->parts.front().text);
    model_.trigger_object_span = path->span;
    if (model_.trigger_object == nullptr)
        report_unknown_object(schema(), path->parts.front(), out());
    else
        flow().object = model_.trigger_object->id;
}

/// `starting "2026-03-01T09:00:00"`, as the clocks of the org show it.
void FlowCheck::read_first_time() {
    const auto* const text = model_.flow->value<TextLiteral>(flow_key::schedule_start);
    if (text == nullptr)
        return;
    std::string spelled(text->value.substr(0, text->value.find('.')));
    if (!spelled.empty() && (spelled.back() == 'Z' || spelled.back() == 'z'))
        spelled.pop_back();
    if (spelled.size() == std::string_view("2026-03-01").size())
        spelled += "T00:00:00";
    flow().schedule.first = parse_date_time(spelled + "Z");
    if (!flow().schedule.first)
        out()
            .report(Code::W0515, text->span, "`{}` is no time", text->value)
            .here("no date and time")
            .help("write it as `\"2026-03-01T09:00:00\"`");
}

void FlowCheck::read_order() {
    const Clause* const clause = model_.flow->clause(flow_key::order);
    if (clause == nullptr)
        return;
    const auto* const number = std::get_if<NumberLiteral>(&clause->value);
    if (number == nullptr || number->digits.empty())
        return;
    uint32_t order = 0;
    const char* const end = number->digits.data() + number->digits.size();
    const auto [stop, error] = std::from_chars(number->digits.data(), end, order);
    if (error != std::errc{} || stop != end || order < 1 || order > 2000) {
        out()
            .report(Code::W0514, number->span, "the order of a flow is not from 1 to 2000")
            .note("flows from 1 to 1000 run before those without an order, flows above 1000 after "
                  "them");
        return;
    }
    const FlowStart start = flow().start;
    if (start != FlowStart::record_before_save && start != FlowStart::record_after_save) {
        out()
            .report(
                Code::W0513,
                clause->key_span,
                "only flows that run with the save of a record have an order"
            )
            .here("nothing to order");
        return;
    }
    flow().order = order;
}

/// The entry condition sees the fixed slots alone: no interview exists yet. Its bare names are
/// fields of the record.
void FlowCheck::compile_entry() {
    reader_ = {};
    const Element& element = *model_.flow;
    const Clause* const when = element.clause(flow_key::when);
    const Clause* const only = element.clause(flow_key::only_when_changed);
    const bool has_start = element.has(flow_key::trigger) || element.has(flow_key::schedule);
    if (when != nullptr && !has_start) {
        out()
            .report(
                Code::W0513,
                when->key_span,
                "this flow has entry conditions and nothing that starts it"
            )
            .here("conditions on what?")
            .help("say what starts it: `on Contact after create or update`");
        return;
    }
    if (only != nullptr && (when == nullptr || !flow().on_update)) {
        auto report = out().report(
            Code::W0513,
            only->key_span,
            "{}",
            when == nullptr ? "there are no conditions that a change could meet"
                            : "this flow runs for no update"
        );
        report.here(when == nullptr ? "no `when` to go with it" : "nothing was there before");
    }
    flow().only_when_changed_to_meet = only != nullptr;
    if (const auto* const condition =
            when == nullptr ? nullptr : std::get_if<const Condition*>(&when->value);
        condition != nullptr && *condition != nullptr && model_.trigger_object != nullptr) {
        const Condition& rewritten = *with_record(**condition, scratch_);
        EntryScope entry(*this, *model_.trigger_object);
        flow().entry_condition = compile(rewritten, entry, context_);
        flow().entry_fields = compared_fields(rewritten, *model_.trigger_object);
        for (const std::string_view gate : user_gates)
            if (entry.reads(gate))
                model_.entry_reads_user_gates = true;
    }
    if (const auto* const label = element.value<TextLiteral>(flow_key::interview_label))
        flow().interview_label = compile_template(*label, *this, context_);
}

} // namespace weir
