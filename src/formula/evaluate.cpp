#include "base/check.hpp"
#include "formula/evaluate_apart.hpp"
#include "formula/node.hpp"

#include <algorithm>

namespace weir {

void evaluate_apart(const Expression& expression, const Frame& frame, Rows rows, Value* out) {
    WEIR_CHECK(expression.root != nullptr, "an expression that is evaluated was compiled");
    WEIR_CHECK(frame.arena != nullptr, "results that need memory need an arena");
    if (rows.empty())
        return;
    const Node& root = *expression.root;
    Evaluation evaluation{frame, Scratch::of_this_thread(), *frame.arena};
    root.run(root, evaluation, rows, out);
}

void evaluate(const Expression& expression, const Frame& frame, Rows rows, Value* out) {
    // A node may write its result before it has read all its operands, so a result that goes to a
    // column that the expression reads (`Total = Total + 1`) takes a detour.
    const bool is_leaf =
        expression.root != nullptr &&
        (expression.root->kind == NodeKind::constant || expression.root->kind == NodeKind::slot);
    if (is_leaf || std::find(frame.slots.begin(), frame.slots.end(), out) == frame.slots.end()) {
        evaluate_apart(expression, frame, rows, out);
        return;
    }
    Scratch& scratch = Scratch::of_this_thread();
    const ScratchMark mark(scratch);
    Value* const column = scratch.column(frame.capacity);
    evaluate_apart(expression, frame, rows, column);
    for (const uint32_t row : rows)
        out[row] = column[row];
}

bool is_constant(const Expression& expression) {
    return expression.root != nullptr && expression.root->kind == NodeKind::constant;
}

Value constant_value(const Expression& expression) {
    WEIR_CHECK(is_constant(expression), "only a constant has a value without rows");
    return static_cast<const ConstantNode&>(*expression.root).value;
}

} // namespace weir
