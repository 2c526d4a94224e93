// Screen flows of a session: pages as plain data, answers as values of weir.
#include "api/fault_text.hpp"
#include "api/host_values.hpp"
#include "api/session_state.hpp"
#include "base/suggest.hpp"
#include "org/paused_interviews.hpp"
#include "runtime/screen_page.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

PageFieldKind to_host(ScreenFieldKind kind) {
    switch (kind) {
    case ScreenFieldKind::display: return PageFieldKind::display;
    case ScreenFieldKind::input: return PageFieldKind::input;
    case ScreenFieldKind::text_area: return PageFieldKind::text_area;
    case ScreenFieldKind::password: return PageFieldKind::password;
    case ScreenFieldKind::radio: return PageFieldKind::radio;
    case ScreenFieldKind::radio_group: return PageFieldKind::radio_group;
    case ScreenFieldKind::dropdown: return PageFieldKind::dropdown;
    case ScreenFieldKind::checkboxes: return PageFieldKind::checkboxes;
    case ScreenFieldKind::multi_select: return PageFieldKind::multi_select;
    case ScreenFieldKind::component: return PageFieldKind::component;
    case ScreenFieldKind::record_field: return PageFieldKind::record_field;
    case ScreenFieldKind::section: return PageFieldKind::section;
    case ScreenFieldKind::column: return PageFieldKind::column;
    case ScreenFieldKind::repeater: return PageFieldKind::repeater;
    }
    return PageFieldKind::display;
}

FlowLaunch launch_of(Launch launch) {
    switch (launch) {
    case Launch::user: return FlowLaunch::user;
    case Launch::apex_with_sharing: return FlowLaunch::apex_with_sharing;
    case Launch::apex_without_sharing: return FlowLaunch::apex_without_sharing;
    }
    return FlowLaunch::user;
}

PageChoice to_host(const ScreenChoice& choice) {
    PageChoice result;
    result.name = choice.name;
    result.label = plain_text(choice.label);
    result.value = to_host(choice.value);
    result.is_selected = choice.is_selected;
    result.asks = choice.asks.value_or(std::string());
    result.asks_required = choice.asks_required;
    result.input = to_host(choice.input);
    return result;
}

/// Of several choices the texts of those that are selected.
HostValue shown_value(const ScreenField& field) {
    if (!field.takes_choices) {
        if (field.value.tag() != Tag::collection && field.value.tag() != Tag::record) return to_host(field.value);
        Arena arena;
        return HostValue::text(std::string(to_text(field.value, arena)));
    }
    std::string chosen;
    for (const ScreenChoice& choice : field.choices) {
        if (!choice.is_selected) continue;
        if (!field.takes_several_choices) return to_host(choice.value);
        Arena arena;
        chosen += (chosen.empty() ? "" : ";") + std::string(to_text(choice.value, arena));
    }
    return chosen.empty() ? HostValue::null() : HostValue::text(std::move(chosen));
}

std::vector<PageField> to_host(const std::vector<ScreenField>& fields) {
    std::vector<PageField> result;
    for (const ScreenField& field : fields) {
        PageField& shown = result.emplace_back();
        shown.kind = to_host(field.kind);
        shown.name = field.name.empty() ? field.record_field : field.name;
        shown.label = field.label;
        shown.text = plain_text(field.label);
        shown.help = plain_text(field.help);
        shown.component = field.component;
        if (!field.type.is_error() && field.type.kind != TypeKind::any) shown.type = name(field.type.kind);
        shown.is_required = field.is_required;
        shown.is_visible = field.is_visible;
        shown.is_disabled = field.is_disabled;
        shown.is_read_only = field.is_read_only;
        shown.is_asked = field.is_asked;
        shown.takes_choices = field.takes_choices;
        shown.takes_several_choices = field.takes_several_choices;
        shown.value = shown_value(field);
        for (const ScreenChoice& choice : field.choices) shown.choices.push_back(to_host(choice));
        shown.errors = field.errors;
        shown.fields = to_host(field.fields);
        shown.width = field.width;
        shown.items = field.items;
    }
    return result;
}

Page to_host(const ScreenPage& page) {
    Page result;
    result.flow = page.flow;
    result.flow_label = page.flow_label;
    result.name = page.name;
    result.label = plain_text(page.label);
    result.help = plain_text(page.help);
    result.has_header = page.has_header;
    result.has_footer = page.has_footer;
    result.back = page.back;
    result.next = page.next;
    result.pause = page.pause;
    result.finishes = page.finishes;
    result.is_paused = page.is_paused;
    result.paused_text = plain_text(page.paused_text);
    for (const ScreenStage& stage : page.stages) result.stages.push_back({stage.label, stage.is_active, stage.is_current});
    result.fields = to_host(page.fields);
    result.errors = page.errors;
    return result;
}

bool any_errors(const std::vector<PageField>& fields) {
    return std::ranges::any_of(fields, [](const PageField& field) { return !field.errors.empty() || any_errors(field.fields); });
}

std::optional<Page> page_of(const Pause* pause) {
    const auto* const page = dynamic_cast<const ScreenPage*>(pause);
    return page == nullptr ? std::nullopt : std::optional(to_host(*page));
}

ScreenRun to_host(const Org::RunReport& report, const Org& org) {
    ScreenRun run;
    if (report.fault != nullptr) run.result.fault = text_of(*report.fault);
    for (const auto& [output, value] : report.outputs) run.result.outputs.push_back({output, to_host(value)});
    if (!report.paused) return run;
    run.interview = *report.paused;
    if (const PausedInterview* const paused = org.paused(*report.paused)) run.page = page_of(paused->interview->waiting().pause.get());
    return run;
}

ScreenRun failed(std::string error) {
    ScreenRun run;
    run.result.error = std::move(error);
    return run;
}

/// The text is what is wrong with the values.
std::string fill(ScreenAnswer& answer, const std::vector<NamedValue>& values) {
    for (const NamedValue& given : values) {
        const std::optional<Value> value = from_host(given.value, answer.arena);
        if (!value) return fmt::format("`{}` does not fit `{}`", given.value.spelling, given.name);
        answer.values.push_back({given.name, *value});
    }
    return {};
}

std::string with_nearest(std::string message, std::string_view name, std::span<const std::string_view> names) {
    if (const auto nearest = suggest(name, names)) message += fmt::format("; did you mean `{}`?", *nearest);
    return message;
}

std::string no_flow(const Program& program, std::string_view name) {
    std::vector<std::string_view> names;
    for (const auto& flow : program.flows) names.push_back(flow->name);
    return with_nearest(fmt::format("there is no flow `{}`", name), name, names);
}

std::string no_input(const FlowProgram& flow, std::string_view name) {
    std::vector<std::string_view> names;
    for (const Variable& variable : flow.variables)
        if (variable.input) names.push_back(variable.name);
    return with_nearest(fmt::format("`{}` has no input `{}`", flow.name, name), name, names);
}

} // namespace

bool Page::has_errors() const { return !errors.empty() || any_errors(fields); }

ScreenRun Session::start_flow(std::string_view name, const std::vector<NamedValue>& inputs, Launch launch) {
    const Stopwatch watch(state_->seconds);
    if (!state_->start_error.empty()) return failed(state_->start_error);
    const FlowProgram* const flow = state_->world.program->find_flow(name);
    if (flow == nullptr) return failed(no_flow(*state_->world.program, name));
    Arena arena;
    std::vector<std::pair<std::string, Value>> values;
    for (const NamedValue& input : inputs) {
        const Variable* const variable = flow->find_variable(input.name);
        if (variable == nullptr || !variable->input) return failed(no_input(*flow, input.name));
        const std::optional<Value> value = from_host(input.value, variable->type.kind, arena);
        if (!value) return failed(fmt::format("`{}` does not fit the input `{}`", input.value.spelling, input.name));
        values.emplace_back(variable->name, *value);
    }
    const Result<Org::RunReport> report = state_->running.org.run_flow(*flow, values, launch_of(launch));
    return report ? to_host(*report, state_->running.org) : failed(report.error().message);
}

ScreenRun Session::answer(uint64_t interview, const std::vector<NamedValue>& values, ScreenAction action) {
    const Stopwatch watch(state_->seconds);
    ScreenAnswer answer;
    switch (action) {
    case ScreenAction::next: answer.action = ScreenAnswer::Action::next; break;
    case ScreenAction::back: answer.action = ScreenAnswer::Action::back; break;
    case ScreenAction::pause: answer.action = ScreenAnswer::Action::pause; break;
    case ScreenAction::resume: answer.action = ScreenAnswer::Action::resume; break;
    }
    if (std::string wrong = fill(answer, values); !wrong.empty()) return failed(std::move(wrong));
    const Result<Org::RunReport> report = state_->running.org.go_on(interview, answer);
    return report ? to_host(*report, state_->running.org) : failed(report.error().message);
}

ScreenRun Session::look(uint64_t interview, const std::vector<NamedValue>& values) {
    const Stopwatch watch(state_->seconds);
    ScreenAnswer answer;
    answer.action = ScreenAnswer::Action::look;
    if (std::string wrong = fill(answer, values); !wrong.empty()) return failed(std::move(wrong));
    auto pause = state_->running.org.look(interview, answer);
    if (!pause) return failed(pause.error().message);
    ScreenRun run;
    run.interview = interview;
    run.page = page_of(pause->get());
    return run;
}

} // namespace weir
