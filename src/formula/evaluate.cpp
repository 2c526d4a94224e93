#include "base/check.hpp"
#include "formula/node.hpp"

#include <algorithm>

namespace weir {

void evaluate(const Expression& expression, const Frame& frame, Rows rows, Value* out) {
    WEIR_CHECK(expression.root != nullptr, "an expression that is evaluated was compiled");
    WEIR_CHECK(frame.arena != nullptr, "results that need memory need an arena");
    if (rows.empty())
        return;
    const Node& root = *expression.root;
    Scratch& scratch = Scratch::of_this_thread();
    Evaluation evaluation{frame, scratch, *frame.arena};
    if (root.kind != NodeKind::other) {
        root.run(root, evaluation, rows, out);
        return;
    }
    // A node may write its result before it has read all its operands, so a result that goes to a
    // column that the expression reads (`Total = Total + 1`) takes a detour.
    const bool overwrites_input =
        std::find(frame.slots.begin(), frame.slots.end(), out) != frame.slots.end();
    if (!overwrites_input) {
        root.run(root, evaluation, rows, out);
        return;
    }
    const ScratchMark mark(scratch);
    Value* const column = scratch.column(frame.capacity);
    root.run(root, evaluation, rows, column);
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
