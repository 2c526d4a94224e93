// Conditions: pieces that are expressions until something tells that they are conditions.
#include "syntax/flow_state.hpp"

#include <algorithm>
#include <optional>

namespace weir::syntax {

namespace {

std::optional<ConditionOperator> to_comparison(BinaryOperator op) {
    switch (op) {
    case BinaryOperator::equal:
        return ConditionOperator::equal;
    case BinaryOperator::not_equal:
        return ConditionOperator::not_equal;
    case BinaryOperator::less:
        return ConditionOperator::less;
    case BinaryOperator::greater:
        return ConditionOperator::greater;
    case BinaryOperator::less_equal:
        return ConditionOperator::less_equal;
    case BinaryOperator::greater_equal:
        return ConditionOperator::greater_equal;
    case BinaryOperator::logical_or:
    case BinaryOperator::logical_and:
    case BinaryOperator::add:
    case BinaryOperator::subtract:
    case BinaryOperator::concatenate:
    case BinaryOperator::power:
    case BinaryOperator::multiply:
    case BinaryOperator::divide:
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

const Condition* FlowState::make_comparison(
    Span place, const Expr* left, ConditionOperator op, Span op_span, const Expr* right
) {
    Condition condition;
    condition.kind = ConditionKind::comparison;
    condition.span = place;
    condition.left = make_formula(left);
    condition.op = op;
    condition.op_span = op_span;
    if (right != nullptr)
        condition.right = make_formula(right);
    return arena_.make<Condition>(condition);
}

const Condition* FlowState::to_condition(const Expr* expr) {
    // `{! A = B }` is a value, and its `=` the formula's.
    const bool merged = expr->span.size() > 0 && *pointer(expr->span.begin) == '{';
    if (expr->kind == ExprKind::chain && !merged) {
        const auto& chain = static_cast<const ChainExpr&>(*expr);
        const ChainExpr::Link& link = chain.operators.front();
        if (const auto op = to_comparison(link.op)) {
            if (chain.operators.size() == 1)
                return make_comparison(
                    expr->span, chain.operands[0], *op, link.span, chain.operands[1]
                );
            out_.report(
                    Code::W0112, chain.operators[1].span, "a second comparison follows the first"
            )
                .label(link.span, "the first one")
                .help("a condition compares two values; join two conditions with `and`");
            return arena_.make<Condition>(Condition{
                .kind = ConditionKind::error, .span = expr->span, .operands = {}, .op_span = {}});
        }
    }
    Condition condition;
    condition.kind = expr->kind == ExprKind::error ? ConditionKind::error : ConditionKind::formula;
    condition.span = expr->span;
    condition.left = make_formula(expr);
    return arena_.make<Condition>(condition);
}

const Condition* FlowState::to_condition(const ConditionPiece& piece) {
    return piece.condition != nullptr ? piece.condition : to_condition(piece.expr);
}

void FlowState::open_leaf() {
    leaf_condition_ = nullptr;
    has_test_ = false;
}

// ( condition ): a value as long as it may be one, so that `(A + B) * 2 > C` is read in one go.
void FlowState::close_group(const char* begin) {
    const ConditionPiece piece = pieces_.back();
    pieces_.pop_back();
    leaf_condition_ = piece.condition;
    if (piece.condition != nullptr) {
        const_cast<Condition*>(piece.condition)->span = span(begin, token_end_);
        return;
    }
    operands_.push_back(piece.expr);
    finish_parenthesised(begin);
}

void FlowState::close_leaf(const char* begin, size_t operand_base, size_t operator_base) {
    if (leaf_condition_ != nullptr) {
        pieces_.push_back({leaf_condition_, nullptr});
        leaf_condition_ = nullptr;
        return;
    }
    const bool has_test = has_test_;
    has_test_ = false;
    const Expr* const right = has_test && takes_right_side(test_) ? pop_operand() : nullptr;
    finish_expression(operand_base, operator_base);
    const Expr* const left = pop_operand();
    if (has_test)
        pieces_.push_back(
            {make_comparison(span(begin, token_end_), left, test_, test_span_, right), nullptr}
        );
    else
        pieces_.push_back({nullptr, left});
}

void FlowState::close_negation(const char* begin) {
    const Condition* const operand = to_condition(pieces_.back());
    pieces_.pop_back();
    Condition condition;
    condition.kind = ConditionKind::negation;
    condition.span = span(begin, token_end_);
    condition.operands = arena_.copy(std::span<const Condition* const>(&operand, 1));
    pieces_.push_back({arena_.make<Condition>(condition), nullptr});
}

void FlowState::joiner(bool is_or) {
    if (joiners_.size() >= limits::operands)
        too_many(token_end_ - 2, "joined conditions");
    joiners_.push_back(is_or);
}

// `A and B or C and D`: runs of `and` are the operands of `or`.
void FlowState::close_condition(size_t piece_base, size_t joiner_base) {
    const size_t joins = joiners_.size() - joiner_base;
    if (joins == 0)
        return;
    std::vector<const Condition*> alternatives;
    std::vector<const Condition*> run;
    const auto join = [this](ConditionKind kind, const std::vector<const Condition*>& operands) {
        if (operands.size() == 1)
            return operands.front();
        Condition condition;
        condition.kind = kind;
        condition.span = cover(operands.front()->span, operands.back()->span);
        condition.operands = arena_.copy(operands);
        return static_cast<const Condition*>(arena_.make<Condition>(condition));
    };
    for (size_t index = 0; index <= joins; ++index) {
        run.push_back(to_condition(pieces_[piece_base + index]));
        if (index < joins && !joiners_[joiner_base + index])
            continue;
        alternatives.push_back(join(ConditionKind::all, run));
        run.clear();
    }
    pieces_.resize(piece_base);
    joiners_.resize(joiner_base);
    pieces_.push_back({join(ConditionKind::any, alternatives), nullptr});
}

void FlowState::forced_formula() {
    Condition condition;
    condition.kind = ConditionKind::formula;
    condition.span = formula->span;
    condition.left = formula;
    pieces_.push_back({arena_.make<Condition>(condition), nullptr});
}

void FlowState::finish_condition() {
    condition_ = to_condition(pieces_.back());
    pieces_.pop_back();
}

} // namespace weir::syntax
