// A page of a screen flow: what its user reads and fills in, and what the user answered.
#pragma once

#include "runtime/pause.hpp"
#include "types/type.hpp"
#include "types/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

enum class ScreenFieldKind : uint8_t {
    display,      // a text
    input,        // a text, number, date, time; of a Boolean a checkbox
    text_area,    // a text of several lines
    password,     // a text that is not shown
    radio,        // one of several choices: all shown
    radio_group,  // the same as buttons
    dropdown,     // the same as a list
    checkboxes,   // several of several choices: all shown
    multi_select, // the same as a list
    component,    // its attributes are its `fields`
    record_field, // a field of a record
    section,      // holds columns
    column,       // holds fields
    repeater,     // holds fields that are filled in once for each item
};

/// Takes one of its choices.
[[nodiscard]] constexpr bool takes_one(ScreenFieldKind kind) {
    return kind == ScreenFieldKind::radio || kind == ScreenFieldKind::radio_group ||
           kind == ScreenFieldKind::dropdown;
}
/// Takes any number of its choices.
[[nodiscard]] constexpr bool takes_several(ScreenFieldKind kind) {
    return kind == ScreenFieldKind::checkboxes || kind == ScreenFieldKind::multi_select;
}
[[nodiscard]] constexpr bool holds_fields(ScreenFieldKind kind) {
    return kind == ScreenFieldKind::section || kind == ScreenFieldKind::column ||
           kind == ScreenFieldKind::repeater || kind == ScreenFieldKind::component;
}

/// What can be chosen. Values live in the page's arena.
struct ScreenChoice {
    std::string name; // of a choice; of one of a set: "Sites.1", by its place
    std::string label;
    Value value;
    Value record;        // of a record choice; null: none
    uint32_t source = 0; // which of the field's sources of choices has made it
    bool is_selected = false;
    /// The label of the text that is asked for while it is chosen; nothing: none.
    std::optional<std::string> asks;
    bool asks_required = false;
    Value input; // that text
};

struct ScreenField {
    ScreenFieldKind kind = ScreenFieldKind::display;
    std::string name;  // of an attribute "Map.latitude", of a field of an item "People.1.First"
    std::string label; // merged; of a display its text, with markup
    std::string help;
    std::string component;    // "flowruntime:toggle"
    std::string record_field; // "New_Case.Subject"
    Type type;
    uint32_t most_characters = 0; // of a text; 0: any number
    bool is_required = false;
    bool is_visible = true;
    bool is_disabled = false;
    bool is_read_only = false;
    bool takes_choices = false;
    bool takes_several_choices = false;
    Value value;           // as it was given, or the default
    bool is_given = false; // by the user
    bool is_asked = true;  // false: has a value that a person is not asked for
    std::vector<ScreenChoice> choices;
    std::vector<std::string> errors;
    std::vector<ScreenField> fields; // inner ones; of a repeater those of all its items
    /// Of a column: twelfths of its section; 0: not said. Of a repeater: the number of its items.
    uint32_t width = 0;
    uint32_t items = 0;

    [[nodiscard]] bool can_be_given() const {
        return is_visible && !is_disabled && !is_read_only && kind != ScreenFieldKind::display;
    }
};

struct ScreenStage {
    std::string label;
    bool is_active = false;
    bool is_current = false;
};

/// What a screen leaves behind until its user answers. Owns all that it holds.
struct ScreenPage final : Pause {
    ScreenPage() : Pause(Kind::screen) {}

    Arena arena;
    std::string flow; // its API name
    std::string flow_label;
    std::string name; // of the screen
    std::string label;
    std::string help;
    bool has_header = true;
    bool has_footer = true;
    // What the buttons say; nothing: there is no such button.
    std::optional<std::string> back;
    std::optional<std::string> next; // or finish
    std::optional<std::string> pause;
    bool finishes = false; // nothing comes behind this screen
    /// The user has paused here: nothing is answered before it is resumed.
    bool is_paused = false;
    std::string paused_text; // what the user reads then
    std::vector<ScreenStage> stages;
    std::vector<ScreenField> fields; // from top to bottom
    std::vector<std::string> errors; // of the page as a whole

    [[nodiscard]] bool has_errors() const;
    /// By name, without case, also inner ones; of a field of a record "New_Case.Subject". Null:
    /// none.
    [[nodiscard]] const ScreenField* find(std::string_view field) const;
    [[nodiscard]] ScreenField* find(std::string_view field);
};

/// One value of an answer. A text is converted to the field's type; a choice goes by its name,
/// label or value; several by a collection, or a text with semicolons between them.
struct ScreenGiven {
    std::string name;
    Value value; // in the answer's arena
};

/// What the user does with a page.
struct ScreenAnswer final : Wake {
    enum class Action : uint8_t {
        next,
        back,
        pause,
        resume, // of a paused one: the page is shown again
        look,   // the page as it is with these values; nobody goes anywhere
    };

    Action action = Action::next;
    std::vector<ScreenGiven> values; // the others stay as the page has them
    Arena arena;
};

/// Calls `visit` with every field, those that hold others before these.
template<class Fields, class Visit>
void for_each_field(Fields& fields, Visit&& visit) {
    for (auto& field : fields) {
        visit(field);
        for_each_field(field.fields, visit);
    }
}

/// Text with markup as a terminal shows it: tags gone, lines where blocks and breaks were, a dash
/// before list items, entities resolved, no empty lines but between paragraphs.
[[nodiscard]] std::string plain_text(std::string_view markup);

} // namespace weir
