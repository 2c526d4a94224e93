// Conditions of flows: Flow's own operators, which are not those of formulas.

#include "base/limits.hpp"
#include "formula/compile_value.hpp"
#include "formula/compiler.hpp"
#include "syntax/spelling.hpp"

#include <fmt/format.h>

#include <array>

namespace weir {

namespace {

bool is_unknown(Type type) {
    return type.is_error() || type.kind == TypeKind::null || type.kind == TypeKind::any;
}

bool is_instant(Type type) {
    return !type.collection && (type.kind == TypeKind::date || type.kind == TypeKind::date_time);
}

bool is_order(ConditionOperator op) {
    return op == ConditionOperator::less || op == ConditionOperator::greater ||
           op == ConditionOperator::less_equal || op == ConditionOperator::greater_equal;
}

bool is_part_test(ConditionOperator op) {
    return op == ConditionOperator::starts_with || op == ConditionOperator::ends_with ||
           op == ConditionOperator::contains;
}

// Whether `=` means something: values of one family; a text is compared with the text of any value.
bool comparable(Type left, Type right) {
    if (is_unknown(left) || is_unknown(right))
        return true;
    if (left.collection || right.collection)
        return left.collection == right.collection;
    if (left.is_record() || right.is_record())
        return left.is_record() && right.is_record();
    if (left.is_textual() || right.is_textual())
        return true;
    if (left.is_numeric() && right.is_numeric())
        return true;
    if (is_instant(left) && is_instant(right))
        return true;
    return left.kind == right.kind;
}

bool has_order(Type type) {
    return is_unknown(type) || (!type.collection && type.kind != TypeKind::boolean &&
                                type.kind != TypeKind::record && type.kind != TypeKind::location);
}

bool fits(ConditionOperator op, Type left, Type right) {
    if (is_order(op))
        return has_order(left) && has_order(right) && comparable(left, right);
    if (op == ConditionOperator::in || op == ConditionOperator::not_in)
        return is_unknown(right) || (right.collection && comparable(left, right.item()));
    if (op == ConditionOperator::contains && left.collection)
        return comparable(left.item(), right);
    if (is_part_test(op))
        return !left.collection && !right.collection && !left.is_record() && !right.is_record();
    return comparable(left, right);
}

// Both enumerations begin with the operators that have a right side, in one order.
ConditionComparison comparison_of(ConditionOperator op) {
    static_assert(
        static_cast<int>(ConditionOperator::equal) == static_cast<int>(ConditionComparison::equal)
    );
    static_assert(
        static_cast<int>(ConditionOperator::contains) ==
        static_cast<int>(ConditionComparison::contains)
    );
    static_assert(
        static_cast<int>(ConditionOperator::not_in) == static_cast<int>(ConditionComparison::not_in)
    );
    return static_cast<ConditionComparison>(op);
}

struct Sense {
    ConditionOperator positive;
    bool negated;
};

// The negative operators are the opposites of the ones before them.
Sense sense(ConditionOperator op) {
    switch (op) {
    case ConditionOperator::is_not_null:
        return {ConditionOperator::is_null, true};
    case ConditionOperator::is_not_blank:
        return {ConditionOperator::is_blank, true};
    case ConditionOperator::is_not_empty:
        return {ConditionOperator::is_empty, true};
    case ConditionOperator::is_not_changed:
        return {ConditionOperator::is_changed, true};
    case ConditionOperator::was_not_set:
        return {ConditionOperator::was_set, true};
    case ConditionOperator::was_not_visited:
        return {ConditionOperator::was_visited, true};
    case ConditionOperator::was_not_selected:
        return {ConditionOperator::was_selected, true};
    case ConditionOperator::has_no_error:
        return {ConditionOperator::has_error, true};
    default:
        return {op, false};
    }
}

} // namespace

bool Compiler::check_comparison(const Condition& condition, Type left, Type right) {
    if (left.is_error() || right.is_error())
        return false;
    if (fits(condition.op, left, right))
        return true;
    auto report = context_.out.report(
        Code::W0405,
        condition.op_span.is_nowhere() ? condition.span : condition.op_span,
        "`{}` does not compare {} with {}",
        spelling(condition.op),
        describe(left),
        describe(right)
    );
    report.label(condition.left->span, fmt::format("this is {}", describe(left)))
        .label(condition.right->span, fmt::format("this is {}", describe(right)));
    const bool wants_collection =
        condition.op == ConditionOperator::in || condition.op == ConditionOperator::not_in;
    if (wants_collection && !right.collection)
        report.note(fmt::format("`{}` takes a collection on its right", spelling(condition.op)));
    return false;
}

Expression Compiler::comparison(const Condition& condition) {
    if (condition.left == nullptr)
        return error();
    const ConditionOperator op = sense(condition.op).positive;
    if (!takes_right_side(condition.op)) {
        switch (op) {
        case ConditionOperator::is_changed:
            return changed(condition);
        case ConditionOperator::was_visited:
        case ConditionOperator::was_selected:
        case ConditionOperator::has_error:
            return state(condition);
        default:
            return test(condition);
        }
    }
    if (condition.right == nullptr)
        return error();
    const Expression left = formula(*condition.left);
    const Expression right = compile_value(*condition.right, scope_, context_);
    if (!check_comparison(condition, left.type, right.type))
        return error();
    return boolean(make_condition(comparison_of(condition.op), left.root, right.root, arena_));
}

Expression Compiler::test(const Condition& condition) {
    const auto [op, negated] = sense(condition.op);
    // `was set` is asked of records that may not be there.
    missing_is_null_ = op == ConditionOperator::was_set;
    const Expression left = formula(*condition.left);
    missing_is_null_ = false;
    if (left.type.is_error())
        return error();
    const bool wants_collection = op == ConditionOperator::is_empty;
    if (wants_collection && !is_unknown(left.type) && !left.type.collection) {
        context_.out
            .report(
                Code::W0405,
                condition.op_span,
                "`{}` asks a collection and is given {}",
                spelling(condition.op),
                describe(left.type)
            )
            .label(condition.left->span, fmt::format("this is {}", describe(left.type)))
            .help("whether a value is missing is asked by `is null` or, for text, `is blank`");
        return error();
    }
    const ConditionTest wanted = op == ConditionOperator::is_blank   ? ConditionTest::is_blank
                                 : op == ConditionOperator::is_empty ? ConditionTest::is_empty
                                                                     : ConditionTest::is_null;
    const Node* const node = make_condition_test(wanted, left.root, arena_);
    // `was set` is the opposite of null.
    const bool is_opposite = negated != (op == ConditionOperator::was_set);
    return boolean(is_opposite ? make_opposite(node, arena_) : node);
}

Expression Compiler::changed(const Condition& condition) {
    const Expr* const root = condition.left->root;
    if (root == nullptr || root->kind == ExprKind::error)
        return error();
    const auto found = root->kind == ExprKind::reference
                           ? change(static_cast<const ReferenceExpr&>(*root))
                           : std::nullopt;
    if (!found) {
        // A name that does not exist is the better news.
        const Expression left = formula(*condition.left);
        if (left.type.is_error())
            return error();
        const bool is_related =
            root->kind == ExprKind::reference &&
            static_cast<const ReferenceExpr*>(root)->path.parts.size() > 2 &&
            scope_.names_saved_record(static_cast<const ReferenceExpr*>(root)->path.parts[0].text);
        context_.out
            .report(
                Code::W0412,
                condition.op_span,
                "`{}` asks a field of the record that set off the flow",
                spelling(condition.op)
            )
            .label(
                condition.left->span,
                is_related ? "a relationship has no past" : "this has no value before the change"
            );
        return error();
    }
    if (found->now.type.is_error() || found->before.type.is_error())
        return error();
    // On create the value before is null, so a field that has a value has changed.
    const Node* const node = make_difference(found->now.root, found->before.root, arena_);
    return boolean(sense(condition.op).negated ? make_opposite(node, arena_) : node);
}

Expression Compiler::state(const Condition& condition) {
    const auto [op, negated] = sense(condition.op);
    const Expr* const root = condition.left->root;
    if (root == nullptr || root->kind == ExprKind::error)
        return error();
    const auto slot = root->kind == ExprKind::reference
                          ? scope_.state_slot(static_cast<const ReferenceExpr&>(*root).path, op)
                          : std::nullopt;
    if (!slot) {
        context_.out
            .report(
                Code::W0413,
                condition.left->span,
                "`{}` asks {}",
                spelling(condition.op),
                op == ConditionOperator::was_selected ? "a choice" : "an element of this flow"
            )
            .here(
                op == ConditionOperator::was_selected ? "this is no choice"
                                                      : "this is no such element"
            );
        return error();
    }
    const Node* const node =
        make_condition_test(ConditionTest::is_true, make_slot(*slot, arena_), arena_);
    return boolean(negated ? make_opposite(node, arena_) : node);
}

Expression Compiler::boolean_formula(const Condition& condition) {
    if (condition.left == nullptr)
        return error();
    const Expression left = formula(*condition.left);
    if (left.type.is_error())
        return error();
    if (!is_unknown(left.type) && left.type != Type::of(TypeKind::boolean)) {
        context_.out
            .report(
                Code::W0414,
                condition.left->span,
                "a condition is Boolean and this is {}",
                describe(left.type)
            )
            .here(fmt::format("this is {}", describe(left.type)));
        return error();
    }
    return boolean(make_condition_test(ConditionTest::is_true, left.root, arena_));
}

Expression Compiler::joined(const Condition& condition) {
    std::vector<const Node*> nodes;
    nodes.reserve(condition.operands.size());
    bool is_wrong = false;
    for (const Condition* const item : condition.operands) {
        const Expression part = this->condition(*item);
        is_wrong |= part.type.is_error();
        nodes.push_back(part.root);
    }
    if (is_wrong)
        return error();
    return boolean(
        condition.kind == ConditionKind::all ? make_all(nodes, arena_) : make_any(nodes, arena_)
    );
}

Expression Compiler::condition(const Condition& condition) {
    if (depth_ >= limits::nesting) {
        context_.out.report(
            Code::W0409,
            condition.span,
            "this condition is nested more than {} levels deep",
            limits::nesting
        );
        return error();
    }
    ++depth_;
    Expression result = error();
    switch (condition.kind) {
    case ConditionKind::error:
        break;
    case ConditionKind::all:
    case ConditionKind::any:
        result = joined(condition);
        break;
    case ConditionKind::negation:
        if (condition.operands.size() == 1) {
            const Expression inner = this->condition(*condition.operands[0]);
            result = inner.type.is_error() ? inner : boolean(make_opposite(inner.root, arena_));
        }
        break;
    case ConditionKind::comparison:
        result = comparison(condition);
        break;
    case ConditionKind::formula:
        result = boolean_formula(condition);
        break;
    }
    --depth_;
    return finished(result, condition.span);
}

} // namespace weir
