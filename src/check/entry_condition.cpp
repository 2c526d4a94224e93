#include "check/entry_condition.hpp"

#include "base/limits.hpp"
#include "schema/fold.hpp"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

/// Copies expressions and conditions with `$Record` in front of bare paths.
class Rewriter {
public:
    explicit Rewriter(Arena& arena) : arena_(arena) {}

    const Condition* condition(const Condition& original);

private:
    const Formula* formula(const Formula* original);
    const Expr* expression(const Expr* original);
    const Expr* reference(const ReferenceExpr& original);
    List<const Expr*> expressions(List<const Expr*> originals);

    Arena& arena_;
    uint32_t depth_ = 0;
};

const Condition* Rewriter::condition(const Condition& original) {
    auto* const copy = arena_.make<Condition>(original);
    if (depth_ >= limits::nesting) {
        copy->kind = ConditionKind::error;
        return copy;
    }
    ++depth_;
    const auto operands = arena_.make_array<const Condition*>(original.operands.size());
    for (size_t index = 0; index < operands.size(); ++index)
        if (original.operands[index] != nullptr)
            operands[index] = condition(*original.operands[index]);
    copy->operands = operands;
    copy->left = formula(original.left);
    copy->right = formula(original.right);
    --depth_;
    return copy;
}

const Formula* Rewriter::formula(const Formula* original) {
    if (original == nullptr)
        return nullptr;
    auto* const copy = arena_.make<Formula>(*original);
    copy->root = expression(original->root);
    return copy;
}

List<const Expr*> Rewriter::expressions(List<const Expr*> originals) {
    const auto copies = arena_.make_array<const Expr*>(originals.size());
    for (size_t index = 0; index < copies.size(); ++index)
        copies[index] = expression(originals[index]);
    return copies;
}

const Expr* Rewriter::reference(const ReferenceExpr& original) {
    if (original.path.empty() || original.path.parts.front().text.substr(0, 1) == "$")
        return &original;
    const auto parts = arena_.make_array<Name>(original.path.parts.size() + 1);
    parts[0] = {"$Record", original.path.parts.front().span};
    for (size_t index = 0; index < original.path.parts.size(); ++index)
        parts[index + 1] = original.path.parts[index];
    auto* const copy = arena_.make<ReferenceExpr>(original);
    copy->path.parts = parts;
    return copy;
}

const Expr* Rewriter::expression(const Expr* original) {
    if (original == nullptr)
        return nullptr;
    if (depth_ >= 2 * limits::nesting) {
        auto* const error = arena_.make<ErrorExpr>();
        error->span = original->span;
        return error;
    }
    ++depth_;
    const Expr* result = original;
    switch (original->kind) {
    case ExprKind::error:
    case ExprKind::number:
    case ExprKind::text:
    case ExprKind::boolean:
    case ExprKind::null:
        break;
    case ExprKind::reference:
        result = reference(static_cast<const ReferenceExpr&>(*original));
        break;
    case ExprKind::call: {
        auto* const copy = arena_.make<CallExpr>(static_cast<const CallExpr&>(*original));
        copy->arguments = expressions(copy->arguments);
        result = copy;
        break;
    }
    case ExprKind::unary: {
        auto* const copy = arena_.make<UnaryExpr>(static_cast<const UnaryExpr&>(*original));
        copy->operand = expression(copy->operand);
        result = copy;
        break;
    }
    case ExprKind::chain: {
        auto* const copy = arena_.make<ChainExpr>(static_cast<const ChainExpr&>(*original));
        copy->operands = expressions(copy->operands);
        result = copy;
        break;
    }
    }
    --depth_;
    return result;
}

/// Collects the stored fields that a condition compares with what stands in it.
class ComparedFields {
public:
    explicit ComparedFields(const Object& object) : object_(object) {}

    /// False at the first thing that is no such comparison.
    bool add(const Condition& condition) {
        if (depth_ >= limits::nesting)
            return false;
        ++depth_;
        const bool is_plain = add_here(condition);
        --depth_;
        return is_plain;
    }

    std::vector<FieldId> fields;

private:
    bool add_here(const Condition& condition) {
        switch (condition.kind) {
        case ConditionKind::all:
        case ConditionKind::any:
        case ConditionKind::negation:
            return std::ranges::all_of(condition.operands, [&](const Condition* operand) {
                return operand != nullptr && add(*operand);
            });
        case ConditionKind::comparison: {
            const bool is_of_values = condition.op <= ConditionOperator::is_not_blank;
            return is_of_values && add(condition.left) &&
                   (!takes_right_side(condition.op) || add(condition.right));
        }
        case ConditionKind::error:
        case ConditionKind::formula:
            return false;
        }
        return false;
    }

    /// A literal, or `$Record.Field`.
    bool add(const Formula* formula) {
        if (formula == nullptr || formula->root == nullptr)
            return false;
        switch (formula->root->kind) {
        case ExprKind::number:
        case ExprKind::text:
        case ExprKind::boolean:
        case ExprKind::null:
            return true;
        case ExprKind::reference:
            return add(static_cast<const ReferenceExpr&>(*formula->root).path);
        case ExprKind::error:
        case ExprKind::call:
        case ExprKind::unary:
        case ExprKind::chain:
            return false;
        }
        return false;
    }

    bool add(const Path& path) {
        if (path.parts.size() != 2 || folded(path.parts[0].text) != "$record")
            return false;
        const auto field = object_.find_field(path.parts[1].text);
        // A formula or a summary changes with other records.
        if (!field || object_.field(*field).has_formula || object_.field(*field).has_summary)
            return false;
        if (std::ranges::find(fields, *field) == fields.end())
            fields.push_back(*field);
        return true;
    }

    const Object& object_;
    uint32_t depth_ = 0;
};

} // namespace

std::vector<FieldId> compared_fields(const Condition& condition, const Object& object) {
    ComparedFields compared(object);
    return compared.add(condition) ? std::move(compared.fields) : std::vector<FieldId>{};
}

const Condition* with_record(const Condition& condition, Arena& arena) {
    return Rewriter(arena).condition(condition);
}

Resolution EntryScope::resolve(const Path& path) {
    if (path.empty())
        return {};
    const std::string head = folded(path.parts.front().text);
    if (head == "$record")
        return {Resolution::Kind::slot, Type::record_of(object_.id), fixed_slot::record, {}};
    if (head == "$record__prior")
        return flow_.resolve(path);
    return {};
}

void EntryScope::use(const Path& path, const Resolution&, FieldId field) {
    if (!path.empty() && folded(path.parts.front().text) == "$record")
        read_.insert(field);
}

bool EntryScope::reads(std::string_view field) const {
    const auto id = object_.find_field(field);
    return id && read_.count(*id) > 0;
}

} // namespace weir
