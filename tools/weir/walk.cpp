#include "walk.hpp"

#include "walk_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace {

using weir::Page;
using weir::PageChoice;
using weir::PageField;
using weir::PageFieldKind;
using weir::ScreenAction;
using weir::ScreenRun;

/// Choices shown at once; more can be named.
constexpr size_t most_shown = 50;

class Walk {
public:
    Walk(weir::Session& session, Dialogue& dialogue) : session_(session), dialogue_(dialogue) {}

    Walked run(const std::string& flow, const std::vector<weir::NamedValue>& inputs) {
        ScreenRun run = session_.start_flow(flow, inputs);
        while (run.interview != 0 && run.page && walked_.error.empty()) {
            std::optional<ScreenRun> next = run.page->is_paused ? resume(run) : page(run);
            if (!next) break;
            run = std::move(*next);
        }
        walked_.result = std::move(run.result);
        walked_.is_waiting |= run.interview != 0 && !run.page;
        if (!walked_.result.error.empty() && walked_.error.empty()) walked_.error = walked_.result.error;
        if (!walked_.result.fault.empty()) dialogue_.say(weir::unhandled_fault_text, Style::wrong);
        return std::move(walked_);
    }

private:
    enum class Step { answered, back, pause, ended };

    std::optional<ScreenRun> resume(const ScreenRun& run) {
        dialogue_.empty_line();
        dialogue_.say(run.page->paused_text.empty() ? "The flow is paused." : run.page->paused_text);
        if (!dialogue_.ask("Enter resumes it, the end of the input leaves it:")) {
            walked_.is_waiting = true;
            return std::nullopt;
        }
        return session_.answer(run.interview, {}, ScreenAction::resume);
    }

    /// Asks for all that the page wants; nothing when the input has ended.
    std::optional<ScreenRun> page(const ScreenRun& run) {
        page_ = *run.page;
        interview_ = run.interview;
        values_.clear();
        const bool is_again = page_.has_errors();
        if (is_again) {
            for (const std::string& error : page_.errors) dialogue_.say(error, Style::wrong);
            reopen(page_.fields);
        } else {
            done_.clear();
            head();
        }
        size_t asked = 0;
        for (const PageField* field = next_field(page_.fields); field != nullptr; field = next_field(page_.fields)) {
            const std::string name = field->name;
            const Step step = ask(*field);
            ++asked;
            if (!walked_.error.empty()) return std::nullopt;
            if (step == Step::ended) return end_of_input(name);
            if (step != Step::answered)
                return session_.answer(interview_, values_, step == Step::back ? ScreenAction::back : ScreenAction::pause);
        }
        if (asked == 0 && is_again) {
            walked_.error = fmt::format("the screen `{}` does not take what stands in it", page_.name);
            return std::nullopt;
        }
        if (asked == 0) return nothing_asked();
        if (!page_.next) return cannot_go_on();
        return session_.answer(interview_, values_, ScreenAction::next);
    }

    std::optional<ScreenRun> end_of_input(const std::string& place) {
        walked_.error = place.empty() ? fmt::format("the input ended at the screen `{}`", page_.name)
                                      : fmt::format("the input ended at `{}` of the screen `{}`", place, page_.name);
        return std::nullopt;
    }

    std::optional<ScreenRun> cannot_go_on() {
        walked_.error = fmt::format("the screen `{}` has no button to go on", page_.name);
        return std::nullopt;
    }

    /// A page to read. Whoever reads says when it is read.
    std::optional<ScreenRun> nothing_asked() {
        if (!dialogue_.is_answered_by_person())
            return page_.next ? std::optional(session_.answer(interview_, {}, ScreenAction::next)) : cannot_go_on();
        while (true) {
            const std::optional<std::string> line = dialogue_.ask(fmt::format("[Enter: {}]", page_.next.value_or("-")));
            if (!line) return end_of_input({});
            const Step step = command(*line);
            if (step == Step::back) return session_.answer(interview_, {}, ScreenAction::back);
            if (step == Step::pause) return session_.answer(interview_, {}, ScreenAction::pause);
            if (*line == "?") help(nullptr);
            else if (line->empty() && page_.next) return session_.answer(interview_, {}, ScreenAction::next);
        }
    }

    void head() {
        dialogue_.empty_line();
        if (page_.has_header) dialogue_.rule(page_.flow_label + " / " + page_.label);
        else dialogue_.rule(page_.label);
        std::string stages;
        for (const weir::PageStage& stage : page_.stages)
            if (stage.is_active) stages += fmt::format("{}{}", stages.empty() ? "" : " > ", stage.is_current ? "[" + stage.label + "]" : stage.label);
        if (!stages.empty()) dialogue_.say(stages, Style::faint);
    }

    /// Fields with errors are asked again.
    void reopen(const std::vector<PageField>& fields) {
        for (const PageField& field : fields) {
            if (!field.errors.empty()) {
                done_.erase(field.name);
                for (const std::string& error : field.errors) dialogue_.say(fmt::format("{}: {}", label_of(field), error), Style::wrong);
            }
            reopen(field.fields);
        }
    }

    /// The first one that is to be asked; what stands above it is shown. Null: all are done.
    const PageField* next_field(const std::vector<PageField>& fields) {
        for (const PageField& field : fields) {
            if (!field.is_visible) continue;
            if (!is_done(field)) {
                if (can_be_asked(field)) return &field;
                show(field);
            }
            if (!is_group(field)) continue;
            if (const PageField* const inner = next_field(field.fields)) return inner;
            if (field.kind == PageFieldKind::repeater && !done_.contains(field.name + " all")) return &field;
        }
        return nullptr;
    }

    [[nodiscard]] bool is_done(const PageField& field) const { return done_.contains(field.name.empty() ? field.label : field.name); }
    void mark_done(const PageField& field) { done_.insert(field.name.empty() ? field.label : field.name); }

    void show(const PageField& field) {
        mark_done(field);
        switch (field.kind) {
        case PageFieldKind::display:
            if (!field.text.empty()) dialogue_.say(field.text);
            return;
        case PageFieldKind::section:
            if (!field.text.empty()) dialogue_.say(field.text, Style::strong);
            return;
        case PageFieldKind::column: return;
        case PageFieldKind::repeater:
            if (!field.text.empty()) dialogue_.say(field.text, Style::strong);
            return;
        case PageFieldKind::component:
            if (field.fields.empty()) dialogue_.say(fmt::format("({}: {})", label_of(field), field.component), Style::faint);
            return;
        case PageFieldKind::input:
        case PageFieldKind::text_area:
        case PageFieldKind::password:
        case PageFieldKind::radio:
        case PageFieldKind::radio_group:
        case PageFieldKind::dropdown:
        case PageFieldKind::checkboxes:
        case PageFieldKind::multi_select:
        case PageFieldKind::record_field:
            if (field.is_asked) dialogue_.say(fmt::format("{}: {}", label_of(field), shown_value(field)));
            return;
        }
    }

    // --------------------------------------------------------------------------------------- asking

    Step command(const std::string& line) {
        if (line == "<" && page_.back) return Step::back;
        if (line == "!" && page_.pause) return Step::pause;
        if (line == "<") dialogue_.say("Nobody can go back from this screen.", Style::wrong);
        if (line == "!") dialogue_.say("Nobody can pause at this screen.", Style::wrong);
        return Step::answered;
    }

    void help(const PageField* field) {
        if (field != nullptr && !field->help.empty()) dialogue_.say(field->help, Style::faint, 2);
        if (!page_.help.empty()) dialogue_.say(page_.help, Style::faint, 2);
        std::string keys = "An empty line keeps what stands in brackets, \"\" leaves the field empty";
        if (page_.back) keys += fmt::format(", < is {}", *page_.back);
        if (page_.pause) keys += fmt::format(", ! is {}", *page_.pause);
        dialogue_.say(keys + ".", Style::faint, 2);
    }

    std::string prompt_of(const PageField& field) const {
        std::string prompt = label_of(field);
        if (field.is_required) prompt += " *";
        if (field.type == "Boolean" && !field.takes_choices) prompt += " (y/n)";
        else if (!field.takes_choices && !field.type.empty() && field.type != "Text" && field.type != "Picklist") prompt += fmt::format(" ({})", field.type);
        if (const std::string value = shown_value(field); !value.empty()) prompt += fmt::format(" [{}]", value);
        return prompt + ":";
    }

    void show_choices(const PageField& field) {
        for (size_t index = 0; index < field.choices.size() && index < most_shown; ++index)
            dialogue_.say(fmt::format("{}) {}", index + 1, field.choices[index].label), Style::plain, 2);
        if (field.choices.size() > most_shown) dialogue_.say(fmt::format("… and {} more", field.choices.size() - most_shown), Style::faint, 2);
        if (field.choices.empty()) dialogue_.say("(nothing to choose)", Style::faint, 2);
    }

    /// One field, until the page takes its value.
    Step ask(const PageField& asked) {
        PageField field = asked;
        if (field.kind == PageFieldKind::repeater) return ask_more(field);
        if (field.takes_choices) show_choices(field);
        while (true) {
            const std::optional<std::string> line = read(prompt_of(field), field.kind == PageFieldKind::password, field.kind == PageFieldKind::text_area);
            if (!line) return Step::ended;
            if (*line == "?") {
                help(&field);
                continue;
            }
            if (*line == "<" || *line == "!") {
                const Step step = command(*line);
                if (step != Step::answered) return step;
                continue;
            }
            const std::vector<weir::NamedValue> before = values_;
            give(field, *line);
            if (!look(field)) {
                // What was refused is not offered again.
                values_ = before;
                static_cast<void>(renew(field));
                continue;
            }
            mark_done(field);
            const Step step = ask_inputs(field);
            if (step != Step::answered) return step;
            return Step::answered;
        }
    }

    /// A line; of a text area as many as end with a backslash.
    std::optional<std::string> read(const std::string& prompt, bool is_secret, bool is_long) {
        std::optional<std::string> line = dialogue_.ask(prompt, is_secret);
        while (is_long && line && line->ends_with('\\')) {
            line->back() = '\n';
            const std::optional<std::string> more = dialogue_.ask("  ");
            if (!more) break;
            *line += *more;
        }
        return line;
    }

    void give(const PageField& field, std::string line) {
        if (line.empty()) return; // stays as it is
        if (line == "\"\"") line.clear();
        else if (line.size() > 1 && line[0] == '\\' && std::string_view("?<!\"\\").find(line[1]) != std::string_view::npos) line.erase(0, 1);
        if (field.takes_choices) line = chosen_names(field, line);
        set(field.name, std::move(line));
    }

    void set(const std::string& name, std::string value) {
        std::erase_if(values_, [&](const weir::NamedValue& given) { return given.name == name; });
        values_.push_back({name, value.empty() ? weir::HostValue::null() : weir::HostValue::text(std::move(value))});
    }

    /// What follows from the values so far; false if the field's own is refused, and said why.
    bool look(PageField& field) {
        if (renew(field)) return true;
        for (const std::string& error : field.errors) dialogue_.say(error, Style::wrong, 2);
        return false;
    }

    /// The page with the values so far; false if the field's own is refused.
    bool renew(PageField& field) {
        ScreenRun seen = session_.look(interview_, values_);
        if (!seen.page) {
            walked_.error = seen.result.error;
            return true;
        }
        page_ = std::move(*seen.page);
        const PageField* const now = find_field(page_.fields, field.name);
        if (now == nullptr) return true;
        field = *now;
        // What is asked for below a choice is asked next.
        const bool waits_for_input = std::ranges::any_of(now->choices, [](const PageChoice& choice) {
            return choice.is_selected && !choice.asks.empty();
        });
        return now->errors.empty() || waits_for_input;
    }

    Step ask_inputs(PageField& field) {
        const std::vector<PageChoice> choices = field.choices;
        for (const PageChoice& choice : choices) {
            if (!choice.is_selected || choice.asks.empty()) continue;
            while (true) {
                const std::optional<std::string> line =
                    dialogue_.ask(fmt::format("  {}{}{}:", choice.asks, choice.asks_required ? " *" : "",
                                              choice.input.is_null() ? "" : " [" + choice.input.spelling + "]"));
                if (!line) return Step::ended;
                if (!line->empty()) set(choice.name, *line);
                if (look(field) && field.errors.empty()) break;
                for (const std::string& error : field.errors) dialogue_.say(error, Style::wrong, 2);
            }
        }
        return Step::answered;
    }

    Step ask_more(const PageField& field) {
        const std::optional<std::string> line = dialogue_.ask("Another one? (y/n) [n]:");
        if (!line) return Step::ended;
        if (*line == "<" || *line == "!") return command(*line);
        if (*line != "y" && *line != "Y") {
            done_.insert(field.name + " all");
            return Step::answered;
        }
        set(field.name, std::to_string(field.items + 1));
        PageField changed = field;
        static_cast<void>(look(changed));
        return Step::answered;
    }

    weir::Session& session_;
    Dialogue& dialogue_;
    Walked walked_;
    Page page_;
    uint64_t interview_ = 0;
    std::vector<weir::NamedValue> values_; // given at this page
    std::set<std::string> done_;           // fields of this page that were shown or asked for
};

} // namespace

Walked walk_flow(weir::Session& session, const std::string& flow, const std::vector<weir::NamedValue>& inputs, Dialogue& dialogue) {
    return Walk(session, dialogue).run(flow, inputs);
}
