// screen: shows what the user reads and fills in.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/members.hpp"
#include "elements/screen_fields.hpp"
#include "elements/screen_plan.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "no header",
     .value = ValueKind::flag,
     .xml = "showHeader",
     .doc = "Without the header that shows the flow's label.",
     .xml_set = "false"},
    {.key = "no footer",
     .value = ValueKind::flag,
     .xml = "showFooter",
     .doc = "Without the footer and its buttons.",
     .xml_set = "false"},
    {.key = "no back",
     .value = ValueKind::flag,
     .xml = "allowBack",
     .doc = "The user cannot go back.",
     .xml_set = "false"},
    {.key = "no next",
     .value = ValueKind::flag,
     .xml = "allowFinish",
     .doc = "The user can neither go on nor finish.",
     .xml_set = "false"},
    {.key = "no pause",
     .value = ValueKind::flag,
     .xml = "allowPause",
     .doc = "The user cannot pause the flow.",
     .xml_set = "false"},
    {.key = "next",
     .value = ValueKind::text,
     .xml = "nextOrFinishButtonLabel",
     .doc = "What the button says that goes on or finishes."},
    {.key = "back",
     .value = ValueKind::text,
     .xml = "backButtonLabel",
     .doc = "What the button says that goes back."},
    {.key = "pause",
     .value = ValueKind::text,
     .xml = "pauseButtonLabel",
     .doc = "What the button says that pauses."},
    {.key = "paused",
     .value = ValueKind::text,
     .xml = "pausedText",
     .doc = "What the user reads who has paused the flow."},
    {.key = "help", .value = ValueKind::text, .xml = "helpText", .doc = "Help for the screen."},
    {.key = "stage",
     .value = ValueKind::formula,
     .xml = "stageReference",
     .doc = "The stage that the interview is in from here on."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = {},
     .doc = "`{ display … input … component … }`: what stands on it, from top to bottom.",
     .children = elements::all_screen_fields},
};

constexpr std::string_view unless_header[] = {"no header"};
constexpr std::string_view unless_footer[] = {"no footer"};
constexpr std::string_view unless_back[] = {"no back"};
constexpr std::string_view unless_next[] = {"no next"};
constexpr std::string_view unless_pause[] = {"no pause"};
constexpr XmlImplied implied[] = {
    {.tag = "showHeader", .value = "true", .unless = unless_header},
    {.tag = "showFooter", .value = "true", .unless = unless_footer},
    {.tag = "allowBack", .value = "true", .unless = unless_back},
    {.tag = "allowFinish", .value = "true", .unless = unless_next},
    {.tag = "allowPause", .value = "true", .unless = unless_pause},
};

constexpr Shape shape{
    .keyword = "screen",
    .category = Category::element,
    .xml = "screens",
    .clauses = clauses,
    .doc = "Screen: what the user of a screen flow reads and fills in.",
    .implied = implied,
};

void declare_field(const Element& field, FlowChecker& checker) {
    if (field.name.text.empty())
        return;
    const Shape* const kind = field.shape;
    // Nobody reads it in the flow; tests ask what the user sees there.
    if (kind == &elements::display_field) {
        checker.flow().results.emplace_back(field.name.text, checker.hidden_slot());
        checker.flow().result_types.push_back(Type::of(TypeKind::text));
        return;
    }
    const Type any = Type::of(TypeKind::any);
    if (kind == &elements::checkboxes_field || kind == &elements::multi_select_field ||
        kind == &elements::text_area_field || kind == &elements::password_field)
        checker.declare(field.name, Type::of(TypeKind::text), NameOrigin::screen_value);
    else if (kind->subject == SubjectForm::type)
        checker.declare(field.name, checker.type(field.subject.type), NameOrigin::screen_value);
    else if (kind == &elements::component_field || kind == &elements::component_display_field)
        elements::declare_component(field, checker);
    else if (kind == &elements::repeater_field)
        static_cast<void>(checker.open_outputs(field.name));
    else if (kind->subject == SubjectForm::name)
        checker.declare(field.name, any, NameOrigin::screen_value);
}

void declare(const Element& element, FlowChecker& checker) {
    elements::for_each_member(element, [&](const Element& field) {
        declare_field(field, checker);
    });
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    return elements::screen_step(elements::compile_screen(element, checker));
}

} // namespace

const ElementKind kinds::screen{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
