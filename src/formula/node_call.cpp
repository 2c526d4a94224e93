// Calls of the functions that are a descriptor with an implementation for one row.

#include "formula/function.hpp"
#include "formula/node.hpp"
#include "types/convert.hpp"

namespace weir {

namespace {

constexpr uint32_t bit(Tag tag) {
    return 1U << static_cast<uint32_t>(tag);
}
constexpr uint32_t bit(TypeKind kind) {
    return 1U << static_cast<uint32_t>(kind);
}

constexpr uint32_t any_number = bit(Tag::number) | bit(Tag::big_number);
constexpr uint32_t numeric =
    bit(TypeKind::number) | bit(TypeKind::currency) | bit(TypeKind::percent);
constexpr uint32_t textual = bit(TypeKind::text) | bit(TypeKind::picklist) |
                             bit(TypeKind::multi_picklist) | bit(TypeKind::id);

struct KindFacts {
    std::string_view words;
    uint32_t types;
    uint32_t tags;
};

KindFacts kind_facts(ParameterKind kind) {
    constexpr uint32_t everything = ~0U;
    switch (kind) {
    case ParameterKind::text:
        return {"Text", textual, bit(Tag::text)};
    case ParameterKind::number:
        return {"Number", numeric, any_number};
    case ParameterKind::boolean:
        return {"Boolean", bit(TypeKind::boolean), bit(Tag::boolean)};
    case ParameterKind::date:
        return {"Date", bit(TypeKind::date), bit(Tag::date)};
    case ParameterKind::date_time:
        return {"Date/Time", bit(TypeKind::date_time), bit(Tag::date_time)};
    case ParameterKind::date_or_date_time:
        return {
            "Date or Date/Time",
            bit(TypeKind::date) | bit(TypeKind::date_time),
            bit(Tag::date) | bit(Tag::date_time)};
    case ParameterKind::text_or_date_time:
        return {
            "Text or Date/Time",
            textual | bit(TypeKind::date_time),
            bit(Tag::text) | bit(Tag::date_time)};
    case ParameterKind::day:
        return {
            "Text, Date or Date/Time",
            textual | bit(TypeKind::date) | bit(TypeKind::date_time),
            bit(Tag::text) | bit(Tag::date) | bit(Tag::date_time)};
    case ParameterKind::clock:
        return {
            "Text, Date/Time or Time",
            textual | bit(TypeKind::date_time) | bit(TypeKind::time),
            bit(Tag::text) | bit(Tag::date_time) | bit(Tag::time)};
    case ParameterKind::time:
        return {"Time", bit(TypeKind::time), bit(Tag::time)};
    case ParameterKind::moment:
        return {
            "Date, Date/Time or Time",
            bit(TypeKind::date) | bit(TypeKind::date_time) | bit(TypeKind::time),
            bit(Tag::date) | bit(Tag::date_time) | bit(Tag::time)};
    case ParameterKind::any:
        return {"a value", everything & ~bit(TypeKind::record), everything};
    case ParameterKind::picklist:
        return {"Picklist", bit(TypeKind::picklist), bit(Tag::text)};
    case ParameterKind::multi_picklist:
        return {"Multi-Select Picklist", bit(TypeKind::multi_picklist), bit(Tag::text)};
    case ParameterKind::field:
        return {"a field", everything, everything};
    case ParameterKind::location:
        return {"Geolocation", bit(TypeKind::location), bit(Tag::collection)};
    }
    return {};
}

struct Operand {
    const Node* node = nullptr;
    uint32_t ready = 0; // tags of values that go to the function as they are
};

struct CallNode : Node {
    const Function* function = nullptr;
    std::span<const Operand> operands;
};

constexpr uint32_t nothing = bit(Tag::unset) | bit(Tag::null);

const Parameter& parameter_of(const Function& function, size_t index) {
    return function.parameters[std::min(index, function.parameters.size() - 1)];
}

// Makes an argument fit its parameter: an id where a text is wanted becomes one. False if it cannot
// fit.
bool prepare(const Parameter& parameter, Value& value, Arena& arena) {
    if (value.is_null() || accepts(parameter.kind, value.tag())) [[likely]]
        return true;
    if (value.tag() != Tag::id || !accepts(parameter.kind, Tag::text))
        return false;
    value = Value::text(to_text(value, arena));
    return true;
}

// A row with an argument that is a fault or does not fit as it is.
Value call_unready(
    const Function& function, std::span<Value> arguments, const Evaluation& evaluation
) {
    bool has_null = false;
    for (size_t index = 0; index < arguments.size(); ++index) {
        Value& argument = arguments[index];
        if (argument.is_fault())
            return argument;
        has_null |= argument.is_null();
        if (!prepare(parameter_of(function, index), argument, evaluation.arena))
            return make_fault("a function was given a value of the wrong type", evaluation.arena);
    }
    if (has_null && function.null_in_null_out)
        return Value::null();
    return function.call({arguments, evaluation.frame.surroundings, &evaluation.arena});
}

void run_call(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const CallNode&>(self);
    const Function& function = *node.function;
    const uint32_t makes_null = function.null_in_null_out ? nothing : 0U;
    const ScratchMark mark(evaluation.scratch);
    const std::span<Column> columns = evaluation.scratch.array<Column>(node.operands.size());
    const std::span<Value> arguments = evaluation.scratch.array<Value>(node.operands.size());
    for (size_t index = 0; index < columns.size(); ++index)
        columns[index] = operand(*node.operands[index].node, evaluation, rows);
    const CallArguments call{arguments, evaluation.frame.surroundings, &evaluation.arena};
    for (const uint32_t row : rows) {
        uint32_t seen = 0;
        uint32_t unready = 0;
        for (size_t index = 0; index < columns.size(); ++index) {
            arguments[index] = columns[index][row];
            const uint32_t tag = bit(arguments[index].tag());
            seen |= tag;
            unready |= tag & ~node.operands[index].ready;
        }
        if (unready != 0) [[unlikely]]
            out[row] = call_unready(function, arguments, evaluation);
        else if ((seen & makes_null) != 0)
            out[row] = Value::null();
        else
            out[row] = function.call(call);
    }
}

} // namespace

std::string_view words(ParameterKind kind) {
    return kind_facts(kind).words;
}

bool accepts(ParameterKind kind, Type type) {
    if (type.kind == TypeKind::error || type.kind == TypeKind::null || type.kind == TypeKind::any)
        return true;
    if (type.collection)
        return false;
    return (kind_facts(kind).types & bit(type.kind)) != 0;
}

bool accepts(ParameterKind kind, Tag tag) {
    return (kind_facts(kind).tags & bit(tag)) != 0;
}

const Node*
make_call(const Function& function, std::span<const Node* const> operands, Arena& arena) {
    auto* const node = arena.make<CallNode>();
    node->run = run_call;
    node->function = &function;
    const std::span<Operand> made = arena.make_array<Operand>(operands.size());
    for (size_t index = 0; index < operands.size(); ++index) {
        const uint32_t tags = kind_facts(parameter_of(function, index).kind).tags;
        made[index] = {operands[index], (tags | nothing) & ~bit(Tag::fault)};
    }
    node->operands = made;
    return &carry(*node, operands);
}

} // namespace weir
