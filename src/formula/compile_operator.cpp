// Operators: which are defined for which types, and what they make.

#include "formula/compiler.hpp"
#include "formula/operators.hpp"
#include "syntax/spelling.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

bool is_unknown(Type type) {
    return type.kind == TypeKind::null || type.kind == TypeKind::any;
}

bool is_moment(Type type) {
    return !type.collection && (type.kind == TypeKind::date || type.kind == TypeKind::date_time ||
                                type.kind == TypeKind::time);
}

bool fits_number(Type type) {
    return type.is_numeric() || is_unknown(type);
}
bool fits_text(Type type) {
    return type.is_textual() || is_unknown(type);
}

enum class Family : uint8_t { none, text, number, boolean, date, date_time, time, record };

Family family(Type type) {
    if (type.collection)
        return Family::none;
    if (type.is_textual())
        return Family::text;
    if (type.is_numeric())
        return Family::number;
    switch (type.kind) {
    case TypeKind::boolean:
        return Family::boolean;
    case TypeKind::date:
        return Family::date;
    case TypeKind::date_time:
        return Family::date_time;
    case TypeKind::time:
        return Family::time;
    case TypeKind::record:
        return Family::record;
    default:
        return Family::none;
    }
}

// Numbers keep the finer scale; a multiplication or division has no fixed one.
Type number_type(BinaryOperator op, Type left, Type right) {
    Type result = Type::of(TypeKind::number);
    if (left.is_numeric() && left.kind == right.kind)
        result.kind = left.kind;
    if (op == BinaryOperator::add || op == BinaryOperator::subtract)
        result.scale = std::max(left.scale, right.scale);
    return result;
}

OperatorLoop order_loop(BinaryOperator op) {
    switch (op) {
    case BinaryOperator::less:
        return operators::less;
    case BinaryOperator::greater:
        return operators::greater;
    case BinaryOperator::less_equal:
        return operators::less_equal;
    default:
        return operators::greater_equal;
    }
}

// `+` and `-`: numbers, a moment and a number, two moments of a kind; `+` also joins texts.
Type additive_type(BinaryOperator op, Type left, Type right, OperatorLoop& loop) {
    const bool is_add = op == BinaryOperator::add;
    if (is_add && fits_text(left) && fits_text(right) &&
        (left.is_textual() || right.is_textual())) {
        loop = operators::concatenate;
        return Type::of(TypeKind::text);
    }
    if (is_moment(left) || is_moment(right)) {
        loop = is_add ? operators::add_moment : operators::subtract_moment;
        // A moment less what nobody declared is days or a moment: it is seen while running.
        if (!is_add && is_moment(left) && right.kind == TypeKind::any && !right.collection)
            return Type::of(TypeKind::any);
        if (is_moment(left) && fits_number(right))
            return left;
        if (is_add && is_moment(right) && fits_number(left))
            return right;
        if (!is_add && left == right)
            return Type::of(TypeKind::number);
        // A moment that nobody declared leaves days, and a number is no minuend of a moment.
        if (!is_add && left.kind == TypeKind::any && !left.collection)
            return Type::of(TypeKind::number);
        loop = nullptr;
        return {};
    }
    if (!fits_number(left) || !fits_number(right))
        return {};
    // Of two unknown values it is seen while running what they are.
    const bool is_open = left.kind == TypeKind::any || right.kind == TypeKind::any;
    const bool is_known = !is_open && (left.is_numeric() || right.is_numeric());
    if (is_known)
        loop = is_add ? operators::add : operators::subtract;
    else
        loop = is_add ? operators::add_moment : operators::subtract_moment;
    return is_known ? number_type(op, left, right) : Type::of(TypeKind::any);
}

} // namespace

Compiler::Operation Compiler::operation(BinaryOperator op, Type left, Type right) const {
    const Type boolean = Type::of(TypeKind::boolean);
    OperatorLoop loop = nullptr;
    switch (op) {
    case BinaryOperator::add:
    case BinaryOperator::subtract: {
        const Type type = additive_type(op, left, right, loop);
        return {loop, type};
    }
    case BinaryOperator::concatenate:
        if (!fits_text(left) || !fits_text(right))
            return {};
        return {operators::concatenate, Type::of(TypeKind::text)};
    case BinaryOperator::multiply:
    case BinaryOperator::divide:
    case BinaryOperator::power:
        if (!fits_number(left) || !fits_number(right))
            return {};
        loop = op == BinaryOperator::multiply ? operators::multiply
               : op == BinaryOperator::divide ? operators::divide
                                              : operators::power;
        return {loop, number_type(op, left, right)};
    case BinaryOperator::equal:
    case BinaryOperator::not_equal: {
        const bool is_equal = op == BinaryOperator::equal;
        if (!is_unknown(left) && !is_unknown(right) &&
            (family(left) != family(right) || family(left) == Family::none))
            return {};
        if (left.collection || right.collection)
            return {};
        if (left.is_textual() || right.is_textual())
            return {is_equal ? operators::equal_text : operators::not_equal_text, boolean};
        return {is_equal ? operators::equal : operators::not_equal, boolean};
    }
    case BinaryOperator::less:
    case BinaryOperator::greater:
    case BinaryOperator::less_equal:
    case BinaryOperator::greater_equal: {
        const auto has_order = [](Type type) {
            return is_unknown(type) ||
                   (family(type) != Family::none && family(type) != Family::boolean &&
                    family(type) != Family::record);
        };
        if (!has_order(left) || !has_order(right))
            return {};
        if (!is_unknown(left) && !is_unknown(right) && family(left) != family(right))
            return {};
        return {order_loop(op), boolean};
    }
    case BinaryOperator::logical_or:
    case BinaryOperator::logical_and:
        return {}; // see `logic`
    }
    return {};
}

void Compiler::report_operator(const ChainExpr& expr, size_t link, Type left, Type right) {
    const BinaryOperator op = expr.operators[link].op;
    const Span left_span = cover(expr.operands[0]->span, expr.operands[link]->span);
    const Expr& right_operand = *expr.operands[link + 1];
    auto report = context_.out.report(
        Code::W0404,
        expr.operators[link].span,
        "`{}` is not defined for {} and {}",
        spelling(op),
        describe(left),
        describe(right)
    );
    report.label(left_span, fmt::format("this is {}", describe(left)))
        .label(right_operand.span, fmt::format("this is {}", describe(right)));
    const bool joins_text =
        (op == BinaryOperator::add || op == BinaryOperator::concatenate) &&
        (left.is_textual() || right.is_textual() || op == BinaryOperator::concatenate);
    if (joins_text) {
        const Span wrong = left.is_textual() ? right_operand.span : expr.operands[0]->span;
        const bool one_operand = left.is_textual() || link == 0;
        const Type type = left.is_textual() ? right : left;
        if (one_operand && !type.collection && !type.is_record()) {
            const std::string text = fmt::format("TEXT({})", source(wrong));
            report.help("a text of another value is made by `TEXT`", Edit{wrong, text});
        }
    } else if (family(left) != family(right) && (family(left) == Family::date_time || family(right) == Family::date_time) && (family(left) == Family::date || family(right) == Family::date)) {
        const Span wrong = family(left) == Family::date_time ? left_span : right_operand.span;
        report.help(
            "the date of a date-time is its `DATEVALUE`",
            Edit{wrong, fmt::format("DATEVALUE({})", source(wrong))}
        );
    }
}

void Compiler::warn_picklist(const Expr& expr, Type type) {
    const bool is_picklist = type.kind == TypeKind::picklist && !type.collection;
    if (!is_picklist || expr.kind != ExprKind::reference)
        return;
    context_.out
        .report(
            Code::W0407, expr.span, "`{}` is a picklist and is used as a text", source(expr.span)
        )
        .here("Salesforce takes picklists only in some functions")
        .help(
            "its value as a text is `TEXT`; one value is asked for by `ISPICKVAL`",
            Edit{expr.span, fmt::format("TEXT({})", source(expr.span))}
        );
}

Expression Compiler::logic(const ChainExpr& expr) {
    std::vector<const Node*> nodes;
    nodes.reserve(expr.operands.size());
    bool is_wrong = false;
    bool is_constant_chain = true;
    for (size_t index = 0; index < expr.operands.size(); ++index) {
        const Expression item = operand(*expr.operands[index]);
        nodes.push_back(item.root);
        is_constant_chain = is_constant_chain && is_constant(item);
        if (item.type.is_error())
            is_wrong = true;
        if (item.type.is_error() || item.type == Type::of(TypeKind::boolean) ||
            is_unknown(item.type))
            continue;
        const auto& link = expr.operators[index == 0 ? 0 : index - 1];
        context_.out
            .report(
                Code::W0404,
                link.span,
                "`{}` is not defined for {}",
                spelling(link.op),
                describe(item.type)
            )
            .label(expr.operands[index]->span, fmt::format("this is {}", describe(item.type)));
        is_wrong = true;
    }
    if (is_wrong)
        return error();
    const bool is_and = expr.operators[0].op == BinaryOperator::logical_and;
    const Node* const node = is_and ? make_all(nodes, arena_) : make_any(nodes, arena_);
    return is_constant_chain ? folded(node, Type::of(TypeKind::boolean)) : boolean(node);
}

Expression Compiler::chain(const ChainExpr& expr) {
    if (expr.operands.empty() || expr.operators.size() + 1 != expr.operands.size())
        return error();
    if (expr.operators.empty())
        return expression(*expr.operands[0]);
    const BinaryOperator level = expr.operators[0].op;
    if (level == BinaryOperator::logical_and || level == BinaryOperator::logical_or)
        return logic(expr);
    const Expression first = operand(*expr.operands[0]);
    std::vector<ChainLink> links;
    links.reserve(expr.operators.size());
    Type type = first.type;
    bool is_constant_chain = is_constant(first);
    if (level != BinaryOperator::multiply)
        warn_picklist(*expr.operands[0], type);
    for (size_t link = 0; link < expr.operators.size(); ++link) {
        const Expr& right = *expr.operands[link + 1];
        const Expression next = operand(right);
        warn_picklist(right, next.type);
        is_constant_chain = is_constant_chain && is_constant(next);
        if (type.is_error() || next.type.is_error()) {
            type = {};
            continue;
        }
        const Operation found = operation(expr.operators[link].op, type, next.type);
        if (found.loop == nullptr) {
            report_operator(expr, link, type, next.type);
            type = {};
            continue;
        }
        links.push_back({found.loop, next.root});
        type = found.result;
    }
    if (type.is_error())
        return error();
    const Node* const node = make_chain(first.root, links, arena_);
    return is_constant_chain ? folded(node, type) : Expression{node, type};
}

} // namespace weir
