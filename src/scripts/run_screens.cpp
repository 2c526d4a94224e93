// answer, resume, expect screen: what a user sees and fills in.
#include "org/paused_interviews.hpp"
#include "runtime/screen_page.hpp"
#include "scripts/run.hpp"
#include "scripts/table.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

namespace {

/// What `expect refused` calls an answer that the screen does not take.
constexpr std::string_view refusal_code = "SCREEN_VALIDATION";

std::string all_labels(const ScreenField& field) {
    std::string labels;
    for (const ScreenChoice& choice : field.choices) {
        if (!labels.empty())
            labels += ';';
        labels += plain_text(choice.label);
    }
    return labels;
}

std::string all_errors(const ScreenField& field) {
    std::string errors;
    for (const std::string& error : field.errors) {
        if (!errors.empty())
            errors += ' ';
        errors += error;
    }
    return errors;
}

/// `Colour.choices`, `Age.error`: what else can be seen of a field.
std::optional<Value> facet(const ScreenField& field, std::string_view name, Arena& arena) {
    const auto text = [&](std::string_view shown) { return Value::text(arena.copy(shown)); };
    const auto is = [&](std::string_view word) { return equal_ignoring_case(name, word); };
    if (is("label"))
        return text(plain_text(field.label));
    if (is("help"))
        return text(plain_text(field.help));
    if (is("error"))
        return text(all_errors(field));
    if (is("count"))
        return Value::number(static_cast<int64_t>(field.choices.size()));
    if (is("choices"))
        return text(all_labels(field));
    if (is("required"))
        return Value::boolean(field.is_required);
    if (is("visible"))
        return Value::boolean(field.is_visible);
    if (is("disabled"))
        return Value::boolean(field.is_disabled);
    if (is("read_only"))
        return Value::boolean(field.is_read_only);
    if (is("items"))
        return Value::number(field.items);
    return std::nullopt;
}

/// What the user sees in the field: the label of a choice counts as well as its value.
bool shows(const ScreenField& field, Value expected, Value shown, Arena& arena) {
    if (is_as_expected(shown, expected))
        return true;
    if (!field.takes_choices || expected.tag() != Tag::text)
        return to_text(shown, arena) == to_text(expected, arena);
    for (const ScreenChoice& choice : field.choices)
        if (choice.is_selected && (equal_ignoring_case(choice.name, expected.as_text()) ||
                                   equal_ignoring_case(choice.label, expected.as_text())))
            return true;
    return false;
}

Value shown_value(const ScreenField& field, Arena& arena) {
    if (field.kind == ScreenFieldKind::display)
        return Value::text(arena.copy(std::string_view(plain_text(field.label))));
    if (!field.takes_choices)
        return field.value;
    std::string chosen;
    for (const ScreenChoice& choice : field.choices) {
        if (!choice.is_selected)
            continue;
        if (!field.takes_several_choices)
            return choice.value;
        if (!chosen.empty())
            chosen += ';';
        chosen += to_text(choice.value, arena);
    }
    return chosen.empty() ? Value::null() : Value::text(arena.copy(std::string_view(chosen)));
}

/// Every error of a page: where it stands, and its text.
std::vector<std::pair<std::string, std::string>> errors_of(const ScreenPage& page) {
    std::vector<std::pair<std::string, std::string>> errors;
    for (const std::string& error : page.errors)
        errors.emplace_back(page.name, error);
    for_each_field(page.fields, [&](const ScreenField& field) {
        for (const std::string& error : field.errors)
            errors.emplace_back(field.name.empty() ? field.record_field : field.name, error);
    });
    return errors;
}

} // namespace

const ScreenPage* ScriptRun::page_of(uint32_t run) {
    const std::optional<uint64_t> number = state_.handle(run).paused;
    const PausedInterview* const paused = number ? org_.paused(*number) : nullptr;
    if (paused == nullptr)
        return nullptr;
    return dynamic_cast<const ScreenPage*>(paused->interview->waiting().pause.get());
}

bool ScriptRun::is_shown(
    const ScreenPage* page, const FlowProgram& flow, const Step& screen, Span span
) {
    if (page == nullptr)
        stop(span, fmt::format("the screen `{}` is not shown: no screen is", screen.name));
    else if (page->is_paused)
        stop(
            span, fmt::format("the screen `{}` is not shown: the interview is paused", screen.name)
        );
    else if (page->flow != flow.name || page->name != screen.name)
        stop(span, fmt::format("the screen `{}` is not shown: `{}` is", screen.name, page->name));
    else
        return true;
    return false;
}

Status ScriptRun::run(const AnswerScreen& step, Span span) {
    const ScreenPage* const before = page_of(step.run);
    if (!is_shown(before, *step.flow, *step.screen, span))
        return Done{};
    ScreenAnswer answer;
    switch (step.button) {
    case ScreenButton::next:
        answer.action = ScreenAnswer::Action::next;
        break;
    case ScreenButton::back:
        answer.action = ScreenAnswer::Action::back;
        break;
    case ScreenButton::pause:
        answer.action = ScreenAnswer::Action::pause;
        break;
    }
    for (const GivenValue& given : step.values) {
        const Result<Value> value = state_.evaluate(given.value, answer.arena);
        if (!value)
            return value.error();
        if (stop_at_fault(*value, given.span))
            return Done{};
        answer.values.push_back({given.name, copy(*value, answer.arena)});
    }
    return wake(step.run, answer, span);
}

Status ScriptRun::run(const ResumeRun& step, Span span) {
    const ScreenPage* const before = page_of(step.run);
    if (before == nullptr || !before->is_paused) {
        stop(span, "no user has paused this interview");
        return Done{};
    }
    ScreenAnswer answer;
    answer.action = ScreenAnswer::Action::resume;
    return wake(step.run, answer, span);
}

/// Goes on with an interview; what its screen refuses may be what the test expects.
Status ScriptRun::wake(uint32_t run, const ScreenAnswer& answer, Span span) {
    const std::string screen = page_of(run)->name;
    const FlowProgram& flow = *state_.handle(run).flow;
    Result<Org::RunReport> report = org_.go_on(*state_.handle(run).paused, answer);
    if (!report)
        return report.error();
    report_failed(flow, report->fault, span);
    const ScreenPage* const page = page_of(run);
    if (page == nullptr || !page->has_errors())
        return Done{};
    const auto errors = errors_of(*page);
    if (expected_refusals_ != nullptr) {
        for (const auto& [place, text] : errors)
            expected_refusals_->add(
                {1, std::string(refusal_code), fmt::format("{}: {}", place, text)}
            );
        return Done{};
    }
    TextTable table;
    table.headers = {"field", "error"};
    for (const auto& [place, text] : errors)
        if (!table.is_full())
            table.rows.push_back({place, text});
    table.total = errors.size();
    stop(span, fmt::format("the screen `{}` does not take this answer", screen), table.text());
    return Done{};
}

Status ScriptRun::run(const ExpectScreen& step, Span span) {
    const ScreenPage* const page = page_of(step.run);
    if (step.screen == nullptr) {
        if (page != nullptr && !page->is_paused)
            note(span, fmt::format("expected no screen, and `{}` is shown", page->name));
        return Done{};
    }
    if (!is_shown(page, *step.flow, *step.screen, span))
        return Done{};
    for (const GivenValue& expected : step.values) {
        Arena arena;
        const Result<Value> value = state_.evaluate(expected.value, arena);
        if (!value)
            return value.error();
        if (stop_at_fault(*value, expected.span))
            return Done{};
        compare_field(*page, expected, *value, arena);
    }
    return Done{};
}

void ScriptRun::compare_field(
    const ScreenPage& page, const GivenValue& expected, Value value, Arena& arena
) {
    const ScreenField* field = page.find(expected.name);
    const size_t dot = expected.name.rfind('.');
    std::optional<Value> shown;
    if (field == nullptr && dot != std::string::npos) {
        field = page.find(expected.name.substr(0, dot));
        if (field != nullptr)
            shown = facet(*field, expected.name.substr(dot + 1), arena);
    } else if (field != nullptr) {
        if (field->kind == ScreenFieldKind::component && field->type.is_error() &&
            !field->fields.empty())
            field = &field->fields.front();
        if (!field->is_visible) {
            note(expected.span, fmt::format("`{}` is not shown", expected.name));
            return;
        }
        shown = shown_value(*field, arena);
    }
    if (!shown) {
        note(
            expected.span,
            fmt::format("the screen `{}` has no field `{}`", page.name, expected.name)
        );
        return;
    }
    if (shows(*field, value, *shown, arena))
        return;
    note(
        expected.span,
        fmt::format(
            "expected `{}` in `{}`, it is `{}`",
            to_text(value, arena),
            expected.name,
            to_text(*shown, arena)
        )
    );
}

} // namespace weir
