#include "formula/compile_value.hpp"

#include "formula/compiler.hpp"

namespace weir {

namespace {

/// Flows alone have interviews, and their texts merge.
[[nodiscard]] bool is_of_flow(Scope& scope) {
    return scope.flow_slot("InterviewGuid").has_value();
}

} // namespace

Expression compile_value(const Formula& formula, Scope& scope, CompileContext& context) {
    if (formula.root == nullptr || formula.root->kind != ExprKind::text)
        return compile(formula, scope, context);
    const std::string_view text = static_cast<const TextExpr*>(formula.root)->value;
    if (text.find("{!") == std::string_view::npos || !is_of_flow(scope))
        return compile(formula, scope, context);
    return compile_template({text, formula.span, false}, scope, context);
}

Expression compile_assigned(const Formula& formula, Scope& scope, CompileContext& context) {
    if (formula.root == nullptr || formula.root->kind != ExprKind::reference)
        return compile_value(formula, scope, context);
    Compiler compiler(scope, context);
    compiler.read_missing_as_null();
    return compiler.formula(formula);
}

} // namespace weir
