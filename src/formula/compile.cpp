#include "formula/compile.hpp"

#include "base/limits.hpp"
#include "formula/compiler.hpp"
#include "formula/numbers.hpp"
#include "types/decimal.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr uint64_t most_compiled_size = 5'000;

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

} // namespace

bool same_name(std::string_view left, std::string_view right) {
    return std::equal(
        left.begin(),
        left.end(),
        right.begin(),
        right.end(),
        [](char first, char second) { return lower(first) == lower(second); }
    );
}

std::string describe(Type type, const Schema& schema) {
    const bool is_object = type.kind == TypeKind::record && type.object != ObjectId::none;
    const std::string_view object =
        is_object ? std::string_view(schema.object(type.object).name) : std::string_view{};
    if (type.collection)
        return is_object ? fmt::format("a collection of `{}` records", object)
                         : fmt::format("a collection of {}", name(type.kind));
    return is_object ? fmt::format("a record of `{}`", object) : std::string(name(type.kind));
}

std::optional<Type> common_type(Type left, Type right) {
    if (left.is_error() || right.is_error())
        return Type{};
    if (left.kind == TypeKind::null)
        return right;
    if (right.kind == TypeKind::null)
        return left;
    if (left.kind == TypeKind::any || right.kind == TypeKind::any)
        return Type::of(TypeKind::any);
    if (left == right)
        return left;
    if (left.is_numeric() && right.is_numeric()) {
        Type result = left.kind == right.kind ? left : Type::of(TypeKind::number);
        result.scale = std::max(left.scale, right.scale);
        return result;
    }
    if (left.is_textual() && right.is_textual())
        return Type::of(TypeKind::text);
    return std::nullopt;
}

std::string Compiler::describe(Type type) const {
    return weir::describe(type, context_.schema);
}

std::string_view Compiler::source(Span span) const {
    if (formula_ == nullptr || span.begin < formula_->span.begin || span.end < span.begin)
        return {};
    const size_t begin = span.begin - formula_->span.begin;
    if (begin + span.size() > formula_->text.size())
        return {};
    return formula_->text.substr(begin, span.size());
}

Expression Compiler::error() const {
    return {make_constant(Value::null(), arena_), Type{}};
}

Expression Compiler::constant_of(Value value, TypeKind kind) const {
    return {make_constant(value, arena_), Type::of(kind)};
}

Expression Compiler::folded(const Node* node, Type type) const {
    const uint32_t row = 0;
    Value result;
    evaluate({node, type}, Frame{{}, 1, nullptr, &arena_}, Rows(&row, 1), &result);
    return {result.is_fault() ? node : make_constant(result, arena_), type};
}

// Formulas that name formulas that name formulas grow without bound where their spelling does not.
Expression Compiler::finished(Expression expression, Span span) {
    if (expression.root->depth <= limits::formula_depth &&
        expression.root->weight <= limits::formula_nodes)
        return expression;
    context_.out
        .report(
            Code::W0409,
            span,
            "this formula is too large: with all formulas it names it has {} operations, {} levels "
            "deep",
            expression.root->weight,
            expression.root->depth
        )
        .note(fmt::format(
            "at most {} operations and {} levels are taken",
            limits::formula_nodes,
            limits::formula_depth
        ));
    return error();
}

// The size of the SQL that Salesforce makes of a formula, of which nobody knows more than that it
// grows with the operations: an operation is taken for so many characters.
uint64_t Compiler::compiled_size(Expression expression) {
    constexpr uint64_t characters_of_operation = 12;
    return expression.root->weight * characters_of_operation;
}

// What Salesforce would not save.
void Compiler::check_size(const Formula& formula, Expression compiled) {
    constexpr size_t most_characters = 3'900;
    // Never more characters than bytes: most formulas need no counting.
    if (formula.text.size() > most_characters && utf16_length(formula.text) > most_characters) {
        context_.out
            .report(
                Code::W0415,
                formula.span,
                "this formula has {} characters",
                utf16_length(formula.text)
            )
            .note(fmt::format("Salesforce takes at most {} characters", most_characters));
        return;
    }
    // A formula that is too large is reported where it became so, and not by all that name it.
    const uint64_t size = compiled_size(compiled);
    if (size > most_compiled_size && largest_named_ <= most_compiled_size)
        context_.out
            .report(
                Code::W0416,
                formula.span,
                "this formula compiles to about {} characters: with all formulas it names it has "
                "{} operations",
                size,
                compiled.root->weight
            )
            .note(fmt::format("Salesforce takes at most {} compiled characters", most_compiled_size)
            );
}

Expression Compiler::formula(const Formula& formula) {
    const Formula* const outer = formula_;
    formula_ = &formula;
    largest_named_ = 0;
    const Expression result =
        finished(formula.root == nullptr ? error() : expression(*formula.root), formula.span);
    formula_ = outer;
    if (!result.type.is_error())
        check_size(formula, result);
    return result;
}

Expression Compiler::number(const NumberExpr& expr) {
    const auto decimal = parse_decimal(expr.digits);
    // Digits behind the point are rounded away, but no one's thousands.
    std::string_view whole = expr.digits.substr(0, expr.digits.find_first_of(".eE"));
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    while (whole.ends_with('0'))
        whole.remove_suffix(1);
    constexpr size_t most_digits = 34;
    if (!decimal || !decimal->valid || whole.size() > most_digits) {
        context_.out
            .report(Code::W0411, expr.span, "`{}` has more digits than a number holds", expr.digits)
            .note("numbers have at most 34 digits");
        return error();
    }
    return constant_of(number_value(*decimal, arena_), TypeKind::number);
}

Expression Compiler::unary(const UnaryExpr& expr) {
    if (expr.operand == nullptr)
        return error();
    const Expression inner = operand(*expr.operand);
    const Type type = inner.type;
    if (type.is_error())
        return inner;
    const bool is_open = type.kind == TypeKind::null || type.kind == TypeKind::any;
    const bool is_negation = expr.op == UnaryOperator::negation;
    const bool fits =
        is_open || (is_negation ? type == Type::of(TypeKind::boolean) : type.is_numeric());
    if (!fits) {
        constexpr std::string_view spellings[] = {"-", "+", "NOT"};
        context_.out
            .report(
                Code::W0404,
                expr.op_span,
                "`{}` is not defined for {}",
                spellings[static_cast<size_t>(expr.op)],
                describe(type)
            )
            .label(expr.operand->span, fmt::format("this is {}", describe(type)));
        return error();
    }
    if (expr.op == UnaryOperator::plus)
        return inner;
    const Node* const node =
        is_negation ? make_negation(inner.root, arena_) : make_minus(inner.root, arena_);
    const Type result =
        is_negation ? Type::of(TypeKind::boolean) : (is_open ? Type::of(TypeKind::number) : type);
    return is_constant(inner) ? folded(node, result) : Expression{node, result};
}

Expression Compiler::expression(const Expr& expr) {
    if (depth_ >= limits::nesting) {
        context_.out.report(
            Code::W0409,
            expr.span,
            "this formula is nested more than {} levels deep",
            limits::nesting
        );
        return error();
    }
    ++depth_;
    Expression result;
    switch (expr.kind) {
    case ExprKind::error:
        result = error();
        break;
    case ExprKind::number:
        result = number(static_cast<const NumberExpr&>(expr));
        break;
    case ExprKind::text:
        // Copied: the Program may outlive the syntax tree.
        result = constant_of(
            Value::text(arena_.copy(static_cast<const TextExpr&>(expr).value)), TypeKind::text
        );
        break;
    case ExprKind::boolean:
        result = constant_of(
            Value::boolean(static_cast<const BooleanExpr&>(expr).value), TypeKind::boolean
        );
        break;
    case ExprKind::null:
        result = constant_of(Value::null(), TypeKind::null);
        break;
    case ExprKind::reference:
        result = reference(static_cast<const ReferenceExpr&>(expr));
        break;
    case ExprKind::call:
        result = call(static_cast<const CallExpr&>(expr));
        break;
    case ExprKind::unary:
        result = unary(static_cast<const UnaryExpr&>(expr));
        break;
    case ExprKind::chain:
        result = chain(static_cast<const ChainExpr&>(expr));
        break;
    }
    --depth_;
    return result;
}

Expression Compiler::operand(const Expr& expr) {
    const Expression result = expression(expr);
    if (result.type.kind != TypeKind::percent || result.type.collection)
        return result;
    const Node* const node = make_fraction(result.root, arena_);
    // Two decimals more than the percentage has.
    const Type type{
        TypeKind::number, false, static_cast<uint8_t>(result.type.scale + 2), ObjectId::none};
    return is_constant(result) ? folded(node, type) : Expression{node, type};
}

Expression compile(const Formula& formula, Scope& scope, CompileContext& context) {
    return Compiler(scope, context).formula(formula);
}

Expression compile(const Condition& condition, Scope& scope, CompileContext& context) {
    return Compiler(scope, context).condition(condition);
}

Expression constant(Value value, Type type, Arena& arena) {
    return {make_constant(value, arena), type};
}

Expression slot_value(uint32_t slot, Type type, Arena& arena) {
    return {make_slot(slot, arena), type};
}

} // namespace weir
