#include "metadata/flow_test_names.hpp"

#include "base/limits.hpp"

#include <vector>

namespace weir::metadata {

namespace {

class FlowNames {
public:
    FlowNames(std::string_view flow, bool reads_stored, Arena& arena)
        : flow_(flow), reads_stored_(reads_stored), arena_(arena) {}

    const Condition* condition(const Condition& source, size_t depth) {
        if (depth > limits::nesting)
            return nullptr;
        Condition result = source;
        std::vector<const Condition*> operands;
        for (const Condition* const operand : source.operands)
            if (operand != nullptr)
                if (const Condition* const read = condition(*operand, depth + 1))
                    operands.push_back(read);
        result.operands = arena_.copy(std::span<const Condition* const>(operands));
        result.left = formula(source.left);
        result.right = formula(source.right);
        if (is_empty_text(source.right) && source.op == ConditionOperator::equal)
            result.op = ConditionOperator::is_blank;
        if (is_empty_text(source.right) && source.op == ConditionOperator::not_equal)
            result.op = ConditionOperator::is_not_blank;
        if (!takes_right_side(result.op))
            result.right = nullptr;
        return arena_.make<Condition>(result);
    }

private:
    const Formula* formula(const Formula* source) {
        if (source == nullptr || source->root == nullptr ||
            source->root->kind != ExprKind::reference)
            return source;
        const auto& reference = static_cast<const ReferenceExpr&>(*source->root);
        if (reference.path.empty() || is_global(reference.path.parts[0].text))
            return source;
        if (reads_stored_ && reference.path.parts[0].text == "$Record")
            return source;
        std::vector<Name> parts{{flow_, reference.path.parts[0].span}};
        parts.insert(parts.end(), reference.path.parts.begin(), reference.path.parts.end());
        ReferenceExpr longer = reference;
        longer.path.parts = arena_.copy(std::span<const Name>(parts));
        Formula result = *source;
        result.root = arena_.make<ReferenceExpr>(longer);
        return arena_.make<Formula>(result);
    }

    /// No value is tested as an empty text; there is no other way to say it.
    static bool is_empty_text(const Formula* formula) {
        return formula != nullptr && formula->root != nullptr &&
               formula->root->kind == ExprKind::text &&
               static_cast<const TextExpr&>(*formula->root).value.empty();
    }

    static bool is_global(std::string_view name) {
        return name.starts_with('$') && name != "$Record" && name != "$Record__Prior";
    }

    std::string_view flow_;
    bool reads_stored_;
    Arena& arena_;
};

} // namespace

const Condition* behind_flow_name(
    const Condition& condition, std::string_view flow, bool reads_stored, Arena& arena
) {
    return FlowNames(flow, reads_stored, arena).condition(condition, 0);
}

} // namespace weir::metadata
