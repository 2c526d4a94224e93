// The names of a flow: declaring them, finding them, compiling resources when they are first read.
#include "base/limits.hpp"
#include "check/flow_check.hpp"

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

namespace {

bool equal_name(std::string_view left, std::string_view right) {
    return left.size() == right.size() && folded(left) == folded(right);
}

} // namespace

/// False, after a report, if the name is taken. An element and the value it gives share their name.
bool FlowCheck::enter_name(const Name& name, const Element* element, StepId step) {
    if (name.text.empty())
        return false;
    const auto [found, is_new] = model_.names.try_emplace(folded(name.text));
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
        model_.names[folded(name.text)].symbol = index;
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
    if (equal_name(name.text, process_count))
        flow().is_recursive = true;
    if (model_.trigger_object == nullptr || type != Type::record_of(model_.trigger_object->id))
        return std::nullopt;
    if (equal_name(name.text, process_record))
        return fixed_slot::record;
    return equal_name(name.text, process_prior) ? std::optional(fixed_slot::prior) : std::nullopt;
}

bool FlowCheck::names_saved_record(std::string_view head) const {
    return equal_name(head, "$Record") ||
           (model_.program->is_process && equal_name(head, process_record));
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

// -------------------------------------------------------------------------------------- scope

Resolution FlowCheck::resolve(const Path& path) {
    if (path.empty())
        return {};
    const Name& head = path.parts.front();
    if (equal_name(head.text, "$Record") || equal_name(head.text, "$Record__Prior"))
        return resolve_record(path);
    declare_open_output(path);
    uint32_t parts = 1;
    if (const auto symbol = find_value(path, parts)) {
        Resolution resolution = resolve_symbol(*symbol, path);
        resolution.parts = parts;
        return resolution;
    }
    const FlowModel::Entry* const entry = model_.find(head.text);
    if (entry == nullptr)
        return {};
    if (const auto only = only_output(path, *entry))
        return *only;
    report_no_value(path, *entry);
    return {Resolution::Kind::reported, {}, 0, {}};
}

/// A symbol that is called like the first two or three names of a path.
std::optional<uint32_t> FlowCheck::find_longer_value(const Path& path, uint32_t& parts) const {
    constexpr size_t most_parts = 3;
    for (size_t count = std::min(path.parts.size(), most_parts); count > 1; --count) {
        std::string name(path.parts.front().text);
        for (size_t part = 1; part < count; ++part)
            name += fmt::format(".{}", path.parts[part].text);
        const FlowModel::Entry* const entry = model_.find(name);
        if (entry == nullptr || !entry->symbol)
            continue;
        parts = static_cast<uint32_t>(count);
        return entry->symbol;
    }
    return std::nullopt;
}

/// The symbol that a path begins with: a name, or two for an output of a call (`Send.Result`),
/// declared as such.
std::optional<uint32_t> FlowCheck::find_value(const Path& path, uint32_t& parts) const {
    const Name& head = path.parts.front();
    const FlowModel::Entry* entry = model_.find(head.text);
    parts = 1;
    if (entry != nullptr && entry->symbol) {
        // What an element gives may have names of its own: `Ask.Status`, `Ask.Outputs.Answer`.
        if (model_.symbols[*entry->symbol].origin == NameOrigin::element_result)
            if (const auto longer = find_longer_value(path, parts))
                return longer;
        return entry->symbol;
    }
    if (entry == nullptr || path.parts.size() < 2)
        return std::nullopt;
    entry = model_.find(fmt::format("{}.{}", head.text, path.parts[1].text));
    if (entry == nullptr)
        return std::nullopt;
    parts = 2;
    return entry->symbol;
}

void FlowCheck::report_no_value(const Path& path, const FlowModel::Entry& element) {
    const Name& head = path.parts.front();
    const std::string prefix = folded(head.text) + ".";
    std::vector<std::string_view> outputs;
    for (const Symbol& symbol : model_.symbols)
        if (folded(symbol.name.text).substr(0, prefix.size()) == prefix)
            outputs.push_back(symbol.name.text.substr(prefix.size()));
    if (outputs.empty() || path.parts.size() < 2) {
        auto report =
            out().report(Code::W0307, head.span, "the element `{}` has no value", head.text);
        report.here("read as a value here").label(element.name.span, "the element");
        if (!outputs.empty())
            report.help(fmt::format("read an output of it: `{}.{}`", head.text, outputs.front()));
        return;
    }
    const Name& output = path.parts[1];
    out()
        .report(
            Code::W0307, output.span, "the element `{}` has no output `{}`", head.text, output.text
        )
        .here("no such output")
        .label(element.name.span, "the element")
        .help_nearest(output.text, outputs, "an output with a similar name exists: `{}`");
}

Resolution FlowCheck::resolve_record(const Path& path) {
    const Name& head = path.parts.front();
    const bool is_prior = equal_name(head.text, "$Record__Prior");
    const Object* const object = model_.trigger_object;
    const bool is_event = flow().start == FlowStart::event;
    if (object == nullptr && model_.flow->broken)
        return {Resolution::Kind::reported, {}, 0, {}};
    if (object == nullptr &&
        (model_.flow->has(flow_key::trigger) || model_.flow->has(flow_key::schedule_object)))
        return {Resolution::Kind::reported, {}, 0, {}};
    if (object == nullptr || (is_prior && is_event)) {
        auto report =
            out().report(Code::W0308, head.span, "there is no `{}` in this flow", head.text);
        if (is_event) {
            report.here("an event has no earlier state");
        } else {
            report.here("no record starts this flow").label(model_.flow->header, "it has no `on`");
            report.help("start the flow with a record: `on Contact after create`, or take the "
                        "record as an input: "
                        "`var Given: Contact input`");
        }
        return {Resolution::Kind::reported, {}, 0, {}};
    }
    const uint32_t slot = is_prior ? fixed_slot::prior : fixed_slot::record;
    if (!is_prior && path.parts.size() == 1)
        model_.reads_record = true;
    return {Resolution::Kind::slot, Type::record_of(object->id), slot, {}};
}

Resolution FlowCheck::resolve_symbol(uint32_t index, const Path& path) {
    if (!model_.symbols[index].is_expression()) {
        const Symbol& symbol = model_.symbols[index];
        return {Resolution::Kind::slot, symbol.type, symbol.slot, {}};
    }
    const Name& head = path.parts.front();
    ++model_.symbols[index].reads; // here, because what is reported below is no use
    if (model_.symbols[index].state == Symbol::State::compiling) {
        auto report =
            out().report(Code::W0341, head.span, "the formula `{}` reads itself", head.text);
        if (reader_.kind == Reader::Kind::symbol && reader_.index != index)
            report.here(fmt::format("through `{}`", model_.symbols[reader_.index].name.text));
        else
            report.here("here");
        report.label(model_.symbols[index].name.span, "the formula");
        return {Resolution::Kind::reported, {}, 0, {}};
    }
    // The depth is that of the finished tree as well: formulas are put in place where they are
    // read.
    const bool is_too_deep =
        compile_depth_ >= limits::nesting || model_.symbols[index].depth >= limits::nesting;
    if (is_too_deep) {
        out()
            .report(
                Code::W0342,
                head.span,
                "`{}` reads through more than {} formulas",
                head.text,
                limits::nesting
            )
            .help("keep a result on the way in a variable");
        return {Resolution::Kind::reported, {}, 0, {}};
    }
    if (model_.symbols[index].state == Symbol::State::waiting)
        compile_resource(index);
    const Symbol& symbol = model_.symbols[index];
    if (reader_.kind == Reader::Kind::symbol) {
        Symbol& reader = model_.symbols[reader_.index];
        reader.depth = std::max(reader.depth, symbol.depth + 1);
    }
    if (!symbol.expression || symbol.expression.type.is_error())
        return {Resolution::Kind::reported, {}, 0, {}};
    return {Resolution::Kind::expression, symbol.type, 0, symbol.expression};
}

std::optional<uint32_t> FlowCheck::is_new_slot() {
    if (model_.trigger_object == nullptr || flow().start == FlowStart::event)
        return std::nullopt;
    return fixed_slot::is_new;
}

std::optional<uint32_t> FlowCheck::flow_slot(std::string_view name) {
    if (equal_name(name, "FaultMessage"))
        return fixed_slot::fault_message;
    if (equal_name(name, "InterviewGuid"))
        return fixed_slot::interview_guid;
    if (equal_name(name, "InterviewStartTime"))
        return fixed_slot::start_time;
    return flow_variable(name);
}

void FlowCheck::use(const Path& path, const Resolution&, FieldId field) {
    if (path.empty())
        return;
    uint32_t parts = 1;
    const auto symbol = find_value(path, parts);
    if (!symbol)
        return;
    const Name* const key = path.parts.data();
    if (!model_.uses.try_emplace(key, Use{*symbol, field, path.span}).second)
        return;
    if (reader_.kind != Reader::Kind::symbol || reader_.index != *symbol)
        ++model_.symbols[*symbol].reads;
    switch (reader_.kind) {
    case Reader::Kind::flow:
        break;
    case Reader::Kind::step:
        model_.steps[reader_.index].uses.push_back(key);
        break;
    case Reader::Kind::symbol:
        model_.symbols[reader_.index].uses.push_back(key);
        break;
    }
}

std::vector<std::string_view> FlowCheck::names() const {
    std::vector<std::string_view> result;
    result.reserve(model_.symbols.size() + 2);
    for (const Symbol& symbol : model_.symbols)
        result.push_back(symbol.name.text);
    if (model_.trigger_object != nullptr) {
        result.push_back("$Record");
        result.push_back("$Record__Prior");
    }
    return result;
}

void FlowCheck::report_unknown_name(const Name& name) {
    const std::vector<std::string_view> candidates = names();
    model_.has_unknown_target = true;
    out()
        .report(Code::W0304, name.span, "this flow has no resource `{}`", name.text)
        .here("no such resource")
        .help_nearest(name.text, candidates, "a resource with a similar name exists: `{}`");
}

} // namespace weir
