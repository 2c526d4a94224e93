// An expression as a value of a variable's, parameter's or field's type.

#include "formula/compare_values.hpp"
#include "formula/compiler.hpp"
#include "formula/moments.hpp"
#include "formula/numbers.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <array>

namespace weir {

namespace {

using Convert = Value (*)(const Value&, Type target, const Evaluation&);

struct ConvertNode : Node {
    Convert convert = nullptr;
    Type target;
    const Node* operand = nullptr;
};

void run_convert(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const ConvertNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column column = operand(*node.operand, evaluation, rows);
    for (const uint32_t row : rows) {
        const Value& value = column[row];
        out[row] = value.is_fault() ? value : node.convert(value, node.target, evaluation);
    }
}

Expression converted(Expression expression, Type target, Convert convert, Arena& arena) {
    auto* const node = arena.make<ConvertNode>();
    node->run = run_convert;
    node->convert = convert;
    node->target = target;
    node->operand = expression.root;
    carry(*node, std::array{expression.root});
    if (!is_constant(expression))
        return {node, target};
    const uint32_t row = 0;
    Value result;
    evaluate({node, target}, Frame{{}, 1, nullptr, &arena}, Rows(&row, 1), &result);
    return result.is_fault() ? Expression{node, target}
                             : Expression{make_constant(result, arena), target};
}

Value does_not_fit(const Evaluation& evaluation) {
    return make_fault("a value has another type than the one it is assigned to", evaluation.arena);
}

Value rounded(const Value& value, Type target, const Evaluation& evaluation) {
    if (value.is_null())
        return value;
    if (!value.is_number())
        return does_not_fit(evaluation);
    if (value.tag() == Tag::number && value.scale() <= target.scale)
        return value;
    return number_value(round(value.decimal(), target.scale), evaluation.arena);
}

Value as_text(const Value& value, Type, const Evaluation& evaluation) {
    if (value.is_null() || value.tag() == Tag::text)
        return value;
    return Value::text(to_text(value, evaluation.arena));
}

// A text that is no id goes on as it is: the store refuses it with the fault that Salesforce gives.
Value as_id(const Value& value, Type, const Evaluation&) {
    if (value.tag() != Tag::text)
        return value;
    const auto id = parse_id(value.as_text());
    if (id)
        return Value::id(*id);
    return value.size() == 0 ? Value::null() : value;
}

Value as_date(const Value& value, Type, const Evaluation& evaluation) {
    if (value.tag() != Tag::date_time)
        return value;
    const Surroundings* const surroundings = evaluation.frame.surroundings;
    const TimeZone zone = surroundings == nullptr ? TimeZone::utc() : surroundings->zone;
    return Value::date(zone.local_days(value.integer()));
}

Value as_date_time(const Value& value, Type, const Evaluation&) {
    return value.tag() == Tag::date ? Value::date_time(value.integer() * milliseconds_of_day)
                                    : value;
}

bool is_kind(const Value& value, TypeKind kind) {
    switch (kind) {
    case TypeKind::boolean:
        return value.tag() == Tag::boolean;
    case TypeKind::time:
        return value.tag() == Tag::time;
    case TypeKind::location:
        return value.tag() == Tag::collection;
    case TypeKind::record:
        return value.tag() == Tag::record;
    default:
        return true;
    }
}

// Of an unknown type: seen while running.
Value checked(const Value& value, Type target, const Evaluation& evaluation) {
    if (value.is_null())
        return value;
    const bool fits =
        target.collection ? value.tag() == Tag::collection : is_kind(value, target.kind);
    return fits ? value : does_not_fit(evaluation);
}

Value field_text(const Value& value, Type, const Evaluation& evaluation) {
    if (value.is_null())
        return value;
    std::string_view text = to_text(value, evaluation.arena);
    const size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return Value::null();
    text = text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
    return Value::text(text);
}

// Formula fields have at most so many decimals, whatever their formula computes with.
constexpr int field_decimals = 32;

Value field_number(const Value& value, Type, const Evaluation& evaluation) {
    if (value.tag() != Tag::big_number)
        return value.is_null() || value.is_number() ? value : does_not_fit(evaluation);
    return number_value(round(value.decimal(), field_decimals), evaluation.arena);
}

Value field_percent(const Value& value, Type target, const Evaluation& evaluation) {
    if (value.is_null())
        return value;
    if (!value.is_number())
        return does_not_fit(evaluation);
    const Value percent = multiply_numbers(value, Value::number(100), evaluation.arena);
    return percent.is_fault() ? percent : field_number(percent, target, evaluation);
}

Value field_boolean(const Value& value, Type, const Evaluation&) {
    return Value::boolean(value.is_true());
}

// The fraction of a percentage that nothing was done with.
Value fraction(const Value& value, Type, const Evaluation& evaluation) {
    if (value.is_null())
        return value;
    if (!value.is_number())
        return does_not_fit(evaluation);
    return divide_numbers(value, Value::number(100), evaluation.arena);
}

// How a value of `source` becomes one of `target`; `known` is false if it cannot.
Convert conversion(Type source, Type target, bool& known) {
    known = true;
    const bool is_open = source.kind == TypeKind::any;
    if (target.kind == TypeKind::any) {
        known = is_open || source.collection || !target.collection;
        return nullptr;
    }
    if (source.collection != target.collection && !is_open) {
        known = false;
        return nullptr;
    }
    if (target.collection) {
        const bool same = source.kind == target.kind && source.object == target.object;
        const bool both_text = source.is_textual() == target.is_textual() &&
                               source.item().is_textual() && target.item().is_textual();
        const bool both_numbers = source.item().is_numeric() && target.item().is_numeric();
        known = is_open || same || both_text || both_numbers;
        return is_open ? checked : nullptr;
    }
    const bool from_text = source.is_textual();
    switch (target.kind) {
    case TypeKind::error:
    case TypeKind::null:
    case TypeKind::any:
        return nullptr;
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent:
        known = is_open || source.is_numeric();
        return rounded;
    case TypeKind::text:
    case TypeKind::picklist:
    case TypeKind::multi_picklist:
        // Flows write any single value into a text.
        known = !source.is_record() && source.kind != TypeKind::location;
        return source.kind == TypeKind::id || is_open || !from_text ? as_text : nullptr;
    case TypeKind::id:
        known = is_open || from_text;
        return source.kind == TypeKind::id ? nullptr : as_id;
    case TypeKind::date:
        known = is_open || source.kind == TypeKind::date || source.kind == TypeKind::date_time;
        return source.kind == TypeKind::date ? nullptr : as_date;
    case TypeKind::date_time:
        known = is_open || source.kind == TypeKind::date || source.kind == TypeKind::date_time;
        return source.kind == TypeKind::date_time ? nullptr : as_date_time;
    case TypeKind::record:
        known = is_open || (source.is_record() &&
                            (source.object == target.object || target.object == ObjectId::none));
        return is_open ? checked : nullptr;
    case TypeKind::boolean:
    case TypeKind::time:
    case TypeKind::location:
        known = is_open || source.kind == target.kind;
        return is_open ? checked : nullptr;
    }
    return nullptr;
}

bool is_settled(Expression expression) {
    return expression.type.is_error() || expression.type.kind == TypeKind::null;
}

} // namespace

Expression coerce(
    Expression expression, Type target, Span span, std::string_view what, CompileContext& context
) {
    if (is_settled(expression) || target.is_error())
        return {expression.root, expression.type.is_error() ? Type{} : target};
    bool known = false;
    const Convert convert = conversion(expression.type, target, known);
    if (!known) {
        const std::string found = describe(expression.type, context.schema);
        const std::string_view noun =
            std::string_view(found).substr(found.starts_with("a ") ? 2 : 0);
        context.out
            .report(
                Code::W0401,
                span,
                "{} is {} and takes no {}",
                what,
                describe(target, context.schema),
                noun
            )
            .here(fmt::format("this is {}", found));
        return {make_constant(Value::null(), context.arena), Type{}};
    }
    if (convert == nullptr)
        return {expression.root, target};
    // A number of no more decimals than the target has is not rounded.
    const bool fits = convert == rounded && expression.type.is_numeric() &&
                      is_constant(expression) && constant_value(expression).tag() == Tag::number &&
                      constant_value(expression).scale() <= target.scale;
    if (fits)
        return {expression.root, target};
    return converted(expression, target, convert, context.arena);
}

Expression null_as_empty(Expression expression, Arena& arena) {
    if (!expression || expression.type.is_error() || expression.type.collection)
        return expression;
    const Node* const empty = make_constant(Value::text(""), arena);
    return {make_null_value(expression.root, empty, false, arena), expression.type};
}

Expression formula_result(
    Expression expression, Type target, Span span, std::string_view what, CompileContext& context
) {
    if (expression.type.is_error() || target.is_error())
        return {expression.root, Type{}};
    if (target.kind == TypeKind::boolean && expression.type.kind == TypeKind::null)
        return converted(expression, target, field_boolean, context.arena);
    if (is_settled(expression))
        return {expression.root, target};
    const bool is_percent = expression.type.kind == TypeKind::percent;
    if (target.is_numeric() && expression.type.is_numeric()) {
        if (target.kind == TypeKind::percent)
            return is_percent ? Expression{expression.root, target}
                              : converted(expression, target, field_percent, context.arena);
        return is_percent ? converted(expression, target, fraction, context.arena)
                          : converted(expression, target, field_number, context.arena);
    }
    const bool is_text = target.kind == TypeKind::text && expression.type.is_textual();
    if (is_text)
        return converted(expression, target, field_text, context.arena);
    if (target.kind == TypeKind::boolean && expression.type.kind == TypeKind::boolean)
        return converted(expression, target, field_boolean, context.arena);
    return coerce(expression, target, span, what, context);
}

} // namespace weir
