// The parts of a screen that stand elsewhere: choices of the flow, and components.
#include "check/reports.hpp"
#include "elements/kinds.hpp"
#include "elements/screen_plan.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace weir::elements {

namespace {

// ------------------------------------------------------------------------------------- choices

Expression compile_text(const TextLiteral* text, FlowChecker& checker) {
    if (text == nullptr)
        return {};
    return compile_template(*text, checker.scope(), checker.compile_context());
}

Expression compile_formula(const Formula* const* formula, FlowChecker& checker) {
    if (formula == nullptr || *formula == nullptr)
        return {};
    return compile(**formula, checker.scope(), checker.compile_context());
}

std::unique_ptr<ChoicePlan>
compile_choice(const Element& screen, const Element& choice, FlowChecker& checker) {
    auto plan = std::make_unique<ChoicePlan>();
    plan->name = choice.name.text;
    plan->label = compile_text(choice.label, checker);
    if (const auto* const text = choice.value<TextLiteral>("="))
        plan->value = compile_text(text, checker);
    else
        plan->value = compile_formula(choice.value<const Formula*>("="), checker);
    plan->asks = compile_text(choice.value<TextLiteral>("asks"), checker);
    plan->asks_required = choice.has("required");
    plan->valid = compile_formula(choice.value<const Formula*>("valid when"), checker);
    plan->error = compile_text(choice.value<TextLiteral>("error"), checker);
    plan->slot = checker.slot_of(choice.name.text);
    if (plan->slot)
        checker.assigns(screen, choice.name.text, true);
    plan->selected_slot = selected_slot(choice.name, checker);
    return plan;
}

/// Choices that a set makes of records (reference/limits.md, section 3).
constexpr uint32_t most_records = 200;

class ChoiceSetCompiler {
public:
    ChoiceSetCompiler(const Element& screen, const Element& set, FlowChecker& checker)
        : screen_(screen), set_(set), checker_(checker) {}

    std::unique_ptr<ChoiceSetPlan> compile() {
        plan_->name = set_.name.text;
        plan_->limit = limit();
        plan_->slot = checker_.slot_of(set_.name.text);
        checker_.assigns(screen_, set_.name.text, true);
        plan_->selected_slot = selected_slot(set_.name, checker_);
        if (set_.has("from picklist"))
            picklist();
        else
            records();
        chosen();
        return std::move(plan_);
    }

private:
    uint32_t limit() const {
        uint32_t value = std::numeric_limits<uint32_t>::max();
        const auto* const number = set_.value<NumberLiteral>("limit");
        if (number == nullptr)
            return value;
        const std::string_view digits = number->digits;
        uint32_t read = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), read);
        return error == std::errc{} && read > 0 ? read : value;
    }

    void picklist() {
        const auto* const field = set_.value<Path>("from picklist");
        const auto* const of = set_.value<Path>("of");
        if (field == nullptr || field->empty() || of == nullptr || of->empty())
            return;
        const Object* const object = checker_.schema().find(of->parts.front().text);
        const auto found =
            object == nullptr ? std::nullopt : object->find_field(field->parts.back().text);
        if (!found)
            return;
        for (const PicklistValue& value : object->field(*found).values)
            plan_->picklist.push_back(value.value);
        const auto* const order = set_.value<List<OrderKey>>("order by");
        if (order != nullptr && !order->empty()) {
            std::ranges::sort(plan_->picklist, [](const auto& left, const auto& right) {
                return compare_ignoring_case(left, right) < 0;
            });
            if (order->front().descending)
                std::ranges::reverse(plan_->picklist);
        }
        if (plan_->picklist.size() > plan_->limit)
            plan_->picklist.resize(plan_->limit);
    }

    void records() {
        const auto* const from = set_.value<Path>("from");
        if (from != nullptr && !from->empty())
            object_ = checker_.schema().find(from->parts.front().text);
        const auto* const over = set_.value<Path>("over");
        const bool is_collection = over != nullptr && !over->empty();
        if (is_collection)
            plan_->collection = checker_.reference(*over);
        plan_->show = cell(set_.value<Path>("show"));
        plan_->value = cell(set_.value<Path>("value"));
        if (object_ == nullptr || is_collection)
            return;
        Query query;
        query.object = object_->id;
        query.limit = std::min(plan_->limit, most_records);
        if (const auto* const keys = set_.value<List<OrderKey>>("order by"))
            query.order = checker_.order(*keys, *object_);
        Filter filter;
        if (const auto* const where = set_.value<const Condition*>("where");
            where != nullptr && *where != nullptr)
            filter = checker_.filter(**where, *object_);
        plan_->finder = std::make_unique<Finder>(std::move(query), std::move(filter));
    }

    /// The cell of a field of the records; of a class of Apex that of a member.
    std::optional<uint32_t> cell(const Path* path) {
        if (path == nullptr || path->parts.size() != 1)
            return std::nullopt;
        const Name& name = path->parts.front();
        if (object_ == nullptr)
            return checker_.layouts().member(name.text);
        const auto field = object_->find_field(name.text);
        if (field) {
            fields_.push_back(*field);
            return checker_.layouts().of(object_->id).cell(*field);
        }
        if (object_->is_open)
            report_believed_field(*object_, name, checker_.out());
        else
            report_unknown_field(*object_, name, checker_.out());
        return std::nullopt;
    }

    void chosen() {
        const auto* const list = set_.value<List<Assignment>>("");
        for (const Assignment& assignment : list == nullptr ? List<Assignment>{} : *list) {
            if (assignment.target.empty())
                continue;
            const auto to = destination(checker_, assignment.target);
            checker_.assigns(screen_, assignment.target.parts.front().text, true);
            const Expr* const root = assignment.value == nullptr ? nullptr : assignment.value->root;
            if (!to || root == nullptr || root->kind != ExprKind::reference)
                continue;
            const Path& path = static_cast<const ReferenceExpr*>(root)->path;
            const auto from = cell(&path);
            if (!from)
                continue;
            Type type = Type::of(TypeKind::any);
            if (object_ != nullptr)
                type = object_->field(*object_->find_field(path.parts.front().text)).type();
            plan_->chosen.push_back(
                {*from, delivery(checker_, *to, type, assignment.value->span, "the variable")}
            );
        }
        if (plan_->finder != nullptr)
            plan_->finder->fetch_fields(fields_);
    }

    const Element& screen_;
    const Element& set_;
    FlowChecker& checker_;
    std::unique_ptr<ChoiceSetPlan> plan_ = std::make_unique<ChoiceSetPlan>();
    const Object* object_ = nullptr;
    std::vector<FieldId> fields_;
};

// ---------------------------------------------------------------------------------- components

constexpr uint8_t most_decimals = 17;

std::string_view extension(const Element& field) {
    return field.subject.type.name.text;
}

/// `types { T = Account }`: what the records of the component are.
Type generic_type(const Element& field, const Schema& schema) {
    const auto* const types = field.value<List<Assignment>>("types");
    for (const Assignment& assignment : types == nullptr ? List<Assignment>{} : *types) {
        const Expr* const root = assignment.value == nullptr ? nullptr : assignment.value->root;
        if (root == nullptr || root->kind != ExprKind::reference)
            continue;
        const Path& path = static_cast<const ReferenceExpr*>(root)->path;
        if (path.empty())
            continue;
        if (const Object* const object = schema.find(path.parts.front().text))
            return Type::record_of(object->id);
    }
    return Type::of(TypeKind::any);
}

Type type_of(const StandardAttribute& attribute, const Element& field, const Schema& schema) {
    Type type = Type::of(attribute.kind);
    if (attribute.kind == TypeKind::record)
        type = generic_type(field, schema);
    if (attribute.kind == TypeKind::number)
        type.scale = most_decimals;
    return attribute.collection ? type.collection_of() : type;
}

Name attribute_name(const Element& field, std::string_view attribute, Arena& arena) {
    const std::string name = fmt::format("{}.{}", field.name.text, attribute);
    return {arena.copy(std::string_view(name)), field.name.span};
}

ScreenFieldPlan& attribute_plan(
    const Element& field,
    std::string_view attribute,
    Type type,
    ScreenFieldPlan& component,
    FlowChecker& checker
) {
    const Name name = attribute_name(field, attribute, checker.compile_context().arena);
    for (ScreenFieldPlan& known : component.fields)
        if (equal_ignoring_case(known.name, name.text))
            return known;
    ScreenFieldPlan& plan = component.fields.emplace_back();
    plan.kind = ScreenFieldKind::input;
    plan.name = name.text;
    plan.type = type;
    plan.starts_over = component.starts_over;
    const auto slot = checker.slot_of(name.text);
    plan.place =
        Destination{slot ? *slot : checker.hidden_slot(), std::nullopt, ObjectId::none, type};
    plan.given_slot = checker.hidden_slot();
    if (const ComponentInput* const input = component.input(attribute))
        plan.default_value = input->value;
    return plan;
}

void add_standard(
    const Element& field,
    const StandardAttribute& attribute,
    ScreenFieldPlan& component,
    FlowChecker& checker
) {
    const Type type = type_of(attribute, field, checker.schema());
    ScreenFieldPlan& plan = attribute_plan(field, attribute.name, type, component, checker);
    const auto input = [&](std::string_view name) {
        const ComponentInput* const found = name.empty() ? nullptr : component.input(name);
        return found == nullptr ? Expression{} : found->value;
    };
    Arena& arena = checker.compile_context().arena;
    plan.label = input(attribute.label_input);
    if (!plan.label)
        plan.label = constant(
            Value::text(attribute.label.empty() ? attribute.name : attribute.label),
            Type::of(TypeKind::text),
            arena
        );
    plan.required = input(attribute.required_input);
    plan.disabled = input("disabled");
    plan.read_only = input("readonly");
    plan.is_asked = attribute.is_asked || static_cast<bool>(plan.default_value);
    using Role = StandardComponent::Role;
    const Role role = component.standard->role;
    plan.is_email = role == Role::email;
    const bool is_table = role == Role::data_table && attribute.collection;
    plan.takes_choices = is_table;
    plan.takes_several = is_table;
    if (const auto slot = checker.slot_of(plan.name); slot)
        checker.assigns(field, plan.name, true);
}

/// The fields that a data table shows are fetched, although nothing else names them.
void show_columns(const Element& field, const ScreenFieldPlan& component, FlowChecker& checker) {
    const ComponentInput* const columns = component.input("columns");
    const Type rows = generic_type(field, checker.schema());
    if (columns == nullptr || !is_constant(columns->value) || !rows.is_record())
        return;
    const Value text = constant_value(columns->value);
    if (text.tag() != Tag::text)
        return;
    const Object& object = checker.schema().object(rows.object);
    for (const std::string_view column : shown_columns(text.as_text()))
        if (const auto found = object.find_field(column))
            static_cast<void>(checker.layouts().of(object.id).cell(*found));
}

/// `returns { Variable = attribute }`
void add_returned(const Element& field, ScreenFieldPlan& component, FlowChecker& checker) {
    const auto* const list = field.value<List<Assignment>>("returns");
    for (const Assignment& assignment : list == nullptr ? List<Assignment>{} : *list) {
        if (assignment.target.empty())
            continue;
        const auto to = destination(checker, assignment.target);
        const Expr* const root = assignment.value == nullptr ? nullptr : assignment.value->root;
        if (!to || root == nullptr || root->kind != ExprKind::reference)
            continue;
        const Path& path = static_cast<const ReferenceExpr*>(root)->path;
        if (path.empty())
            continue;
        const bool is_known = component.standard != nullptr;
        Type type = is_known ? Type::of(TypeKind::any) : to->type;
        if (type.is_numeric())
            type.scale = most_decimals; // the variable rounds
        ScreenFieldPlan& plan =
            attribute_plan(field, path.parts.front().text, type, component, checker);
        plan.is_asked = true;
        // What a component gives, its own code knows: nothing is reported of its type.
        const Expression held = slot_value(
            plan.place->slot,
            plan.type.kind == to->type.kind ? plan.type : Type::of(TypeKind::any),
            checker.compile_context().arena
        );
        const Expression value = coerce(
            held, to->type, assignment.value->span, "the variable", checker.compile_context()
        );
        plan.outputs.push_back({plan.place->slot, value, *to});
    }
}

} // namespace

std::vector<ChoiceSource>
compile_choices(const Element& screen, const Element& field, FlowChecker& checker) {
    std::vector<ChoiceSource> sources;
    const auto* const paths = field.value<List<Path>>("choices");
    for (const Path& path : paths == nullptr ? List<Path>{} : *paths) {
        if (path.empty())
            continue;
        static_cast<void>(checker.reference(path));
        const Element* const element = checker.find_element(path.parts.front().text);
        if (element == nullptr)
            continue;
        if (element->shape == kinds::choice.shape)
            sources.push_back({compile_choice(screen, *element, checker), nullptr});
        else if (element->shape == kinds::choice_set.shape)
            sources.push_back({nullptr, ChoiceSetCompiler(screen, *element, checker).compile()});
    }
    return sources;
}

void declare_component(const Element& field, FlowChecker& checker) {
    static_cast<void>(checker.open_outputs(field.name));
    const StandardComponent* const standard = find_standard_component(extension(field));
    if (standard == nullptr || field.has("returns"))
        return;
    for (const StandardAttribute& attribute : standard->attributes)
        checker.declare(
            attribute_name(field, attribute.name, checker.compile_context().arena),
            type_of(attribute, field, checker.schema()),
            NameOrigin::screen_value
        );
}

void compile_component(const Element& field, ScreenFieldPlan& plan, FlowChecker& checker) {
    plan.component = extension(field);
    plan.standard = find_standard_component(plan.component);
    const auto* const inputs = field.value<List<Assignment>>("");
    for (const Assignment& assignment : inputs == nullptr ? List<Assignment>{} : *inputs) {
        if (assignment.value == nullptr)
            continue;
        const Expression value =
            compile(*assignment.value, checker.scope(), checker.compile_context());
        if (!assignment.target.empty())
            plan.inputs.push_back({std::string(assignment.target.parts.front().text), value});
    }
    if (plan.standard != nullptr)
        for (const StandardAttribute& attribute : plan.standard->attributes)
            add_standard(field, attribute, plan, checker);
    show_columns(field, plan, checker);
    add_returned(field, plan, checker);
    plan.open = checker.open_outputs(field.name);
}

} // namespace weir::elements
