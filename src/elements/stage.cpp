// stage: a part of a screen flow that the user is told of.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "syntax/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "order",
     .value = ValueKind::number,
     .xml = "stageOrder",
     .doc = "Its place among the stages."},
    {.key = "active",
     .value = ValueKind::flag,
     .xml = "isActive",
     .doc = "One of the active stages when the flow begins."},
    elements::description_clause,
};

constexpr std::string_view unless_active[] = {"active"};
constexpr XmlImplied implied[] = {
    {.tag = "isActive", .value = "false", .unless = unless_active},
};

constexpr Shape shape{
    .keyword = "stage",
    .category = Category::resource,
    .xml = "stages",
    .clauses = clauses,
    .doc = "A stage: a part of a screen flow, shown to its user as progress.",
    .implied = implied,
    .xml_label = "label",
};

double order_of(const Element& element) {
    const auto* const order = element.value<NumberLiteral>("order");
    double value = 0;
    if (order != nullptr)
        static_cast<void>(std::from_chars(
            order->digits.data(), order->digits.data() + order->digits.size(), value
        ));
    return value;
}

/// The variable behind `$Flow.CurrentStage` or `$Flow.ActiveStages`, which begins with `start`.
void begin_with(std::string_view member, Value start, FlowChecker& checker) {
    Arena& arena = checker.compile_context().arena;
    const std::vector<Name> parts{{"$Flow", {}}, {member, {}}};
    const Place place = checker.place(Path{arena.copy(parts), {}});
    const Expression value = constant(start, place.type, arena);
    std::vector<Variable>& variables = checker.flow().variables;
    const auto found = std::ranges::find_if(variables, [&](const Variable& variable) {
        return variable.slot == place.slot;
    });
    if (found != variables.end())
        found->default_value = value;
    else
        variables.push_back(
            {fmt::format("$Flow.{}", member), place.type, place.slot, false, false, value}
        );
}

/// The active stages in their order, and of them the first: where an interview begins.
void set_start(FlowChecker& checker) {
    Arena& arena = checker.compile_context().arena;
    std::vector<Value> active;
    for (const FlowStage& stage : checker.flow().stages) {
        if (!stage.is_active)
            continue;
        const std::string whole = fmt::format("{}:{}", checker.flow().name, stage.name);
        active.push_back(Value::text(arena.copy(std::string_view(whole))));
    }
    begin_with("ActiveStages", make_collection(active, arena), checker);
    begin_with("CurrentStage", active.empty() ? Value::null() : active.front(), checker);
}

void declare(const Element& element, FlowChecker& checker) {
    checker.declare_expression(element.name, Type::of(TypeKind::text), element, NameOrigin::stage);
    std::vector<FlowStage>& stages = checker.flow().stages;
    FlowStage stage{
        std::string(element.name.text),
        element.label != nullptr ? std::string(element.label->value)
                                 : label_from_name(element.name.text),
        order_of(element),
        element.has("active")};
    const auto behind = std::ranges::upper_bound(stages, stage.order, {}, &FlowStage::order);
    stages.insert(behind, std::move(stage));
    set_start(checker);
}

} // namespace

const ElementKind kinds::stage{.shape = &shape, .declare = declare};

} // namespace weir
