// A screen, compiled: what its step shows and takes, for the screen_*.cpp of this room alone.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/finder.hpp"
#include "elements/screen_components.hpp"
#include "elements/values.hpp"
#include "runtime/screen_page.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir::elements {

/// A `choice` of the flow.
struct ChoicePlan {
    std::string name;
    Expression label;
    Expression value;
    Expression asks; // the label of its text; empty: it asks for none
    bool asks_required = false;
    Expression valid;
    Expression error;
    std::optional<uint32_t> slot; // of its value, where it asks: the text
    std::optional<uint32_t> selected_slot;
};

/// A field of the chosen record, on its way into a variable.
struct ChosenField {
    uint32_t cell = 0;
    Delivery delivery;
};

/// `choices` of the flow: records, a collection, or a picklist.
struct ChoiceSetPlan {
    std::string name;
    std::unique_ptr<Finder> finder; // of records
    Expression collection;
    std::vector<std::string> picklist;
    std::optional<uint32_t> show; // cells
    std::optional<uint32_t> value;
    std::optional<uint32_t> slot; // of the set: the value that was chosen
    std::optional<uint32_t> selected_slot;
    uint32_t limit = std::numeric_limits<uint32_t>::max();
    std::vector<ChosenField> chosen;
};

/// One of the two.
struct ChoiceSource {
    std::unique_ptr<ChoicePlan> choice;
    std::unique_ptr<ChoiceSetPlan> set;
};

/// An attribute that a component is given.
struct ComponentInput {
    std::string name;
    Expression value;
};

struct ScreenFieldPlan {
    ScreenFieldKind kind = ScreenFieldKind::display;
    std::string name;
    std::string component;
    std::string record_field;
    const StandardComponent* standard = nullptr; // of a component that is known
    Type type;
    uint32_t most_characters = 0;
    uint32_t width = 0;
    bool is_required = false;
    bool is_read_only = false; // always: a formula field
    bool is_asked = true;
    bool starts_over = false; // when the user comes back
    bool is_email = false;    // its text is an address
    bool takes_choices = false;
    bool takes_several = false;
    Expression label;
    Expression help;
    Expression default_value;
    Expression required; // of an attribute that its component makes required
    Expression disabled;
    Expression read_only;
    Expression visible;
    Expression valid;
    Expression error;
    std::optional<Destination> place;      // where its value goes
    std::optional<uint32_t> selected_slot; // `was selected`
    std::optional<uint32_t> given_slot;    // whether the user has given it before
    std::vector<ObjectId> refers_to;       // of a lookup
    std::vector<ChoiceSource> choices;
    std::vector<std::string> values; // of a picklist field
    std::optional<uint32_t> member;  // of an item of a repeater: the cell of its value
    std::string default_choice;
    std::vector<ComponentInput> inputs;
    std::vector<Delivery> outputs; // of an attribute: `returns`
    std::optional<uint32_t> also;  // a second slot for its value
    /// Attributes and items that the flow reads and nothing declares; known when all is checked.
    std::shared_ptr<const std::vector<OpenOutput>> open;
    std::vector<ScreenFieldPlan> fields;

    [[nodiscard]] const ComponentInput* input(std::string_view input_name) const;
};

struct ScreenPlan {
    bool has_header = true;
    bool has_footer = true;
    bool allows_back = true;
    bool allows_next = true;
    bool allows_pause = true;
    Expression help;
    Expression next; // what the buttons say; empty: as usual
    Expression back;
    Expression pause;
    Expression paused;
    Expression stage;
    std::optional<uint32_t> current_stage; // $Flow.CurrentStage, if the flow has stages
    std::optional<uint32_t> active_stages;
    bool is_reactive = true;     // defaults follow what they read: API 57
    bool hidden_is_null = true;  // API 62
    bool blank_is_empty = false; // an empty text is "", not null: up to API 60
    std::vector<ScreenFieldPlan> fields;
};

/// Compiles a screen; what is wrong is reported.
[[nodiscard]] ScreenPlan compile_screen(const Element& screen, FlowChecker& checker);

/// The choices of a field; `screen` gives their variables their values.
[[nodiscard]] std::vector<ChoiceSource>
compile_choices(const Element& screen, const Element& field, FlowChecker& checker);

/// A component with its attributes as fields.
void compile_component(const Element& field, ScreenFieldPlan& plan, FlowChecker& checker);
/// Its names, in the first pass.
void declare_component(const Element& field, FlowChecker& checker);

/// The step of a screen.
[[nodiscard]] std::unique_ptr<Step> screen_step(ScreenPlan plan);

/// The slot of `… was selected` for a name.
[[nodiscard]] std::optional<uint32_t> selected_slot(const Name& name, FlowChecker& checker);

} // namespace weir::elements
