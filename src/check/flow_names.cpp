// The names of a flow: declaring them, finding them, compiling resources when they are first read.
#include "check/flow_check.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

namespace weir {

std::string_view describe(NameOrigin origin) {
    switch (origin) {
    case NameOrigin::variable:
        return "a variable";
    case NameOrigin::constant:
        return "a constant";
    case NameOrigin::formula:
        return "a formula";
    case NameOrigin::text_template:
        return "a text template";
    case NameOrigin::get_result:
        return "the result of a Get Records";
    case NameOrigin::loop_item:
        return "the item of a loop";
    case NameOrigin::created_id:
        return "the Id of a new record";
    case NameOrigin::outcome:
        return "an outcome";
    case NameOrigin::action_output:
        return "an output of an action";
    case NameOrigin::subflow_output:
        return "an output of a subflow";
    case NameOrigin::choice:
        return "a choice";
    case NameOrigin::choice_set:
        return "a set of choices";
    case NameOrigin::stage:
        return "a stage";
    case NameOrigin::screen_value:
        return "the value of a field on a screen";
    case NameOrigin::element_result:
        return "the result of an element";
    }
    return "a name";
}

/// False, after a report, if the name is taken. An element and the value it gives share their name.
bool FlowCheck::enter_name(const Name& name, const Element* element, StepId step) {
    if (name.text.empty())
        return false;
    const auto [found, is_new] = model_.names.try_emplace(name.text);
    FlowModel::Entry& entry = found->second;
    if (is_new) {
        entry.name = name;
        entry.element = element;
        entry.step = step;
        return true;
    }
    if (entry.name.span == name.span && entry.element == element && !entry.symbol)
        return true;
    out()
        .report(Code::W0301, name.span, "the name `{}` is taken", name.text)
        .here("a second time here")
        .label(entry.name.span, "first used here")
        .note("resources and elements of a flow share their names, and capitals make no difference"
        );
    return false;
}

uint32_t FlowCheck::add_symbol(const Name& name, Type type, NameOrigin origin) {
    const auto index = static_cast<uint32_t>(model_.symbols.size());
    Symbol& symbol = model_.symbols.emplace_back();
    symbol.name = name;
    symbol.type = type;
    symbol.origin = origin;
    symbol.element = declaring_;
    symbol.step = declaring_step_;
    if (enter_name(name, declaring_, declaring_step_))
        model_.names[name.text].symbol = index;
    return index;
}

uint32_t FlowCheck::declare(const Name& name, Type type, NameOrigin origin) {
    const uint32_t slot = hidden_slot();
    model_.symbols[add_symbol(name, type, origin)].slot = slot;
    flow().results.emplace_back(name.text, slot);
    flow().result_types.push_back(type);
    return slot;
}

void FlowCheck::declare_expression(
    const Name& name, Type type, const Element& resource, NameOrigin origin
) {
    Symbol& symbol = model_.symbols[add_symbol(name, type, origin)];
    symbol.element = &resource;
    symbol.state = Symbol::State::waiting;
}

namespace {

// What Process Builder calls the record of a process, and the record as it was.
constexpr std::string_view process_record = "myVariable_current";
constexpr std::string_view process_prior = "myVariable_old";
/// A process that has it may evaluate a record several times in one transaction.
constexpr std::string_view process_count = "RecursionCountVariable";

} // namespace

/// Variables of a process that hold the record that was saved share the slots of `$Record`.
std::optional<uint32_t> FlowCheck::process_slot(const Name& name, Type type) {
    if (!flow().is_process)
        return std::nullopt;
    if (equal_ignoring_case(name.text, process_count))
        flow().is_recursive = true;
    if (model_.trigger_object == nullptr || type != Type::record_of(model_.trigger_object->id))
        return std::nullopt;
    if (equal_ignoring_case(name.text, process_record))
        return fixed_slot::record;
    return equal_ignoring_case(name.text, process_prior) ? std::optional(fixed_slot::prior)
                                                         : std::nullopt;
}

bool FlowCheck::names_saved_record(std::string_view head) const {
    return equal_ignoring_case(head, "$Record") ||
           (model_.program->is_process && equal_ignoring_case(head, process_record));
}

void FlowCheck::declare_variable(
    const Name& name, Type type, const Element& resource, bool input, bool output
) {
    const uint32_t slot = process_slot(name, type).value_or(flow().slot_count);
    if (slot == flow().slot_count)
        (void)hidden_slot();
    Symbol& symbol = model_.symbols[add_symbol(name, type, NameOrigin::variable)];
    symbol.slot = slot;
    symbol.element = &resource;
    symbol.input = input;
    symbol.output = output;
    symbol.has_default = resource.has("=");
    flow().variables.push_back({std::string(name.text), type, slot, input, output, {}});
}

std::optional<uint32_t> FlowCheck::slot_of(std::string_view name) const {
    const FlowModel::Entry* const entry = model_.find(name);
    if (entry == nullptr || !entry->symbol)
        return std::nullopt;
    const Symbol& symbol = model_.symbols[*entry->symbol];
    if (symbol.is_expression())
        return std::nullopt;
    return symbol.slot;
}

const Element* FlowCheck::find_element(std::string_view name) const {
    const FlowModel::Entry* const entry = model_.find(name);
    if (entry == nullptr)
        return nullptr;
    return entry->symbol ? model_.symbols[*entry->symbol].element : entry->element;
}

// ---------------------------------------------------------------------------------- resources

/// The formula or text behind `=`, as the declared type.
void FlowCheck::compile_resource(uint32_t index) {
    const Element& resource = *model_.symbols[index].element;
    const Type type = model_.symbols[index].type;
    const Reader before = std::exchange(reader_, Reader{Reader::Kind::symbol, index});
    model_.symbols[index].state = Symbol::State::compiling;
    ++compile_depth_;
    Expression expression;
    if (const auto* const text = resource.value<TextLiteral>("="))
        expression = compile_template(*text, *this, context_);
    else if (const auto* const value = resource.value<const Formula*>("=");
             value != nullptr && *value != nullptr) {
        expression = compile(**value, *this, context_);
        const std::string what = fmt::format("`{}`", model_.symbols[index].name.text);
        expression = coerce(expression, type, (*value)->span, what, context_);
    } else if (model_.symbols[index].origin == NameOrigin::stage) {
        const std::string whole = fmt::format("{}:{}", flow().name, resource.name.text);
        const Value stage = Value::text(context_.arena.copy(std::string_view(whole)));
        expression = constant(stage, type, context_.arena);
    } else
        expression = constant(Value::null(), type, context_.arena);
    // Up to API 60 a text without a value is the empty text (reference/limits.md, section 4).
    const double api = flow().api;
    if (api > 0 && api < 61 && model_.symbols[index].origin == NameOrigin::formula &&
        type == Type::of(TypeKind::text))
        expression = null_as_empty(expression, context_.arena);
    --compile_depth_;
    reader_ = before;
    // By index: compiling may have gone through other resources, not through new symbols, but a
    // reference would say so.
    model_.symbols[index].expression = expression;
    model_.symbols[index].state = Symbol::State::compiled;
}

void FlowCheck::compile_defaults() {
    reader_ = {};
    for (Variable& variable : flow().variables) {
        const FlowModel::Entry* const entry = model_.find(variable.name);
        if (entry == nullptr || !entry->symbol)
            continue;
        const Symbol& symbol = model_.symbols[*entry->symbol];
        if (symbol.slot != variable.slot || !symbol.has_default)
            continue;
        const auto* const value = symbol.element->value<const Formula*>("=");
        if (value == nullptr || *value == nullptr)
            continue;
        const std::string what = fmt::format("variable `{}`", variable.name);
        variable.default_value = coerce(
            compile(**value, *this, context_), variable.type, (*value)->span, what, context_
        );
    }
}

} // namespace weir
