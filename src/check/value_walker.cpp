#include "base/limits.hpp"
#include "check/flow_check.hpp"
#include "check/value_flow.hpp"

#include <algorithm>
#include <optional>

namespace weir {

bool join(ValueState& into, ValueState other) {
    if (into.empty()) {
        into = std::move(other);
        return !into.empty();
    }
    // Bytes may be anything, also what a vector knows of itself: it is asked once.
    const size_t size = std::min(into.size(), other.size());
    uint8_t* const mine = into.data();
    const uint8_t* const others = other.data();
    uint8_t added = 0;
    for (size_t index = 0; index < size; ++index) {
        added |= static_cast<uint8_t>(others[index] & ~mine[index]);
        mine[index] |= others[index];
    }
    return added != 0;
}

namespace {

const Expr* root(const Formula* formula) {
    return formula == nullptr ? nullptr : formula->root;
}

bool is_null(const Expr* expr) {
    if (expr == nullptr)
        return false;
    if (expr->kind == ExprKind::null)
        return true;
    return expr->kind == ExprKind::text && static_cast<const TextExpr*>(expr)->value.empty();
}

/// Functions whose answer tells of their arguments; the name in small letters.
bool is_logic(std::string_view name) {
    return name == "and" || name == "or" || name == "not" || name == "isblank" || name == "isnull";
}

/// A way that does not exist: nothing read on it is news.
ValueState nowhere(const ValueState& like) {
    return ValueState(like.size(), 0);
}

/// The same on both ways.
ValueWalker::Split both(ValueState state) {
    ValueWalker::Split split;
    split.yes = state;
    split.no = std::move(state);
    return split;
}

} // namespace

ValueWalker::ValueWalker(const FlowModel& model, OnRead on_read)
    : model_(model), on_read_(std::move(on_read)), inner_(model.symbols.size()) {}

// ------------------------------------------------------------------------------------- reads

void ValueWalker::read(const Name* key, ValueState& state) {
    const auto found = model_.uses.find(key);
    if (found == model_.uses.end())
        return;
    visited_.push_back(key);
    const Use& use = found->second;
    const Symbol& symbol = model_.symbols[use.symbol];
    if (symbol.is_expression()) {
        for (const Use& through : inner(use.symbol).uses) {
            // Said where the formula is used; the label shows the formula.
            if (state[through.symbol] != 0)
                on_read_({through.symbol, through.field, use.span}, state[through.symbol]);
            if (through.field != FieldId::none && state[through.symbol] != 0)
                state[through.symbol] = value_bit::value;
        }
        return;
    }
    if (state[use.symbol] == 0)
        return;
    on_read_(use, state[use.symbol]);
    // Reading a field of null fails, so whoever goes on has a record.
    if (use.field != FieldId::none)
        state[use.symbol] = value_bit::value;
}

const ValueWalker::Inner& ValueWalker::inner(uint32_t symbol) {
    if (inner_[symbol].is_known)
        return inner_[symbol];
    inner_[symbol].is_known = true; // a formula that reads itself was reported
    std::vector<Use> uses;
    const auto note = [&](const Use& use, uint8_t) {
        const bool is_new = std::none_of(uses.begin(), uses.end(), [&](const Use& other) {
            return other.symbol == use.symbol &&
                   (other.field == FieldId::none) == (use.field == FieldId::none);
        });
        if (is_new)
            uses.push_back(use);
    };
    const OnRead outer = std::exchange(on_read_, note);
    const std::vector<const Name*> visited_before = std::exchange(visited_, {});
    ValueState state(model_.symbols.size(), value_bit::unset | value_bit::null | value_bit::value);
    const Element* const resource = model_.symbols[symbol].element;
    if (const auto* const value = resource->value<const Formula*>("="))
        formula(*value, state);
    for (const Name* const key : model_.symbols[symbol].uses)
        if (std::find(visited_.begin(), visited_.end(), key) == visited_.end())
            read(key, state);
    on_read_ = outer;
    visited_ = visited_before;
    inner_[symbol].uses = std::move(uses);
    return inner_[symbol];
}

const Use* ValueWalker::use_of(const Expr* expr) const {
    if (expr == nullptr || expr->kind != ExprKind::reference)
        return nullptr;
    const auto found = model_.uses.find(static_cast<const ReferenceExpr*>(expr)->path.parts.data());
    return found == model_.uses.end() ? nullptr : &found->second;
}

// ------------------------------------------------------------------------------------- formulas

void ValueWalker::formula(const Formula* formula, ValueState& state) {
    expression(root(formula), state);
}

void ValueWalker::expression(const Expr* expr, ValueState& state) {
    if (expr == nullptr || depth_ > 2 * limits::nesting)
        return;
    ++depth_;
    switch (expr->kind) {
    case ExprKind::error:
    case ExprKind::number:
    case ExprKind::text:
    case ExprKind::boolean:
    case ExprKind::null:
        break;
    case ExprKind::reference:
        read(static_cast<const ReferenceExpr*>(expr)->path.parts.data(), state);
        break;
    case ExprKind::unary:
        expression(static_cast<const UnaryExpr*>(expr)->operand, state);
        break;
    case ExprKind::chain: {
        const auto& chain = *static_cast<const ChainExpr*>(expr);
        const bool is_logic =
            !chain.operators.empty() && (chain.operators[0].op == BinaryOperator::logical_and ||
                                         chain.operators[0].op == BinaryOperator::logical_or);
        if (is_logic) {
            Split split = truth(expr, std::move(state));
            join(split.yes, std::move(split.no));
            state = std::move(split.yes);
            break;
        }
        for (const Expr* const operand : chain.operands)
            expression(operand, state);
        break;
    }
    case ExprKind::call: {
        const auto& call = *static_cast<const CallExpr*>(expr);
        const std::string name = folded(call.function.text);
        if (name == "if" && call.arguments.size() == 3) {
            Split split = truth(call.arguments[0], std::move(state));
            expression(call.arguments[1], split.yes);
            expression(call.arguments[2], split.no);
            join(split.yes, std::move(split.no));
            state = std::move(split.yes);
        } else if (is_logic(name)) {
            Split split = truth(expr, std::move(state));
            join(split.yes, std::move(split.no));
            state = std::move(split.yes);
        } else {
            for (const Expr* const argument : call.arguments)
                expression(argument, state);
        }
        break;
    }
    }
    --depth_;
}

/// Where control can be after `expr` came out true, and after it came out false.
ValueWalker::Split ValueWalker::truth(const Expr* expr, ValueState state) {
    if (expr != nullptr && depth_ <= 2 * limits::nesting) {
        ++depth_;
        std::optional<Split> split;
        bool is_logic_call = false;
        if (expr->kind == ExprKind::call) {
            const auto& call = *static_cast<const CallExpr*>(expr);
            const std::string name = folded(call.function.text);
            is_logic_call = is_logic(name);
            const bool tests_null =
                (name == "isblank" || name == "isnull") && call.arguments.size() == 1;
            if (name == "and" || name == "or")
                split = joined(call.arguments, name == "and", std::move(state));
            else if (name == "not" && call.arguments.size() == 1) {
                split = truth(call.arguments[0], std::move(state));
                std::swap(split->yes, split->no);
            } else if (const Use* const use = tests_null ? use_of(call.arguments[0]) : nullptr) {
                visited_.push_back(
                    static_cast<const ReferenceExpr*>(call.arguments[0])->path.parts.data()
                );
                split = null_test(*use, std::move(state));
            }
        } else if (expr->kind == ExprKind::unary) {
            const auto& unary = *static_cast<const UnaryExpr*>(expr);
            if (unary.op == UnaryOperator::negation) {
                split = truth(unary.operand, std::move(state));
                std::swap(split->yes, split->no);
            }
        } else if (expr->kind == ExprKind::chain) {
            const auto& chain = *static_cast<const ChainExpr*>(expr);
            const BinaryOperator op =
                chain.operators.empty() ? BinaryOperator::add : chain.operators[0].op;
            if (op == BinaryOperator::logical_and || op == BinaryOperator::logical_or) {
                split = joined(chain.operands, op == BinaryOperator::logical_and, std::move(state));
            } else if ((op == BinaryOperator::equal || op == BinaryOperator::not_equal) && chain.operands.size() == 2 &&
                       is_null(chain.operands[1])) {
                if (const Use* const use = use_of(chain.operands[0])) {
                    visited_.push_back(
                        static_cast<const ReferenceExpr*>(chain.operands[0])->path.parts.data()
                    );
                    split = null_test(*use, std::move(state));
                    if (op == BinaryOperator::not_equal)
                        std::swap(split->yes, split->no);
                }
            }
        }
        if (!split && is_logic_call)
            for (const Expr* const argument : static_cast<const CallExpr*>(expr)->arguments)
                expression(argument, state);
        else if (!split)
            expression(expr, state); // which leaves to this function only what is split here
        --depth_;
        if (split)
            return std::move(*split);
    }
    return both(std::move(state));
}

ValueWalker::Split ValueWalker::joined(List<const Expr*> operands, bool all, ValueState state) {
    ValueState left = nowhere(state); // ways that stopped early
    for (const Expr* const operand : operands) {
        Split split = truth(operand, std::move(state));
        if (!all)
            std::swap(split.yes, split.no);
        join(left, std::move(split.no));
        state = std::move(split.yes);
    }
    if (all)
        return {std::move(state), std::move(left)};
    return {std::move(left), std::move(state)};
}

/// `X is null`, or `X.Field is null`: the test itself is never a mistake.
ValueWalker::Split ValueWalker::null_test(const Use& use, ValueState state) {
    Split split{state, std::move(state)};
    if (model_.symbols[use.symbol].is_expression())
        return split;
    const uint8_t bits = split.yes[use.symbol];
    // A field may be null while the record is there.
    if (use.field == FieldId::none)
        split.yes[use.symbol] = bits & (value_bit::unset | value_bit::null);
    split.no[use.symbol] = bits == 0 ? uint8_t{0} : value_bit::value;
    return split;
}

// ------------------------------------------------------------------------------------- conditions

ValueWalker::Split ValueWalker::condition(const Condition& condition, ValueState state) {
    if (depth_ > 2 * limits::nesting)
        return both(std::move(state));
    ++depth_;
    Split result;
    switch (condition.kind) {
    case ConditionKind::error:
        result = both(std::move(state));
        break;
    case ConditionKind::all:
    case ConditionKind::any: {
        const bool all = condition.kind == ConditionKind::all;
        ValueState left = nowhere(state);
        for (const Condition* const operand : condition.operands) {
            if (operand == nullptr)
                continue;
            Split split = this->condition(*operand, std::move(state));
            if (!all)
                std::swap(split.yes, split.no);
            join(left, std::move(split.no));
            state = std::move(split.yes);
        }
        result = all ? Split{std::move(state), std::move(left)}
                     : Split{std::move(left), std::move(state)};
        break;
    }
    case ConditionKind::negation:
        if (condition.operands.empty() || condition.operands[0] == nullptr)
            result = both(std::move(state));
        else {
            result = this->condition(*condition.operands[0], std::move(state));
            std::swap(result.yes, result.no);
        }
        break;
    case ConditionKind::comparison:
        result = comparison(condition, std::move(state));
        break;
    case ConditionKind::formula:
        result = truth(root(condition.left), std::move(state));
        break;
    }
    --depth_;
    return result;
}

ValueWalker::Split ValueWalker::comparison(const Condition& condition, ValueState state) {
    const Expr* const left = root(condition.left);
    const Use* const use = use_of(left);
    bool tests = false;
    bool is_negative = false;
    switch (condition.op) {
    case ConditionOperator::is_null:
    case ConditionOperator::is_blank:
    case ConditionOperator::is_empty:
        tests = true;
        break;
    case ConditionOperator::is_not_null:
    case ConditionOperator::is_not_blank:
    case ConditionOperator::is_not_empty:
    case ConditionOperator::was_set:
        tests = is_negative = true;
        break;
    case ConditionOperator::was_not_set:
        tests = true;
        break;
    case ConditionOperator::equal:
        tests = is_null(root(condition.right));
        break;
    case ConditionOperator::not_equal:
        tests = is_negative = is_null(root(condition.right));
        break;
    case ConditionOperator::less:
    case ConditionOperator::greater:
    case ConditionOperator::less_equal:
    case ConditionOperator::greater_equal:
    case ConditionOperator::starts_with:
    case ConditionOperator::ends_with:
    case ConditionOperator::contains:
    case ConditionOperator::in:
    case ConditionOperator::not_in:
    case ConditionOperator::is_changed:
    case ConditionOperator::is_not_changed:
    case ConditionOperator::was_visited:
    case ConditionOperator::was_not_visited:
    case ConditionOperator::was_selected:
    case ConditionOperator::was_not_selected:
    case ConditionOperator::has_error:
    case ConditionOperator::has_no_error:
        break;
    }
    if (tests && use != nullptr) {
        visited_.push_back(static_cast<const ReferenceExpr*>(left)->path.parts.data());
        Split split = null_test(*use, std::move(state));
        if (is_negative)
            std::swap(split.yes, split.no);
        return split;
    }
    expression(left, state);
    expression(root(condition.right), state);
    return both(std::move(state));
}

} // namespace weir
