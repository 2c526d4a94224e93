// Screens from the tree to their plan: every clause compiled once, so that its names are found and
// count as read.
#include "elements/screen_fields.hpp"
#include "elements/screen_plan.hpp"
#include "syntax/names.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace weir::elements {

namespace {

/// Characters of a text that a field of a screen takes, as in an org.
constexpr uint32_t input_characters = 255;
constexpr uint32_t area_characters = 100'000;

struct KindOfShape {
    const Shape* shape;
    ScreenFieldKind kind;
};
constexpr std::array kinds_of_shapes{
    KindOfShape{&display_field, ScreenFieldKind::display},
    KindOfShape{&input_field, ScreenFieldKind::input},
    KindOfShape{&text_area_field, ScreenFieldKind::text_area},
    KindOfShape{&password_field, ScreenFieldKind::password},
    KindOfShape{&radio_field, ScreenFieldKind::radio},
    KindOfShape{&radio_group_field, ScreenFieldKind::radio_group},
    KindOfShape{&dropdown_field, ScreenFieldKind::dropdown},
    KindOfShape{&checkboxes_field, ScreenFieldKind::checkboxes},
    KindOfShape{&multi_select_field, ScreenFieldKind::multi_select},
    KindOfShape{&component_field, ScreenFieldKind::component},
    KindOfShape{&component_input_field, ScreenFieldKind::component},
    KindOfShape{&component_choice_field, ScreenFieldKind::component},
    KindOfShape{&component_multi_choice_field, ScreenFieldKind::component},
    KindOfShape{&component_display_field, ScreenFieldKind::component},
    KindOfShape{&record_field, ScreenFieldKind::record_field},
    KindOfShape{&section_field, ScreenFieldKind::section},
    KindOfShape{&column_field, ScreenFieldKind::column},
    KindOfShape{&repeater_field, ScreenFieldKind::repeater},
};

ScreenFieldKind kind_of(const Shape& shape) {
    for (const KindOfShape& known : kinds_of_shapes)
        if (known.shape == &shape)
            return known.kind;
    return ScreenFieldKind::display;
}

Expression compile_text(const TextLiteral* text, FlowChecker& checker) {
    if (text == nullptr)
        return {};
    return compile_template(*text, checker.scope(), checker.compile_context());
}

Expression text_clause(const Element& element, std::string_view key, FlowChecker& checker) {
    return compile_text(element.value<TextLiteral>(key), checker);
}

Expression formula_clause(const Element& element, std::string_view key, FlowChecker& checker) {
    if (const auto* const text = element.value<TextLiteral>(key))
        return compile_text(text, checker);
    const auto* const formula = element.value<const Formula*>(key);
    if (formula == nullptr || *formula == nullptr)
        return {};
    return compile(**formula, checker.scope(), checker.compile_context());
}

/// A label that is not written is the name with blanks for underscores.
Expression label_of(const Element& element, bool has_default, FlowChecker& checker) {
    if (element.label != nullptr)
        return compile_text(element.label, checker);
    if (!has_default || element.name.text.empty())
        return {};
    Arena& arena = checker.compile_context().arena;
    const std::string label = label_from_name(element.name.text);
    return constant(
        Value::text(arena.copy(std::string_view(label))), Type::of(TypeKind::text), arena
    );
}

uint32_t read_width(const Element& element) {
    uint32_t width = 0;
    std::string_view digits;
    if (const auto* const number = element.value<NumberLiteral>("width"))
        digits = number->digits;
    else if (const auto* const text = element.value<TextLiteral>("width"))
        digits = text->value;
    constexpr uint32_t twelfths = 12;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), width);
    return error == std::errc{} && end == digits.data() + digits.size() && width <= twelfths ? width
                                                                                             : 0;
}

class ScreenCompiler {
public:
    ScreenCompiler(const Element& screen, FlowChecker& checker)
        : screen_(screen), checker_(checker) {}

    std::vector<ScreenFieldPlan> members(const Element& holder, uint32_t depth) {
        std::vector<ScreenFieldPlan> plans;
        constexpr uint32_t deepest = 200; // the parser takes no more
        const auto* const block = holder.value<const Block*>("");
        if (block == nullptr || *block == nullptr || depth > deepest)
            return plans;
        for (const Statement& statement : (*block)->statements)
            if (statement.element != nullptr)
                plans.push_back(field(*statement.element, depth));
        return plans;
    }

private:
    ScreenFieldPlan field(const Element& element, uint32_t depth) {
        ScreenFieldPlan plan;
        plan.kind = kind_of(*element.shape);
        plan.name = element.name.text;
        plan.label = label_of(element, !element.shape->label_optional, checker_);
        plan.help = text_clause(element, "help", checker_);
        plan.width = read_width(element);
        plan.is_required = element.has("required");
        plan.disabled = formula_clause(element, "disabled", checker_);
        plan.read_only = formula_clause(element, "read only", checker_);
        plan.valid = formula_clause(element, "valid when", checker_);
        plan.error = text_clause(element, "error", checker_);
        const auto* const returning = element.value<std::string_view>("on return");
        plan.starts_over = returning != nullptr && *returning == "starts over";
        if (const auto* const visible = element.value<const Condition*>("visible when");
            visible != nullptr && *visible != nullptr)
            plan.visible = checker_.condition(**visible);
        switch (plan.kind) {
        case ScreenFieldKind::display:
            break;
        case ScreenFieldKind::input:
        case ScreenFieldKind::text_area:
        case ScreenFieldKind::password:
            input(element, plan);
            break;
        case ScreenFieldKind::radio:
        case ScreenFieldKind::radio_group:
        case ScreenFieldKind::dropdown:
        case ScreenFieldKind::checkboxes:
        case ScreenFieldKind::multi_select:
            choice(element, plan);
            break;
        case ScreenFieldKind::component:
            component(element, plan);
            break;
        case ScreenFieldKind::record_field:
            record(element, plan);
            break;
        case ScreenFieldKind::section:
        case ScreenFieldKind::column:
            plan.fields = members(element, depth + 1);
            break;
        case ScreenFieldKind::repeater:
            plan.default_value = formula_clause(element, "default", checker_);
            plan.open = checker_.open_outputs(element.name);
            plan.fields = members(element, depth + 1);
            plan.place = Destination{
                checker_.hidden_slot(), std::nullopt, ObjectId::none, Type::of(TypeKind::any)};
            plan.given_slot = checker_.hidden_slot();
            for (ScreenFieldPlan& inner : plan.fields)
                make_member(inner, plan.default_value.type.object);
            break;
        }
        return plan;
    }

    /// What stands in a repeater is a member of each of its items.
    /// Items that are there at the start may be records, whose fields of the same names they take.
    void make_member(ScreenFieldPlan& plan, ObjectId records) {
        if (!plan.name.empty() && (plan.place || plan.kind == ScreenFieldKind::component)) {
            const size_t dot = plan.name.rfind('.');
            plan.member = checker_.layouts().member(
                dot == std::string::npos ? plan.name : plan.name.substr(dot + 1)
            );
        }
        if (records != ObjectId::none)
            if (const auto field = checker_.schema().object(records).find_field(plan.name))
                static_cast<void>(checker_.layouts().of(records).cell(*field));
        for (ScreenFieldPlan& inner : plan.fields)
            make_member(inner, records);
    }

    /// The value stands under the field's own name.
    void keep(const Element& element, ScreenFieldPlan& plan) {
        if (const auto slot = checker_.slot_of(element.name.text)) {
            checker_.assigns(screen_, element.name.text, false);
            plan.place = Destination{*slot, std::nullopt, ObjectId::none, plan.type};
            plan.given_slot = checker_.hidden_slot();
        }
        plan.selected_slot = selected_slot(element.name, checker_);
    }

    void input(const Element& element, ScreenFieldPlan& plan) {
        plan.type = element.shape->subject == SubjectForm::type
                        ? checker_.type(element.subject.type)
                        : Type::of(TypeKind::text);
        plan.default_value = formula_clause(element, "default", checker_);
        if (plan.type.kind == TypeKind::text)
            plan.most_characters =
                plan.kind == ScreenFieldKind::text_area ? area_characters : input_characters;
        keep(element, plan);
    }

    void choice(const Element& element, ScreenFieldPlan& plan) {
        plan.type = checker_.type(element.subject.type);
        plan.takes_choices = true;
        plan.takes_several = takes_several(plan.kind);
        if (plan.takes_several)
            plan.type = Type::of(TypeKind::text);
        choices(element, plan);
        keep(element, plan);
    }

    void choices(const Element& element, ScreenFieldPlan& plan) {
        plan.choices = compile_choices(screen_, element, checker_);
        plan.default_value = formula_clause(element, "default value", checker_);
        if (const auto* const path = element.value<Path>("default");
            path != nullptr && !path->empty()) {
            static_cast<void>(checker_.reference(*path));
            plan.default_choice = path->parts.front().text;
        }
    }

    void component(const Element& element, ScreenFieldPlan& plan) {
        choices(element, plan);
        compile_component(element, plan, checker_);
        const Shape* const shape = element.shape;
        if (shape == &component_field || shape == &component_display_field)
            return;
        // It has one value, under its own name.
        plan.type = Type::of(TypeKind::any);
        plan.takes_choices = shape != &component_input_field;
        plan.takes_several = shape == &component_multi_choice_field;
        keep(element, plan);
    }

    /// `New_Case.Subject`, which the parser takes for one name.
    Path path_of(const Name& whole) {
        std::vector<Name> parts;
        for (size_t begin = 0; begin <= whole.text.size();) {
            const size_t end = std::min(whole.text.find('.', begin), whole.text.size());
            parts.push_back({whole.text.substr(begin, end - begin), whole.span});
            begin = end + 1;
        }
        return {checker_.compile_context().arena.copy(parts), whole.span};
    }

    void record(const Element& element, ScreenFieldPlan& plan) {
        const Name& whole = element.subject.type.name;
        plan.record_field = whole.text;
        const Path path = path_of(whole);
        if (path.parts.size() < 2)
            return;
        if (checker_.find_element(path.parts.front().text) == nullptr ||
            !checker_.is_assignable(path)) {
            static_cast<void>(checker_.reference(path));
            return;
        }
        const auto to = destination(checker_, path);
        if (!to)
            return;
        checker_.assigns(screen_, path.parts.front().text, false);
        plan.place = to;
        plan.type = to->type;
        plan.given_slot = checker_.hidden_slot();
        if (to->object == ObjectId::none)
            return;
        const Object& object = checker_.schema().object(to->object);
        if (const auto found = object.find_field(path.parts.back().text))
            describe(object.field(*found), plan);
    }

    void describe(const Field& field, ScreenFieldPlan& plan) {
        Arena& arena = checker_.compile_context().arena;
        const std::string label = field.label.empty() ? label_from_name(field.name) : field.label;
        plan.label = constant(
            Value::text(arena.copy(std::string_view(label))), Type::of(TypeKind::text), arena
        );
        plan.is_required |= field.required && field.kind != FieldKind::checkbox;
        plan.is_read_only = field.has_formula || field.has_summary || field.is_system ||
                            (!field.createable && !field.updateable);
        plan.is_email = field.kind == FieldKind::email;
        plan.refers_to = field.refers_to;
        if (plan.type.is_textual() && plan.type.kind != TypeKind::id)
            plan.most_characters = field.length;
        for (const PicklistValue& value : field.values)
            plan.values.push_back(value.value);
        plan.takes_choices = !plan.values.empty();
        plan.takes_several = field.kind == FieldKind::multi_picklist;
        if (plan.takes_choices)
            plan.most_characters = 0;
    }

    const Element& screen_;
    FlowChecker& checker_;
};

std::optional<uint32_t> flow_slot(std::string_view member, FlowChecker& checker) {
    if (checker.flow().stages.empty())
        return std::nullopt;
    return checker.scope().flow_slot(member);
}

} // namespace

const ComponentInput* ScreenFieldPlan::input(std::string_view input_name) const {
    for (const ComponentInput& candidate : inputs)
        if (equal_ignoring_case(candidate.name, input_name))
            return &candidate;
    return nullptr;
}

std::optional<uint32_t> selected_slot(const Name& name, FlowChecker& checker) {
    if (name.text.empty())
        return std::nullopt;
    const std::vector<Name> parts{name};
    const Path path{checker.compile_context().arena.copy(parts), name.span};
    return checker.scope().state_slot(path, ConditionOperator::was_selected);
}

ScreenPlan compile_screen(const Element& screen, FlowChecker& checker) {
    // Behaviour that came with a version of the API (reference/limits.md, section 4); a flow
    // without one has the newest.
    const double api = checker.flow().api;
    const auto is_since = [api](double version) { return api <= 0 || api >= version; };
    ScreenPlan plan;
    plan.is_reactive = is_since(57);
    plan.hidden_is_null = is_since(62);
    plan.blank_is_empty = !is_since(61);
    plan.has_header = !screen.has("no header");
    plan.has_footer = !screen.has("no footer");
    plan.allows_back = !screen.has("no back");
    plan.allows_next = !screen.has("no next");
    plan.allows_pause = !screen.has("no pause");
    plan.help = text_clause(screen, "help", checker);
    plan.next = text_clause(screen, "next", checker);
    plan.back = text_clause(screen, "back", checker);
    plan.pause = text_clause(screen, "pause", checker);
    plan.paused = text_clause(screen, "paused", checker);
    plan.stage = formula_clause(screen, "stage", checker);
    plan.current_stage = flow_slot("CurrentStage", checker);
    plan.active_stages = flow_slot("ActiveStages", checker);
    plan.fields = ScreenCompiler(screen, checker).members(screen, 0);
    return plan;
}

} // namespace weir::elements
