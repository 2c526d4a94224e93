// Screen flows from a host: the page that an interview shows, and what its user answers.
//
//     weir::ScreenRun run = session.start_flow("Ask_For_A_Name", {});
//     while (run.page) {
//         for (const weir::PageField& field : run.page->fields) show(field);
//         run = session.answer(run.interview, {{"First_Name", weir::HostValue::text("Ada")}});
//     }
//     if (run.result.fault.empty()) use(run.result.outputs);
#pragma once

#include "weir/report.h"
#include "weir/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weir {

enum class PageFieldKind {
    display,      // a text
    input,        // a text, number, date, time; of a Boolean a checkbox
    text_area,    // a text of several lines
    password,     // a text that is not shown
    radio,        // one of several choices
    radio_group,  // the same as buttons
    dropdown,     // the same as a list
    checkboxes,   // several of several choices
    multi_select, // the same as a list
    component,    // its attributes are its `fields`
    record_field, // a field of a record
    section,      // holds columns
    column,       // holds fields
    repeater,     // holds fields that are filled in once for each item
};

struct PageChoice {
    std::string name;
    std::string label; // plain text
    HostValue value;
    bool is_selected = false;
    /// The label of the text that is asked for while it is chosen, under the name of the choice; empty: none.
    std::string asks;
    bool asks_required = false;
    HostValue input; // that text
};

struct PageField {
    PageFieldKind kind = PageFieldKind::display;
    std::string name;      // what an answer calls it; empty: nothing to answer
    std::string label;     // with markup, as the flow has it; of a display its text
    std::string text;      // the label without markup, in lines
    std::string help;
    std::string component; // "flowruntime:toggle"
    std::string type;      // "Text", "Number", "Date/Time"; empty: not known
    bool is_required = false;
    bool is_visible = true;
    bool is_disabled = false;
    bool is_read_only = false;
    bool is_asked = true; // false: a value that people are not asked for
    bool takes_choices = false;
    bool takes_several_choices = false;
    HostValue value;
    std::vector<PageChoice> choices;
    std::vector<std::string> errors; // what is wrong with the value
    std::vector<PageField> fields;   // inner ones
    uint32_t width = 0; // of a column: twelfths of its section; 0: not said
    uint32_t items = 0; // of a repeater
};

struct PageStage {
    std::string label;
    bool is_active = false;
    bool is_current = false;
};

/// What the user sees.
struct Page {
    std::string flow;       // API name
    std::string flow_label;
    std::string name;       // of the screen
    std::string label;
    std::string help;
    bool has_header = true;
    bool has_footer = true;
    // What the buttons say; nothing: there is no such button.
    std::optional<std::string> back;
    std::optional<std::string> next; // or finish
    std::optional<std::string> pause;
    bool finishes = false;   // nothing comes behind this screen
    bool is_paused = false;  // the user has paused: `resume` comes first
    std::string paused_text; // what the user reads then
    std::vector<PageStage> stages;
    std::vector<PageField> fields;
    std::vector<std::string> errors; // of the answer as a whole

    /// Whether the last answer was not taken: the errors of the page and its fields say why.
    [[nodiscard]] bool has_errors() const;
};

enum class ScreenAction { next, back, pause, resume };

/// Where an interview is: at a page, waiting for something else, or at its end.
struct ScreenRun {
    uint64_t interview = 0; // names it in the session while it waits; 0: it is over
    std::optional<Page> page;
    FlowResult result; // outputs so far; the fault that ended it
};

/// What a user reads when an interview fails; the fault itself is for the admin.
inline constexpr const char* unhandled_fault_text =
    "An unhandled fault has occurred in this flow. An unhandled fault has occurred while processing the flow. Please contact your system "
    "administrator for more information.";

} // namespace weir
